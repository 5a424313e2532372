"""
Why one article is recommended after another: the score, and the lists made by it. No Django.

An article's tags are typed: its shows, its themes, and the people credited on its shows. With N
articles, df(t) of which carry tag t,

    weight(t)   = kind(t) × ln((N + 1) / df(t))        kind: show 2, person 1, theme 1
    tags(a, b)  = sum of weight(t) over the tags that a and b share
    text(a, b)  = cosine of the TF-IDF vectors of the two texts (see terms.py)
    score(a, b) = tags(a, b) / max_x tags(a, x)  +  text(a, b) / max_x text(a, x)

x runs over the candidates of a: the articles that share tags with it worth the threshold or
more, the best by tags when they are many. So tags decide what may be related, tags and text
together which comes first, and a tag that everybody carries decides nothing. Ties go to the
newer article, then to the higher id.

The rarity is that of Spärck Jones, "A statistical interpretation of term specificity" (1972).
Lists are made greedily in id order; what has been recommended often is damped,

    score / (1 + 0.15 × inlinks / k)

with k links shown, so that no article takes every link and few get none.

Weights are whole numbers of 1 / UNIT: sums are exact, so the result is the same to the last
bit whatever the process, the database, or the order in which it hands out rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from .terms import UNIT, Terms, TermStatistics, count_terms, weigh

KINDS = ("show", "person", "theme")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be tuned. `threshold` is in the unit of weights: nats times kind."""

    kind_weights: Mapping[str, float] = field(
        default_factory=lambda: {"show": 2.0, "person": 1.0, "theme": 1.0}
    )
    threshold: float = 0.25
    exposure: float = 0.15
    shown: int = 4
    stored: int = 12
    candidates: int = 200

    def __post_init__(self) -> None:
        """Raise ValueError for what no list could be made with."""
        for kind in KINDS:
            if not self.kind_weights.get(kind, 0) > 0:
                raise ValueError(f"The weight of {kind} tags must be a number above zero.")
        if not 1 <= self.shown <= self.stored <= self.candidates:
            raise ValueError(
                "Links shown, stored and candidates must be 1 or more, each not "
                "fewer than the one before."
            )


@dataclass(frozen=True, slots=True)
class Document:
    """One article as the score sees it. A tag is written "kind:key", as in "show:3"."""

    id: int
    title: str
    published_at: datetime
    tags: frozenset[str]
    terms: Terms

    @classmethod
    def of(
        cls, id: int, title: str, text: str, published_at: datetime, tags: Iterable[str]
    ) -> Document:
        """A document from its text, which includes the title."""
        return cls(id, title, published_at, frozenset(tags), count_terms(text))


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many articles there are, and how many carry each tag and each term."""

    articles: int
    tags: Mapping[str, int]
    terms: TermStatistics

    @classmethod
    def of(cls, documents: list[Document]) -> Statistics:
        """Count a whole paper."""
        tags = Counter(tag for document in documents for tag in document.tags)
        terms = TermStatistics.of(document.terms for document in documents)
        return cls(len(documents), tags, terms)

    def weight(self, tag: str, settings: Settings) -> int:
        """The weight of `tag` in whole numbers of 1 / UNIT; never below nothing."""
        kind = settings.kind_weights[tag.partition(":")[0]]
        rarity = math.log((self.articles + 1) / max(1, self.tags.get(tag, 1)))
        return max(0, round(kind * rarity * UNIT))


@dataclass(frozen=True, slots=True)
class Match:
    """One recommendation: its score, the score it was ranked by, and where both come from."""

    target: int
    score: float
    damped: float
    tag_points: float
    text_points: float
    contributions: tuple[tuple[str, float], ...]

    @property
    def reasons(self) -> list[str]:
        """The shared tags that count for something, heaviest first."""
        return [tag for tag, points in self.contributions if points]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The list of one article, and the two maxima that its scores are measured by."""

    source: int
    matches: tuple[Match, ...]
    tag_scale: float
    text_scale: float


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What may be related to one article: rows, and points in whole units, row by row."""

    rows: np.ndarray
    tag_units: np.ndarray
    text_units: np.ndarray

    @property
    def tag_points(self) -> np.ndarray:
        """tags(a, x) of every candidate x."""
        return self.tag_units / UNIT

    @property
    def text_points(self) -> np.ndarray:
        """text(a, x) of every candidate x."""
        return self.text_units / UNIT**2

    @property
    def scores(self) -> np.ndarray:
        """score(a, x) of every candidate x."""
        return share(self.tag_units) + share(self.text_units)


def share(units: np.ndarray) -> np.ndarray:
    """`units` as a part of their maximum; nothing stays nothing."""
    return units / max(1, units.max(initial=0))


def damping(inlinks: np.ndarray | int, settings: Settings) -> np.ndarray | float:
    """What the score of an article is divided by that has been recommended `inlinks` times."""
    return 1 + settings.exposure * inlinks / settings.shown


class Paper:
    """Articles ready to be compared: by row, in id order, weighed by `statistics`."""

    def __init__(
        self,
        documents: Iterable[Document],
        settings: Settings | None = None,
        statistics: Statistics | None = None,
    ) -> None:
        self.documents = sorted(documents, key=lambda document: document.id)
        self.settings = settings or Settings()
        self.statistics = statistics or Statistics.of(self.documents)
        self.rows = {document.id: row for row, document in enumerate(self.documents)}
        self.recency = self._recency()
        self.weights, self.carriers = self._tag_index()
        self.texts = Texts(self.documents, self.statistics.terms)

    def rank(self, source: int, inlinks: np.ndarray | None = None) -> Ranking:
        """The list of article `source`; `inlinks` by row, when exposure is to be damped."""
        found = self.candidates(self.rows[source])
        matches = self._ranked(source, found, inlinks, self.settings.stored)
        scales = (float(found.tag_points.max(initial=0)), float(found.text_points.max(initial=0)))
        return Ranking(source, matches, *scales)

    def matches(self, source: int) -> tuple[Match, ...]:
        """Everything related to article `source`, best first, undamped."""
        return self._ranked(source, self.candidates(self.rows[source]), None, None)

    def rankings(self) -> Iterator[Ranking]:
        """The lists of all articles, in id order, each damped by the ones before it."""
        inlinks = np.zeros(len(self.documents), dtype=np.int64)
        for document in self.documents:
            ranking = self.rank(document.id, inlinks)
            shown = ranking.matches[: self.settings.shown]
            inlinks[[self.rows[match.target] for match in shown]] += 1
            yield ranking

    def candidates(self, row: int) -> Candidates:
        """The articles that share tags worth the threshold with `row`, best by tags first."""
        units = self._tag_units(row)
        rows = np.flatnonzero(units >= max(1, round(self.settings.threshold * UNIT)))
        rows = self._best_by_tags(rows, units[rows])
        return Candidates(rows, units[rows], self.texts.products(row, rows))

    def contributions(self, source: int, target: int) -> tuple[tuple[str, float], ...]:
        """What each tag shared by two articles is worth, heaviest first."""
        shared = self._tags(self.rows[source]) & self._tags(self.rows[target])
        heaviest = sorted(shared, key=lambda tag: (-self.weights[tag], tag))
        return tuple((tag, self.weights[tag] / UNIT) for tag in heaviest)

    def _tags(self, row: int) -> frozenset[str]:
        return self.documents[row].tags

    def _recency(self) -> np.ndarray:
        """Each row's place when the oldest article is 0."""
        keys = [(document.published_at, document.id) for document in self.documents]
        recency = np.empty(len(keys), dtype=np.int64)
        recency[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
        return recency

    def _tag_index(self) -> tuple[dict[str, int], dict[str, np.ndarray]]:
        """The weight of each tag in units, and the rows that carry it."""
        carriers: dict[str, list[int]] = {}
        for row, document in enumerate(self.documents):
            for tag in document.tags:
                carriers.setdefault(tag, []).append(row)
        weights = {tag: self.statistics.weight(tag, self.settings) for tag in carriers}
        return weights, {tag: np.array(rows) for tag, rows in carriers.items()}

    def _tag_units(self, row: int) -> np.ndarray:
        """tags(row, x) for every row x, in units; nothing for the row itself."""
        units = np.zeros(len(self.documents), dtype=np.int64)
        for tag in self._tags(row):
            units[self.carriers[tag]] += self.weights[tag]
        units[row] = 0
        return units

    def _best_by_tags(self, rows: np.ndarray, units: np.ndarray) -> np.ndarray:
        limit = self.settings.candidates
        if len(rows) > limit:
            least = np.partition(units, -limit)[-limit]
            rows, units = rows[units >= least], units[units >= least]
        return rows[np.lexsort((-self.recency[rows], -units))[:limit]]

    def _ranked(
        self, source: int, found: Candidates, inlinks: np.ndarray | None, length: int | None
    ) -> tuple[Match, ...]:
        scores = found.scores
        damped = (
            scores if inlinks is None else scores / damping(inlinks[found.rows], self.settings)
        )
        best = np.lexsort((-self.recency[found.rows], -damped))[:length]
        return tuple(self._match(source, found, scores, damped, place) for place in best)

    def _match(
        self, source: int, found: Candidates, scores: np.ndarray, damped: np.ndarray, place: int
    ) -> Match:
        target = self.documents[found.rows[place]].id
        return Match(
            target=target,
            score=float(scores[place]),
            damped=float(damped[place]),
            tag_points=float(found.tag_points[place]),
            text_points=float(found.text_points[place]),
            contributions=self.contributions(source, target),
        )


class Texts:
    """The weighed texts of a paper, one after the other in two flat arrays."""

    def __init__(self, documents: list[Document], statistics: TermStatistics) -> None:
        weighed = [weigh(document.terms, statistics) for document in documents]
        self.starts = np.cumsum([0, *(len(terms.keys) for terms in weighed)])
        empty = np.array([], dtype=np.uint32)
        keys = np.concatenate([empty, *(terms.keys for terms in weighed)])
        self.vocabulary, columns = np.unique(keys, return_inverse=True)
        self.columns = columns.astype(np.int32)
        self.units = np.concatenate([empty, *(terms.counts for terms in weighed)])

    def products(self, row: int, others: np.ndarray) -> np.ndarray:
        """The scalar product of text `row` with each of the texts `others`, in UNIT² ths."""
        dense = np.zeros(len(self.vocabulary), dtype=np.int64)
        mine = slice(self.starts[row], self.starts[row + 1])
        dense[self.columns[mine]] = self.units[mine]
        lengths = self.starts[others + 1] - self.starts[others]
        owners = np.repeat(np.arange(len(others)), lengths)
        firsts = np.cumsum(lengths) - lengths
        places = np.arange(lengths.sum()) + np.repeat(self.starts[others] - firsts, lengths)
        parts = dense[self.columns[places]] * self.units[places]
        return np.bincount(owners, weights=parts, minlength=len(others)).astype(np.int64)
