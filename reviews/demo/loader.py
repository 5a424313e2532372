"""
Put the demo paper into the database, through the same doors as everything else.

A demo article is known by its permanent UUID. One that is there is left as it is, whatever has
been done to it; an article, show, theme or author that somebody else has made is never written.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify

from reviews import history, publishing
from reviews.folding import fold_name
from reviews.images import files_undone_on_failure, store_image
from reviews.models import Article, Author, Image, Person, Show, Theme, ThemeAlias
from reviews.richtext import clean_html

from .source import article_uuid, read_body, read_paper, read_picture

CREDIT = "Illustration: Double Feature"
PICTURE_IN_BODY = re.compile(r'data-image="([a-z0-9-]+)"')
ARTICLE_FIELDS = (
    *("slug", "kind", "headline", "standfirst", "verdict"),
    *("covers_season", "seo_title", "seo_description"),
)
SHOW_FIELDS = (
    *("slug", "title", "original_title", "kind", "first_year", "last_year", "seasons"),
    *("synopsis", "country", "language", "network"),
)


class AddressTaken(Exception):
    """Something else stands at an address that the demo paper needs."""


@dataclass
class Loaded:
    """The headlines of the articles that were put in, and of those that were there."""

    added: list[str] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def load(*, at: datetime | None = None) -> Loaded:
    """
    Load the demo articles that are missing and publish them in the days before `at`.

    Raises AddressTaken when a slug belongs to something else; then nothing is written.
    """
    loaded, desk = Loaded(), Desk(at or timezone.now())
    with files_undone_on_failure(), history.acting(door="demo paper"):
        for entry in desk.paper["articles"]:
            there = Article.objects.filter(uuid=article_uuid(entry["slug"])).first()
            if there:
                loaded.kept.append(there.headline)
            else:
                loaded.added.append(desk.add_article(entry).headline)
        for entry in desk.paper["submitted"]:
            if not Article.objects.filter(uuid=article_uuid(entry["slug"])).exists():
                loaded.submitted.append(desk.submit_article(entry).headline)
    return loaded


class Desk:
    """Turns entries of the demo paper into rows: found where they are there, new elsewhere."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.paper = read_paper()

    def add_article(self, entry: dict) -> Article:
        """Write one article with everything that it needs, and publish it."""
        article = self.write_article(entry)
        publishing.publish(article, at=self.at - timedelta(days=entry["days_ago"]))
        return article

    def submit_article(self, entry: dict) -> Article:
        """Write one that is not ready yet, so that the newsroom has something to do."""
        article = self.write_article(entry)
        publishing.submit(article)
        return article

    def write_article(self, entry: dict) -> Article:
        _refuse_other(Article, entry["slug"])
        lead = entry.get("lead_picture")
        article = Article(
            uuid=article_uuid(entry["slug"]),
            body=self.body(entry["slug"]),
            lead_image=self.picture(lead) if lead else None,
            rating=Decimal(entry["rating"]) if "rating" in entry else None,
            **_chosen(entry, ARTICLE_FIELDS),
        )
        _save(article)
        for position, slug in enumerate(entry["authors"], 1):
            article.article_authors.create(author=self.author(slug), position=position)
        for position, slug in enumerate(entry["shows"], 1):
            article.article_shows.create(show=self.show(slug), position=position)
        article.themes.set([self.theme(name) for name in entry["themes"]])
        return article

    def body(self, slug: str) -> str:
        """The body of an article as it is stored, its pictures named by their ids."""
        html = PICTURE_IN_BODY.sub(
            lambda found: f'data-image="{self.picture(found[1]).pk}"', read_body(slug)
        )
        return clean_html(html)

    def picture(self, key: str) -> Image:
        entry = self.paper["pictures"][key]
        focal_x, focal_y = entry["focal"]
        return store_image(
            ContentFile(read_picture(key), name=f"{key}.jpg"),
            alt_text=entry["alt"],
            caption=entry.get("caption", ""),
            credit=CREDIT,
            focal_x=focal_x,
            focal_y=focal_y,
        )

    def author(self, slug: str) -> Author:
        entry = self.paper["authors"][slug]
        there = Author.objects.filter(slug=slug, name=entry["name"]).first()
        return there or _new(Author, **entry)

    def theme(self, name: str) -> Theme:
        return _theme_called(name) or self._new_theme(self.paper["themes"][name])

    def _new_theme(self, entry: dict) -> Theme:
        name = entry["name"]
        theme = _new(Theme, slug=slugify(name), name=name, description=entry["description"])
        for alias in entry.get("aliases", []):
            if not _theme_called(alias):
                _save(ThemeAlias(theme=theme, name=alias))
        return theme

    def show(self, slug: str) -> Show:
        entry = self.paper["shows"][slug]
        same = _chosen(entry, ("slug", "title", "first_year"))
        return Show.objects.filter(**same).first() or self._new_show(entry)

    def _new_show(self, entry: dict) -> Show:
        poster = self.picture(entry["poster"]) if "poster" in entry else None
        show = _new(Show, poster=poster, **_chosen(entry, SHOW_FIELDS))
        for title in entry.get("aliases", []):
            show.aliases.create(title=title)
        for position, credit in enumerate(entry["credits"], 1):
            show.credits.create(
                **credit | {"person": _person(credit["person"])}, position=position
            )
        for option in entry["watch"]:
            show.watch_options.create(**option)
        return show


def _theme_called(name: str) -> Theme | None:
    """The theme of this name, or with this alias."""
    folded = fold_name(name)
    themes = Theme.objects.all()
    return (themes.filter(folded=folded) | themes.filter(aliases__folded=folded)).first()


def _person(name: str) -> Person:
    return Person.objects.filter(folded=fold_name(name)).first() or _save(Person(name=name))


def _new(model, **fields):
    """A saved row at an address that must be free."""
    _refuse_other(model, fields["slug"])
    return _save(model(**fields))


def _refuse_other(model, slug: str) -> None:
    other = model.objects.filter(slug=slug).first()
    if other:
        raise AddressTaken(
            f"The demo paper needs the address “{slug}”, which the {model._meta.verbose_name} "
            f"“{other}” has. Give that one another slug and try again; nothing was changed."
        )


def _save(row):
    """Save a new row after the checks that an editor's form makes."""
    row.full_clean(exclude=["folded"])
    row.save(force_insert=True)
    return row


def _chosen(entry: dict, names: tuple[str, ...]) -> dict:
    return {name: entry[name] for name in names if name in entry}
