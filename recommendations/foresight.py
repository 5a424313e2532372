"""An article as an editor has it before them, saved or not, among those it is near to."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property

from . import stored
from .models import Recommendation
from .neighbourhood import Neighbourhood, neighbourhood, neighbourhood_of
from .reading import count_text, tags_of
from .scoring import Document
from .stored import Entry
from .tuning import score_settings
from .updating import foresee


@dataclass(frozen=True)
class Foresight:
    """
    The list that an article has, or would have, and its place in the lists of others, by source.

    `is_stored` says that these are the lists that readers' pages use now.
    """

    near: Neighbourhood
    entries: list[Entry]
    sources: dict[int, int]
    is_stored: bool

    @cached_property
    def matches(self):
        """Scores as of now of all that is related, best first, by id."""
        return {match.target: match for match in self.near.paper.matches(self.near.pk)}

    @property
    def tags(self):
        return self.near.paper.tags_of(self.near.pk)

    def freshness(self, pk):
        """What its age leaves of the score of article `pk`; all of it for one that is not near."""
        paper = self.near.paper
        return float(paper.freshness[paper.row(pk)]) if pk in paper.ids else 1.0

    def weight(self, tag):
        """What `tag` is worth here, in points."""
        return self.near.paper.weight(tag)


def foresee_saved(article):
    """`article` as it is saved: the stored lists when it is approved, else as if it were."""
    near = neighbourhood(article.pk, score_settings())
    if near is None:
        return foresee_typed(article)
    holders = Recommendation.objects.filter(target=article).values_list("source", flat=True)
    lists = stored.read_lists({article.pk, *holders})
    entries = lists.pop(article.pk)
    return Foresight(near, entries, _places(article.pk, lists), is_stored=True)


def foresee_typed(article):
    """`article` as this object has it, its shows and themes too; nothing of it need be saved."""
    near = neighbourhood_of(_document(article), score_settings())
    entries, lists = foresee(near)
    return Foresight(near, entries, _places(article.pk, lists), is_stored=False)


def _document(article):
    shows = [show.pk for show in article.ordered_shows]
    themes = [theme.pk for theme in article.themes.all()]
    return Document(
        id=article.pk,
        title=article.headline,
        published_at=article.published_at or timezone.now(),
        tags=tags_of(shows, themes),
        terms=count_text((article.headline, article.standfirst, article.body)),
    )


def _places(pk, lists):
    """Where article `pk` stands in each of some lists, from 1, by source."""
    return {
        source: 1 + [entry.target for entry in entries].index(pk)
        for source, entries in lists.items()
    }
