"""What of an old version can come back or be shown, and how a deleted article does."""

from copy import copy

from django.db import transaction

from reviews import richtext
from reviews.models import (
    Article,
    ArticleAuthor,
    ArticleShow,
    ArticleVersion,
    Author,
    Image,
    Merge,
    Show,
    Theme,
)
from reviews.signals import article_restored

from .changes import BODY, label_of
from .recording import acting
from .snapshot import State, item, kept_fields, value_of

# A restore publishes and withdraws nothing, and makes nobody else the owner.
NEVER = {"status", "created_by"}
# Readers hold on to these once they have seen an article.
KEPT_ONCE_PUBLIC = {"slug", "published_at"}
MODELS = {"authors": Author, "shows": Show, "themes": Theme, "lead_image": Image}


def restorable(state: State, article: Article | None = None) -> tuple[State, list[str]]:
    """
    Return what of `state` can come back into `article`, and in sentences what cannot.

    Without an article, what can come back into a new one.
    """
    told: list[str] = []
    found = {name: value for name, value in state.items() if name not in NEVER}
    if article and article.status not in {Article.Status.DRAFT, Article.Status.IN_REVIEW}:
        for name in KEPT_ONCE_PUBLIC & found.keys():
            value = found.pop(name)
            if value != value_of(getattr(article, name)):
                told.append(f"The {label_of(name)} stays as it is: readers know it.")
    elif _is_taken(found.get("slug"), article):
        told.append(f"Another article has the address “{found.pop('slug')}” now.")
    for name, model in MODELS.items():
        if name in found:
            found[name] = _still_there(model, name, found[name], told)
    return found, told


@transaction.atomic
def recover(version: ArticleVersion, *, by) -> tuple[Article, list[str]]:
    """
    Bring a deleted article back as a draft: its key, uuid, text, tags and pins.

    Returns it with what could not come back, in sentences.
    """
    state, told = restorable(version.state)
    with acting(by=by, door="deleted articles", reason="recovered", is_kept_anyway=True):
        article = Article(uuid=version.article_id, version=version.number, **_fields(state))
        if not Article.objects.filter(pk=version.article_pk).exists():
            article.pk = version.article_pk
        article.slug = article.slug or _free_slug(version.state["slug"])
        creator = (version.state.get("created_by") or {}).get("id")
        _set_creator(article, creator)
        article.save(force_insert=True)
        _tag(article, state)
        told += restore_the_rest(article, version.state, by)
    return article, told


def as_it_was(article: Article, version: ArticleVersion) -> Article:
    """
    A copy of `article` as `version` has it, to be shown and not saved.

    Its tags are where prefetching would have put them, without what is gone since.
    """
    shown, state = copy(article), version.state
    for name, value in _fields(state).items():
        setattr(shown, name, value)
    things = {name: _things(model, state[name]) for name, model in MODELS.items()}
    shown.lead_image = next(iter(things["lead_image"]), None)
    shown._prefetched_objects_cache = {
        "article_authors": [ArticleAuthor(author=each) for each in things["authors"]],
        "article_shows": [ArticleShow(show=each) for each in things["shows"]],
        "themes": things["themes"],
    }
    shown.is_typed = True
    return shown


def restore_the_rest(article: Article, state: State, by) -> list[str]:
    """Let others bring back what they keep of an article; return what they could not."""
    answers = article_restored.send(Article, article=article, state=state, by=by)
    return [sentence for _, sentences in answers for sentence in sentences]


def _fields(state: State) -> dict:
    values = {}
    for field in kept_fields():
        if field.name not in state:
            continue
        value = state[field.name]
        if field.is_relation:
            values[field.attname] = value and value["id"]
        else:
            values[field.name] = value if value is None else field.to_python(value)
    return values | {BODY: richtext.clean_html(state[BODY])}


def _set_creator(article: Article, key) -> None:
    field = next((f for f in kept_fields() if f.name == "created_by"), None)
    if field and key and field.related_model._base_manager.filter(pk=key).exists():
        setattr(article, field.attname, key)


def _tag(article: Article, state: State) -> None:
    for place, author in enumerate(state["authors"], 1):
        article.article_authors.create(author_id=author["id"], position=place)
    for place, show in enumerate(state["shows"], 1):
        article.article_shows.create(show_id=show["id"], position=place)
    article.themes.set([theme["id"] for theme in state["themes"]])


def _still_there(model, name: str, value, told: list[str]):
    """Of one thing, or a list of things, those that still exist, or what they are part of now."""
    things = value if isinstance(value, list) else [value] if value else []
    there = Merge.objects.follow(model, {each["id"] for each in things})
    kept = {}
    for each in things:
        thing = there.get(each["id"])
        if thing is None:
            told.append(f"Left out, since it is gone: “{each['name']}” ({label_of(name)}).")
            continue
        if thing.pk != each["id"]:
            told.append(f"“{each['name']}” is a part of “{thing}” now ({label_of(name)}).")
        kept.setdefault(thing.pk, item(thing))
    return [*kept.values()] if isinstance(value, list) else next(iter(kept.values()), None)


def _things(model, value) -> list:
    """Those of one thing, or a list of things, that still exist, each once."""
    things = value if isinstance(value, list) else [value] if value else []
    there = Merge.objects.follow(model, {each["id"] for each in things})
    return list(dict.fromkeys(there[each["id"]] for each in things if each["id"] in there))


def _is_taken(slug: str | None, article: Article | None) -> bool:
    others = Article.objects.exclude(pk=article.pk if article else None)
    return slug is not None and others.filter(slug=slug).exists()


def _free_slug(slug: str) -> str:
    taken = set(Article.objects.filter(slug__startswith=slug[:190]).values_list("slug", flat=True))
    number = 2
    while f"{slug[:190]}-{number}" in taken:
        number += 1
    return f"{slug[:190]}-{number}"
