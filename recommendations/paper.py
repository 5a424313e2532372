"""A whole paper ready to be compared, article by article, as `scoring` says. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import numpy as np

from .columns import Columns
from .exposure import Lists, damping
from .products import TagProducts, TextProducts
from .scoring import Candidates, Document, Match, Ranking, Settings, Statistics, freshness
from .shortlists import Index, Shortlister
from .terms import UNIT
from .variety import SameShow, kept


class Paper:
    """
    Articles ready to be compared: by row, in id order, weighed by `statistics`.

    Where these are given, documents in id order are read once and not kept.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        settings: Settings | None = None,
        statistics: Statistics | None = None,
    ) -> None:
        if statistics is None:
            documents = sorted(documents, key=lambda document: document.id)
            statistics = Statistics.of(documents)
        self.settings = settings or Settings()
        columns = Columns(documents, statistics.terms)
        self.ids, self.recency = columns.ids, columns.recency()
        self.freshness = freshness(columns.ages, self.settings)
        self.text_measures = columns.text_measures
        self.tag_names = columns.tag_names
        self.weights = [statistics.weight(tag, self.settings) for tag in self.tag_names]
        weights = np.array(self.weights, dtype=np.int64)
        self.tags = TagProducts(columns.tags, weights)
        self.texts = TextProducts(columns.text_columns, columns.text_units, columns.width)
        counts = [
            name.startswith("show:") and weight > 0
            for name, weight in zip(self.tag_names, self.weights, strict=True)
        ]
        self.same_show = SameShow(columns.tags, np.array(counts, dtype=bool))
        self._features = (
            (columns.tags, columns.weighed_tags(weights)),
            (columns.sought, columns.sought),
        )

    @cached_property
    def shortlister(self) -> Shortlister:
        """What finds the candidates of each article."""
        indexes = [Index(*each) for each in self._features]
        limits = (self.settings.candidates, self.settings.text_candidates)
        return Shortlister(list(zip(indexes, limits, strict=True)), self.recency, self.same_show)

    def row(self, id: int) -> int:
        """The row of article `id`; KeyError when it is not in the paper."""
        row = int(np.searchsorted(self.ids, id))
        if row == len(self.ids) or self.ids[row] != id:
            raise KeyError(id)
        return row

    def rank(self, source: int, inlinks: np.ndarray | None = None) -> Ranking:
        """The list of article `source`; `inlinks` by row, when exposure is to be damped."""
        row = self.row(source)
        found = self.candidates(row)
        scores = found.scores
        damped = self.damped(found, 0 if inlinks is None else inlinks[found.rows])
        best = self.best(row, found, damped)
        matches = self._matches(row, found, scores, damped, best.tolist())
        return self._ranking(row, matches, found.scales)

    def matches(self, source: int) -> tuple[Match, ...]:
        """Everything related to article `source`, best first, undamped."""
        row = self.row(source)
        found = self.candidates(row)
        scores = found.scores
        return self._matches(row, found, scores, scores, self._order(found, scores).tolist())

    def rankings(self, progress: Callable[[int, int], None] | None = None) -> Iterator[Ranking]:
        """
        The lists of all articles, in id order, the links spread over the paper.

        All are worked out before the first is handed out; `progress` hears (done, total).
        """
        lists = Lists(self)
        lists.fill(progress)
        del self.shortlister  # It takes a fifth of the memory, and is made anew where needed.
        for row in range(len(self.ids)):
            found, damped = lists.row(row)
            scores = found.scores_by(lists.scales[row])
            matches = self._matches(row, found, scores, damped, range(len(damped)))
            yield self._ranking(row, matches, lists.scales[row].tolist())

    def _ranking(self, row: int, matches: tuple[Match, ...], scales: Iterable[float]) -> Ranking:
        return Ranking(int(self.ids[row]), matches, *scales, *self.text_measures[row].tolist())

    def each_candidates(self, rows: np.ndarray) -> Iterator[Candidates]:
        """The candidates of each of `rows`, which ascend: for many at a time, see `Index.met`."""
        for row, others in zip(rows.tolist(), self.shortlister.each(rows), strict=True):
            yield self.related(row, others)

    def candidates(self, row: int) -> Candidates:
        """The articles that share tags worth the threshold with `row`."""
        return self.related(row, self.shortlister.of(row))

    def weight(self, tag: str) -> float:
        """What sharing `tag` is worth, in points; nothing where nobody carries it."""
        return self.weights[self.tag_names.index(tag)] / UNIT if tag in self.tag_names else 0.0

    def tags_of(self, id: int) -> frozenset[str]:
        """The tags of article `id`."""
        return frozenset(self.tag_names[column] for column in self.tags.columns(self.row(id)))

    def contributions(self, source: int, target: int) -> tuple[tuple[str, float], ...]:
        """What each tag shared by two articles is worth, heaviest first."""
        return self._shared(self._heaviest_first(self.row(source)), self.row(target))

    def _shared(
        self, tags: list[tuple[int, tuple[str, float]]], other: int
    ) -> tuple[tuple[str, float], ...]:
        theirs = set(self.tags.columns(other).tolist())
        return tuple(worth for tag, worth in tags if tag in theirs)

    def _heaviest_first(self, row: int) -> list[tuple[int, tuple[str, float]]]:
        """The column of each tag of an article, with its name and what it is worth."""
        tags = self.tags.columns(row).tolist()
        tags.sort(key=lambda tag: (-self.weights[tag], self.tag_names[tag]))
        return [(tag, (self.tag_names[tag], self.weights[tag] / UNIT)) for tag in tags]

    def related(self, row: int, rows: np.ndarray) -> Candidates:
        """Those of `rows` that share tags worth the threshold with article `row`."""
        units = self.tags.of(row, rows)
        is_related = units >= max(1, round(self.settings.threshold * UNIT))
        rows = rows[is_related]
        return Candidates(rows, units[is_related], self.texts.of(row, rows))

    def damped(self, found: Candidates, inlinks: np.ndarray | int) -> np.ndarray:
        """What `found` are ranked by, who have been recommended `inlinks` times so far."""
        return found.scores * self.freshness[found.rows] / damping(inlinks, self.settings)

    def best(self, row: int, found: Candidates, damped: np.ndarray) -> np.ndarray:
        """The places of `found` that the list of `row` holds, best by `damped` first."""
        order = self._order(found, damped)
        is_own = self.same_show.among(row, found.rows[order])
        return order[kept(is_own, self.settings)]

    def _order(self, found: Candidates, damped: np.ndarray) -> np.ndarray:
        return np.lexsort((-self.recency[found.rows], -damped))

    def _matches(
        self,
        row: int,
        found: Candidates,
        scores: np.ndarray,
        damped: np.ndarray,
        places: Iterable[int],
    ) -> tuple[Match, ...]:
        tags = self._heaviest_first(row)
        tag_points, text_points = found.tag_points, found.text_points
        matches = []
        for place in places:
            other = int(found.rows[place])
            match = Match(
                target=int(self.ids[other]),
                score=float(scores[place]),
                damped=float(damped[place]),
                tag_points=float(tag_points[place]),
                text_points=float(text_points[place]),
                contributions=self._shared(tags, other),
            )
            matches.append(match)
        return tuple(matches)
