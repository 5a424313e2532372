"""
The articles near one article, found through its tags in a bounded amount of work.

The rarest tags are followed first, until POSTINGS_READ articles have been met; a tag that
everybody carries is not followed. Of a neighbour only what it may share with the article is
read: the tags and terms that the article has too.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import numpy as np

from reviews.models import Article, ArticleShow
from reviews.models.prepared import PreparedQuery, moment, padded

from .ages import Ages
from .frequencies import last_build, read_terms
from .paper import Paper
from .reading import from_bytes, of_approved, read_article
from .scoring import Document, Statistics
from .terms import Vector, units

POSTINGS_READ = 5000

# For each kind of tag: the rows that tie it to articles, and the column that names it.
CARRIERS = {
    "show": (ArticleShow, "show"),
    "person": (ArticleShow, "show__credits__person"),
    "theme": (Article.themes.through, "theme"),
}
NEIGHBOUR_COLUMNS = (
    "pk",
    *("published_at", "profile__term_keys", "profile__term_counts"),
    *("profile__text_length", "profile__text_least"),
    *("profile__tag_scale", "profile__text_scale"),
)


def _carried(kind):
    """The articles, but one, that carry some tags of a kind, newest first."""
    model, column = CARRIERS[kind]

    def build(keys, pk):
        rows = of_approved(model.objects).filter(**{f"{column}__in": keys})
        rows = rows.exclude(article=pk).order_by("-article_id")
        return rows.values_list(column, "article_id").distinct()

    return PreparedQuery(build)


def _shared(kind):
    """Which of some articles carry some tags of a kind."""
    model, column = CARRIERS[kind]

    def build(keys, ids):
        rows = model.objects.filter(article__in=ids, **{f"{column}__in": keys})
        return rows.order_by().values_list(column, "article_id")

    return PreparedQuery(build)


CARRIED = {kind: _carried(kind) for kind in CARRIERS}
SHARED = {kind: _shared(kind) for kind in CARRIERS}
NEIGHBOURS = PreparedQuery(
    lambda ids: Article.objects.filter(pk__in=ids).order_by("pk").values_list(*NEIGHBOUR_COLUMNS)
)


class NearPaper(Paper):
    """A paper of an article and its neighbours, so few that all are compared."""

    def candidates(self, row):
        return self.related(row, np.delete(np.arange(len(self.ids)), row))


@dataclass(frozen=True)
class Neighbourhood:
    """
    An article among its candidates, ready to be scored as in the whole paper.

    `scales` are what the scores in each neighbour's own list are measured by, by id.
    """

    document: Document
    fingerprint: str
    paper: Paper
    scales: dict[int, tuple[float, float]]

    @property
    def pk(self):
        return self.document.id


def neighbourhood(pk, settings):
    """The neighbourhood of article `pk`, or None when it is not approved."""
    document, fingerprint = read_article(pk)
    if document is None:
        return None
    return _around(document, fingerprint, Article.objects.approved().count(), settings)


def neighbourhood_of(document, settings):
    """
    The neighbourhood of `document` as if it were published now; nothing of it need be saved.

    When a saved version of it is approved already, the document takes its place.
    """
    others = Article.objects.approved().exclude(pk=document.id).count()
    return _around(document, "", others + 1, settings)


def _around(document, fingerprint, articles, settings):
    build = last_build()
    carriers, counts = _carriers(document, build.common_tags)
    terms = read_terms(document.terms.keys, build)
    statistics = Statistics(articles, counts, terms)
    nearest = _nearest(carriers, statistics, settings)
    tags = _shared_tags(nearest, carriers, counts)
    neighbours = _read(nearest, terms)
    ages = Ages(settings)
    document = replace(document, age_days=ages.of(document.id, document.published_at))
    documents = [
        Document(pk, "", time, tags[pk], text, ages.of(pk, time))
        for pk, time, text, _ in neighbours
    ]
    paper = NearPaper([document, *documents], settings, statistics)
    scales = {pk: own_scales for pk, *_, own_scales in neighbours}
    return Neighbourhood(document, fingerprint, paper, scales)


def _carriers(document, common):
    """The other articles with each tag that is followed, and how many have each tag."""
    followed = _to_follow(document.tags, common)
    counts = {tag: common.get(tag, 1) for tag in document.tags}
    carriers = {tag: [] for tag in followed}
    # One common tag alone may lead to more than are wanted.
    limit = POSTINGS_READ if not set(followed) - common.keys() else None
    for kind, keys in by_kind(followed).items():
        for key, article in CARRIED[kind].rows(keys=padded(keys), pk=document.id)[:limit]:
            carriers[f"{kind}:{key}"].append(article)
    found = {tag: len(articles) + 1 for tag, articles in carriers.items()}
    return carriers, counts | {tag: max(count, counts[tag]) for tag, count in found.items()}


def by_kind(tags):
    """The keys of `tags` by kind."""
    kinds = {}
    for tag in sorted(tags):
        kind, _, key = tag.partition(":")
        kinds.setdefault(kind, []).append(int(key))
    return kinds


def _to_follow(tags, common):
    """All tags that are not common, and the rarest of those until there are enough articles."""
    followed = sorted(tags - common.keys())
    read = 0
    for tag in sorted(tags & common.keys(), key=lambda tag: (common[tag], tag)):
        read += common[tag]
        if followed and read > POSTINGS_READ:
            break
        followed.append(tag)
    return followed


def _nearest(carriers, statistics, settings):
    """The articles that share most with the one in the middle; of equals those of higher id."""
    weights = [statistics.weight(tag, settings) for tag in carriers]
    articles = np.array([pk for each in carriers.values() for pk in each], dtype=np.int64)
    met, places = np.unique(articles, return_inverse=True)
    points = np.bincount(places, np.repeat(weights, [len(each) for each in carriers.values()]))
    return met[np.lexsort((-met, -points))][: settings.candidates].tolist()


def _shared_tags(nearest, carriers, counts):
    """The tags of the article that each of `nearest` carries too."""
    tags = {pk: set() for pk in nearest}
    for tag, articles in carriers.items():
        for pk in tags.keys() & set(articles):
            tags[pk].add(tag)
    for kind, keys in by_kind(counts.keys() - carriers.keys()).items():
        for key, pk in SHARED[kind].rows(keys=padded(keys), ids=padded(nearest)):
            tags[pk].add(f"{kind}:{key}")
    return {pk: frozenset(own) for pk, own in tags.items()}


def _read(pks, terms):
    """Of the articles `pks`: id, time, the part of the vector that `terms` are in, and scales."""
    neighbours = [
        _Neighbour(
            pk,
            moment(time),
            bytes(keys or b""),
            bytes(counts or b""),
            *(each or 0 for each in rest),
        )
        for pk, time, keys, counts, *rest in NEIGHBOURS.rows(ids=padded(pks))
    ]
    texts = _vectors(neighbours, terms)
    return [
        (each.pk, each.published_at, text, (each.tag_scale, each.text_scale))
        for each, text in zip(neighbours, texts, strict=True)
    ]


class _Neighbour(NamedTuple):
    """What is read of a neighbour; of one that no build has seen yet there is no profile."""

    pk: int
    published_at: datetime
    keys: bytes
    counts: bytes
    length: float
    least: float
    tag_scale: float
    text_scale: float


def _vectors(neighbours, terms):
    keys = from_bytes(b"".join(each.keys for each in neighbours))
    counts = from_bytes(b"".join(each.counts for each in neighbours))
    sizes = [len(each.keys) // keys.itemsize for each in neighbours]
    owners = np.repeat(np.arange(len(neighbours)), sizes)
    places = terms.places(keys)
    owners, places, counts = (each[places >= 0] for each in (owners, places, counts))
    weights = terms.weights(places, counts)
    lengths = np.array([each.length for each in neighbours])
    leasts = np.array([each.least for each in neighbours])
    is_kept = (weights >= leasts[owners]) & (lengths[owners] > 0)
    owners, places, weights = (each[is_kept] for each in (owners, places, weights))
    parts = units(weights / lengths[owners])
    bounds = np.searchsorted(owners, np.arange(len(neighbours) + 1)).tolist()
    return [
        Vector(places[start:stop], parts[start:stop], each.length, each.least)
        for each, start, stop in zip(neighbours, bounds[:-1], bounds[1:], strict=True)
    ]
