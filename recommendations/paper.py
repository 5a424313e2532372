"""A whole paper ready to be compared, article by article, as `scoring` says. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from .columns import Columns
from .exposure import Lists, damping
from .scoring import Candidates, Document, Match, Ranking, Settings, Statistics
from .shortlists import Index, Products, Shortlister
from .terms import TEXT_UNIT, UNIT


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
        self.tag_names = columns.tag_names
        self.weights = [statistics.weight(tag, self.settings) for tag in self.tag_names]
        tags = columns.weighed_tags(np.array(self.weights, dtype=np.int64))
        self.tags = Products(tags, columns.tags)
        self.texts = Products(columns.texts, columns.texts)
        by_tags = Index(columns.tags, tags)
        by_text = Index(columns.sought, columns.sought)
        limits = (self.settings.candidates, self.settings.text_candidates)
        self.shortlister = Shortlister(
            list(zip((by_tags, by_text), limits, strict=True)), self.recency
        )

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
        matches = self._ranked(row, found, inlinks, self.settings.stored)
        return Ranking(source, matches, *found.scales)

    def matches(self, source: int) -> tuple[Match, ...]:
        """Everything related to article `source`, best first, undamped."""
        row = self.row(source)
        return self._ranked(row, self.candidates(row), None, None)

    def rankings(self, progress: Callable[[int, int], None] | None = None) -> Iterator[Ranking]:
        """
        The lists of all articles, in id order, the links spread over the paper.

        All are worked out before the first is handed out; `progress` hears (done, total).
        """
        lists = Lists(self)
        lists.fill(progress)
        for row, targets, damped in lists.rows():
            found = self.measured(row, targets)
            scores = found.scores_by(lists.scales[row])
            matches = (
                self._match(row, found, scores, damped, place) for place in range(len(targets))
            )
            yield Ranking(int(self.ids[row]), tuple(matches), *lists.scales[row].tolist())

    def every_candidates(self) -> Iterator[Candidates]:
        """The candidates of all articles, in id order."""
        for row, rows in enumerate(self.shortlister.every()):
            yield self.related(row, rows)

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
        return self._contributions(self.row(source), self.row(target))

    def _contributions(self, row: int, other: int) -> tuple[tuple[str, float], ...]:
        mine, theirs = self.tags.columns(row), self.tags.columns(other)
        shared = [(-self.weights[tag], self.tag_names[tag]) for tag in mine & theirs]
        return tuple((tag, -units / UNIT) for units, tag in sorted(shared))

    def measured(self, row: int, rows: np.ndarray) -> Candidates:
        """What article `row` shares with each of `rows`."""
        return Candidates(rows, self.tags.of(row, rows), self.texts.of(row, rows))

    def related(self, row: int, rows: np.ndarray) -> Candidates:
        """Those of `rows` that share tags worth the threshold with article `row`."""
        units = self.tags.of(row, rows)
        is_related = units >= max(1, round(self.settings.threshold * UNIT))
        rows = rows[is_related]
        return Candidates(rows, units[is_related], self.texts.of(row, rows))

    def _ranked(
        self, row: int, found: Candidates, inlinks: np.ndarray | None, length: int | None
    ) -> tuple[Match, ...]:
        scores = found.scores
        damped = (
            scores if inlinks is None else scores / damping(inlinks[found.rows], self.settings)
        )
        best = np.lexsort((-self.recency[found.rows], -damped))[:length]
        return tuple(self._match(row, found, scores, damped, place) for place in best)

    def _match(
        self, row: int, found: Candidates, scores: np.ndarray, damped: np.ndarray, place: int
    ) -> Match:
        other = int(found.rows[place])
        return Match(
            target=int(self.ids[other]),
            score=float(scores[place]),
            damped=float(damped[place]),
            tag_points=float(found.tag_units[place] / UNIT),
            text_points=float(found.text_units[place] / TEXT_UNIT**2),
            contributions=self._contributions(row, other),
        )
