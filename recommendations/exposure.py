"""
All lists of a paper at once, with the links spread: nobody takes every link, few get none.

In id order each list is made from scores damped by how often an article has been recommended so
far. Then an article above the limit leaves the lists that lose least by it, and one that nobody
recommends takes the last shown place of the list that loses least. No Django.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .scoring import Candidates

if TYPE_CHECKING:
    from .paper import Paper
    from .scoring import Settings

# How much of a link's score may be lost where another takes its place to spread the links.
MOST_LOST = 0.5
NOBODY = -1


def damping(inlinks: np.ndarray | int, settings: Settings) -> np.ndarray | float:
    """What the score of an article is divided by that has been recommended `inlinks` times."""
    return 1 + settings.exposure * inlinks / settings.shown


class Lists:
    """
    The list of every article as rows of the paper, NOBODY where it ends, and its scores.

    With each line its points stay, so that nothing is measured twice. An article that takes
    another's place is ranked by the score of that place.
    """

    def __init__(self, paper: Paper) -> None:
        shape = (len(paper.ids), paper.settings.stored)
        self.paper = paper
        self.settings = paper.settings
        self.targets = np.full(shape, NOBODY, dtype=np.int32)
        self.damped = np.zeros(shape, dtype=np.float32)
        self.tag_units = np.zeros(shape, dtype=np.int64)
        self.text_units = np.zeros(shape, dtype=np.int32)
        self.scales = np.zeros((len(paper.ids), 2))
        self.inlinks = np.zeros(len(paper.ids), dtype=np.int64)
        self.last_scores = np.zeros(len(paper.ids))

    def fill(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Make all lists; `progress` is called with (done, total) after each."""
        everyone = np.arange(len(self.targets))
        for row, found in enumerate(self.paper.each_candidates(everyone)):
            self._fill(row, found)
            if progress:
                progress(row + 1, len(self.targets))
        self._relieve()
        is_free = np.ones(len(self.targets), dtype=bool)
        unled = np.flatnonzero(self.inlinks == 0)
        for row, found in zip(unled.tolist(), self.paper.each_candidates(unled), strict=True):
            self._find_place(row, found, is_free)

    def row(self, row: int) -> tuple[Candidates, np.ndarray]:
        """The list of one article, best first, and its damped scores."""
        length = int(np.count_nonzero(self.targets[row] != NOBODY))
        return self._lines(row, slice(length)), self.damped[row, :length]

    def _lines(self, source: int, places: slice | list[int]) -> Candidates:
        return Candidates(
            self.targets[source, places],
            self.tag_units[source, places],
            self.text_units[source, places],
        )

    def _scores(self, source: int, places: slice | list[int]) -> np.ndarray:
        """The scores of some lines of a list, undamped."""
        return self._lines(source, places).scores_by(self.scales[source])

    def _fill(self, row: int, found: Candidates) -> None:
        settings, scores = self.settings, found.scores
        damped = self.paper.damped(found, self.inlinks[found.rows])
        best = self.paper.best(row, found, damped)
        self.targets[row, : len(best)] = found.rows[best]
        self.damped[row, : len(best)] = damped[best]
        self.tag_units[row, : len(best)] = found.tag_units[best]
        self.text_units[row, : len(best)] = found.text_units[best]
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
        targets = self.targets[source].tolist()
        shown, limit = self.settings.shown, self.settings.most_inlinks
        places = range(shown, len(targets))
        is_fit = (targets[at] != NOBODY and self.inlinks[targets[at]] < limit for at in places)
        place = next((at for at, fits in zip(places, is_fit, strict=True) if fits), 0)
        if not place or row not in targets[:shown]:
            return 0.0, 0
        mine, other = self._scores(source, [targets.index(row), place])
        return (mine - other, place) if mine - other <= MOST_LOST * mine else (0.0, 0)

    def _exchange(self, source: int, row: int, place: int) -> None:
        """The article at `place` takes the last shown place; `row` is the first in reserve."""
        targets, last = self.targets[source].tolist(), self.settings.shown - 1
        self.inlinks[row] -= 1
        self.inlinks[targets[place]] += 1
        moved = [place, targets.index(row)]
        order = [at for at in range(len(targets)) if at not in moved]
        order[last:last] = moved
        self._reorder(source, order)
        self.last_scores[source] = self._scores(source, [last])[0]

    def _find_place(self, row: int, found: Candidates, is_free: np.ndarray) -> None:
        """Give article `row` the last shown place of a list, where that is free to be given."""
        sources, last = found.rows, self.settings.shown - 1
        lack = self.last_scores[sources] - found.scores_by(self.scales[sources])
        yields = self.inlinks[self.targets[sources, last]] > 1
        is_open = is_free[sources] & yields & (self.last_scores[sources] > 0)
        is_open &= lack <= MOST_LOST * self.last_scores[sources]
        if is_open.any():
            order = np.lexsort((-self.paper.recency[sources], lack))
            best = order[is_open[order]][0]
            is_free[sources[best]] = False
            # What two articles share is the same from either side.
            self._put_last(sources[best], row, found.tag_units[best], found.text_units[best])

    def _put_last(self, source: int, row: int, tag_units: int, text_units: int) -> None:
        """Article `row` takes the last shown place of a list; what stood there is the next."""
        last = self.settings.shown - 1
        targets = self.targets[source].tolist()
        self.inlinks[targets[last]] -= 1
        self.inlinks[row] += 1
        place = targets.index(row) if row in targets else self._given_up(source, row)
        order = [at for at in range(len(targets)) if at != place]
        order.insert(last, place)
        self._reorder(source, order)
        self.targets[source, last] = row
        self.tag_units[source, last] = tag_units
        self.text_units[source, last] = text_units
        length = int(np.count_nonzero(self.targets[source] != NOBODY))
        if not self.damped[source, length - 1]:
            self.damped[source, length - 1] = self.damped[source, length - 2]

    def _given_up(self, source: int, row: int) -> int:
        """The place in reserve that article `row`, new to a list, takes away."""
        end = len(self.targets[source]) - 1
        length = int(np.count_nonzero(self.targets[source] != NOBODY))
        is_own = self.paper.same_show.among(source, np.append(self.targets[source, :length], row))
        own = np.flatnonzero(is_own[:-1])
        is_one_too_many = is_own[-1] and len(own) >= self.settings.most_of_own_show
        return int(own[-1]) if is_one_too_many and own[-1] >= self.settings.shown else end

    def _reorder(self, source: int, order: list[int]) -> None:
        """Put the lines of a list into another order; the scores of the places stay."""
        for lines in (self.targets, self.tag_units, self.text_units):
            lines[source] = lines[source, order]
