"""What another tuning of the score would change, before anybody sets it; no list is written."""

from dataclasses import dataclass

from django.conf import settings

from reviews.models import Article

from .paper import Paper
from .profiles import refresh_profiles
from .reading import WholePaper
from .scoring import Settings, Statistics

CHANGES_SHOWN = 20


@dataclass(frozen=True)
class Change:
    """An article whose first links differ: those that come and those that go, best first."""

    article: Article
    come: list[Article]
    go: list[Article]


@dataclass(frozen=True)
class Comparison:
    """How many of `articles` would get other first links, and those that change most."""

    articles: int
    changed: int
    links: int
    changes: list[Change]


def compare(tuning):
    """
    Compare the lists by the site's own tuning with those by `tuning`, which goes over it.

    Raise TypeError or ValueError for what no list could be made with.
    """
    other = Settings(**(settings.RECOMMENDATIONS | tuning))
    refresh_profiles()
    now, then = _first_links(Settings(**settings.RECOMMENDATIONS)), _first_links(other)
    differing = {pk: (_less(then[pk], now[pk]), _less(now[pk], then[pk])) for pk in now}
    differing = {pk: pair for pk, pair in differing.items() if any(pair)}
    most = sorted(differing, key=lambda pk: (-len(differing[pk][0]), pk))[:CHANGES_SHOWN]
    named = {*most, *(pk for source in most for part in differing[source] for pk in part)}
    articles = Article.objects.defer("body").in_bulk(named)
    return Comparison(
        articles=len(now),
        changed=len(differing),
        links=sum(len(come) for come, _ in differing.values()),
        changes=[
            Change(articles[pk], *([articles[each] for each in part] for part in differing[pk]))
            for pk in most
        ],
    )


def _first_links(tuning):
    """As many links of each article as pages show, by id."""
    whole = WholePaper(tuning)
    statistics = Statistics.of(whole.documents())
    return {
        ranking.source: [match.target for match in ranking.matches[: tuning.shown]]
        for ranking in Paper(whole.documents(), tuning, statistics).rankings()
    }


def _less(links, others):
    return [pk for pk in links if pk not in others]
