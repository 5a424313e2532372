"""
The articles near one article, found through its tags in a bounded amount of work.

The rarest tags are followed first, until POSTINGS_READ articles have been met; a tag that
everybody carries is counted and never followed.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from reviews.models import Article, ArticleShow

from .models import Build
from .paper import Paper
from .reading import Reading, from_bytes, of_approved, read_articles, read_tags
from .scoring import Statistics
from .terms import TermStatistics

POSTINGS_READ = 5000

# For each kind of tag: the rows that tie it to articles, and the column that names it.
CARRIERS = {
    "show": (ArticleShow, "show"),
    "person": (ArticleShow, "show__credits__person"),
    "theme": (Article.themes.through, "theme"),
}


@dataclass(frozen=True)
class Neighbourhood:
    """An article among its candidates, ready to be scored as in the whole paper."""

    pk: int
    paper: Paper
    reading: Reading


def neighbourhood(pk, settings):
    """The neighbourhood of article `pk`, or None when it is not approved."""
    tags = read_tags([pk]).get(pk, frozenset())
    articles = Article.objects.approved().count()
    statistics = Statistics(articles, count_carriers(tags), term_statistics())
    weights = {tag: statistics.weight(tag, settings) for tag in tags}
    reading = read_articles([pk, *_nearest(pk, statistics.tags, weights, settings.candidates)])
    if pk not in reading.fingerprints:
        return None
    return Neighbourhood(pk, Paper(reading.documents, settings, statistics), reading)


def neighbourhood_of(document, settings):
    """
    The neighbourhood of `document` as if it were published now; nothing of it need be saved.

    When a saved version of it is approved already, the document takes its place.
    """
    saved = Article.objects.approved().filter(pk=document.id).exists()
    old_tags = read_tags([document.id]).get(document.id, frozenset())
    counts = count_carriers(document.tags)
    counts = {tag: counts.get(tag, 0) + (tag not in old_tags) for tag in document.tags}
    articles = Article.objects.approved().count() + (not saved)
    statistics = Statistics(articles, counts, term_statistics())
    weights = {tag: statistics.weight(tag, settings) for tag in document.tags}
    reading = read_articles(_nearest(document.id, counts, weights, settings.candidates))
    paper = Paper([*reading.documents, document], settings, statistics)
    return Neighbourhood(document.id, paper, reading)


def count_carriers(tags):
    """How many approved articles carry each of `tags`."""
    counts = {}
    for kind, keys in by_kind(tags).items():
        rows, column = _rows(kind, keys)
        found = rows.values_list(column).annotate(Count("article", distinct=True)).order_by()
        counts |= {f"{kind}:{key}": number for key, number in found}
    return counts


def term_statistics():
    """Term frequencies as the last build counted them; none before the first one."""
    build = Build.objects.filter(pk=1).first() or Build()
    return TermStatistics(
        build.articles, from_bytes(build.term_keys), from_bytes(build.term_frequencies)
    )


def by_kind(tags):
    """The keys of `tags` by kind."""
    kinds = {}
    for tag in sorted(tags):
        kind, _, key = tag.partition(":")
        kinds.setdefault(kind, []).append(int(key))
    return kinds


def _nearest(pk, counts, weights, limit):
    """The articles that share most with `pk`, as far as its rarest tags tell."""
    points = Counter()
    for kind, keys in by_kind(_to_follow(counts)).items():
        rows, column = _rows(kind, keys)
        pairs = rows.values_list(column, "article_id").distinct().order_by("-article_id")
        for key, article in pairs[:POSTINGS_READ]:
            points[article] += weights[f"{kind}:{key}"]
    del points[pk]
    return sorted(points, key=lambda article: (-points[article], -article))[:limit]


def _to_follow(counts):
    """The rarest tags that together lead to POSTINGS_READ articles; always the rarest one."""
    followed, read = [], 0
    for tag in sorted(counts, key=lambda tag: (counts[tag], tag)):
        read += counts[tag]
        if followed and read > POSTINGS_READ:
            break
        followed.append(tag)
    return followed


def _rows(kind, keys):
    model, column = CARRIERS[kind]
    return of_approved(model.objects).filter(**{f"{column}__in": keys}), column
