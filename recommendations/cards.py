"""Cards: a link with its reasons in words. Names come from the article's own tags, now."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from reviews.models import Article, ArticleAuthor, Credit

from .candidates import Rung

REASONS_SHOWN = 3


@dataclass(frozen=True)
class Card:
    """One link: where to, why (names, heaviest first), by which rung, and the rung in words."""

    article: Article
    reasons: tuple[str, ...]
    rung: Rung
    label: str


def make_cards(article, chosen):
    """One card per candidate, bylines loaded, reasons named as `article`'s tags are now."""
    authors = Prefetch("article_authors", ArticleAuthor.objects.select_related("author"))
    prefetch_related_objects([candidate.article for candidate in chosen], authors)
    tags = {tag for candidate in chosen for tag in candidate.reasons}
    names = TagNames(article, tags) if tags else None
    return [_card(article, candidate, names) for candidate in chosen]


class TagNames:
    """Names of an article's own tags; asks the database only for kinds that `tags` has."""

    def __init__(self, article, tags):
        keys = {}
        for kind, _, key in (tag.partition(":") for tag in tags):
            keys.setdefault(kind, []).append(int(key))
        self.names = {f"show:{show.pk}": show.title for show in article.ordered_shows}
        self.credited_on = {}
        if "theme" in keys:
            self.names |= {f"theme:{theme.pk}": theme.name for theme in article.themes.all()}
        if "person" in keys:
            self._read_people(article, keys["person"])

    def of(self, tags):
        """
        Names of `tags` that the article still has, in their order.

        People come along with a show: where the show is shared, they say nothing new.
        """
        shared = {tag for tag in tags if tag in self.names}
        telling = [tag for tag in tags if tag in shared and self._is_telling(tag, shared)]
        return tuple(self.names[tag] for tag in telling[:REASONS_SHOWN])

    def name(self, tag):
        """The tag's kind and name, or the bare tag when the article no longer has it."""
        kind = tag.partition(":")[0]
        return f"{kind} {self.names[tag]}" if tag in self.names else tag

    def _read_people(self, article, people):
        shows = [show.pk for show in article.ordered_shows]
        credits = Credit.objects.filter(show__in=shows, person__in=people)
        for credit in credits.select_related("person"):
            key = f"person:{credit.person_id}"
            self.names[key] = credit.person.name
            self.credited_on.setdefault(key, set()).add(f"show:{credit.show_id}")

    def _is_telling(self, tag, shared):
        return not (self.credited_on.get(tag, set()) & shared)


def _card(article, candidate, names):
    reasons = names.of(candidate.reasons) if names else ()
    return Card(candidate.article, reasons, candidate.rung, _label(article, candidate))


def _label(article, candidate):
    """What a card that is not there for its tags says instead."""
    match candidate.rung:
        case Rung.SAME_SHOW:
            shared = (s for s in article.ordered_shows if s.pk in candidate.shows)
            return f"More on {next(shared).title}"
        case Rung.PICKED:
            return "Editors’ pick"
        case Rung.LATEST:
            return "Latest"
    return ""
