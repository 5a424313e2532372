"""
All lists of a paper at once, with the links spread: nobody takes every link, few get none.

In id order each list is made from scores damped by how often an article has been recommended so
far. Then an article above the limit leaves the lists that lose least by it, and one that nobody
recommends takes the last shown place of the list that loses least. No Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .paper import Paper
    from .scoring import Candidates, Settings

# How much of a link's score may be lost where another takes its place to spread the links.
MOST_LOST = 0.5
NOBODY = -1


def damping(inlinks: np.ndarray | int, settings: Settings) -> np.ndarray | float:
    """What the score of an article is divided by that has been recommended `inlinks` times."""
    return 1 + settings.exposure * inlinks / settings.shown


class Lists:
    """
    The list of every article as rows of the paper, NOBODY where it ends, and its scores.

    An article that takes another's place is ranked by the score of that place.
    """

    def __init__(self, paper: Paper) -> None:
        articles, settings = len(paper.ids), paper.settings
        self.paper = paper
        self.settings = settings
        self.targets = np.full((articles, settings.stored), NOBODY, dtype=np.int32)
        self.damped = np.zeros((articles, settings.stored), dtype=np.float32)
        self.scales = np.zeros((articles, 2))
        self.inlinks = np.zeros(articles, dtype=np.int64)
        self.last_scores = np.zeros(articles)

    def fill(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Make all lists; `progress` is called with (done, total) after each."""
        for row, found in enumerate(self.paper.every_candidates()):
            self._fill(row, found)
            if progress:
                progress(row + 1, len(self.targets))
        self._relieve()
        is_free = np.ones(len(self.targets), dtype=bool)
        for row in np.flatnonzero(self.inlinks == 0).tolist():
            self._find_place(row, is_free)

    def rows(self) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """Each article's row, the rows of its list, and their damped scores."""
        for row, targets in enumerate(self.targets):
            is_there = targets != NOBODY
            yield row, targets[is_there], self.damped[row][is_there]

    def _fill(self, row: int, found: Candidates) -> None:
        settings, scores = self.settings, found.scores
        damped = scores / damping(self.inlinks[found.rows], settings)
        best = np.lexsort((-self.paper.recency[found.rows], -damped))[: settings.stored]
        self.targets[row, : len(best)] = found.rows[best]
        self.damped[row, : len(best)] = damped[best]
        self.scales[row] = found.scales
        shown = best[: settings.shown]
        self.inlinks[found.rows[shown]] += 1
        if len(shown) == settings.shown:
            self.last_scores[row] = scores[shown[-1]]

    def _relieve(self) -> None:
        """Take articles above the limit out of the shown places that lose least by it."""
        shown = self.targets[:, : self.settings.shown].ravel()
        order = np.argsort(shown, kind="stable")
        for row in np.flatnonzero(self.inlinks > self.settings.most_inlinks).tolist():
            mine = slice(*np.searchsorted(shown, [row, row + 1], sorter=order))
            sources = order[mine] // self.settings.shown
            moves = [(*self._reserve(source, row), source) for source in sources.tolist()]
            for _, _, source in sorted(move for move in moves if move[1]):
                _, place = self._reserve(source, row)
                if place and self.inlinks[row] > self.settings.most_inlinks:
                    self._exchange(source, row, place)

    def _reserve(self, source: int, row: int) -> tuple[float, int]:
        """What a list loses when the first in reserve takes over from `row`, and its place."""
        targets = self.targets[source]
        shown, limit = self.settings.shown, self.settings.most_inlinks
        reserve = targets[shown:]
        is_fit = (reserve != NOBODY) & (self.inlinks[reserve] < limit)
        if not is_fit.any() or row not in targets[:shown]:
            return 0.0, 0
        place = shown + int(np.argmax(is_fit))
        mine, other = self.paper.measured(source, np.array([row, targets[place]])).scores_by(
            self.scales[source]
        )
        return (mine - other, place) if mine - other <= MOST_LOST * mine else (0.0, 0)

    def _exchange(self, source: int, row: int, place: int) -> None:
        """The article at `place` takes the last shown place; `row` is the first in reserve."""
        targets, last = self.targets[source].tolist(), self.settings.shown - 1
        other = targets.pop(place)
        targets.remove(row)
        targets[last:last] = [other, row]
        self.targets[source] = targets
        self.inlinks[row] -= 1
        self.inlinks[other] += 1
        self.last_scores[source] = self.paper.measured(source, np.array([other])).scores_by(
            self.scales[source]
        )[0]

    def _find_place(self, row: int, is_free: np.ndarray) -> None:
        """Give article `row` the last shown place of a list, where that is free to be given."""
        found = self.paper.candidates(row)
        sources, last = found.rows, self.settings.shown - 1
        lack = self.last_scores[sources] - found.scores_by(self.scales[sources])
        yields = self.inlinks[self.targets[sources, last]] > 1
        is_open = is_free[sources] & yields & (self.last_scores[sources] > 0)
        is_open &= lack <= MOST_LOST * self.last_scores[sources]
        if is_open.any():
            sources, lack = sources[is_open], lack[is_open]
            source = sources[np.lexsort((-self.paper.recency[sources], lack))[0]]
            is_free[source] = False
            self._put_last(row, source)

    def _put_last(self, row: int, source: int) -> None:
        """Article `row` takes the last shown place of a list; what stood there is the next."""
        last = self.settings.shown - 1
        targets = self.targets[source].tolist()
        self.inlinks[targets[last]] -= 1
        self.inlinks[row] += 1
        if row in targets:
            targets.remove(row)
        targets.insert(last, row)
        self.targets[source] = targets[: self.settings.stored]
        length = int(np.count_nonzero(self.targets[source] != NOBODY))
        if not self.damped[source, length - 1]:
            self.damped[source, length - 1] = self.damped[source, length - 2]
