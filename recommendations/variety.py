"""Variety of a list: how much of it may come from the shows of its own article. No Django."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from .scoring import Settings


class Line(Protocol):
    """One line of a stored list; `stored.Entry` is one."""

    @property
    def reasons(self) -> list[str]: ...


AnyLine = TypeVar("AnyLine", bound=Line)


class SameShow:
    """Tells of any rows whether they share a show with one row."""

    def __init__(self, tags: csr_array, is_show: np.ndarray) -> None:
        """`tags` by row; `is_show` says which columns are shows that count."""
        self.shows = tags[:, np.flatnonzero(is_show)].tocsr()
        self.carriers = self.shows.T.tocsr()
        self.is_marked = np.zeros(tags.shape[0], dtype=bool)

    def among(self, row: int, rows: np.ndarray) -> np.ndarray:
        """For each of `rows`, whether it shares a show with `row`."""
        shows = self.shows.indices[self.shows.indptr[row] : self.shows.indptr[row + 1]]
        bounds = [(self.carriers.indptr[show], self.carriers.indptr[show + 1]) for show in shows]
        carriers = [self.carriers.indices[start:stop] for start, stop in bounds]
        for each in carriers:
            self.is_marked[each] = True
        found = self.is_marked[rows]
        for each in carriers:
            self.is_marked[each] = False
        return found


def kept(is_own: np.ndarray, settings: Settings) -> np.ndarray:
    """The places of a list, best first, that are stored, by whether each is of an own show."""
    may_stay = ~is_own | (np.cumsum(is_own) <= settings.most_of_own_show)
    return np.flatnonzero(may_stay)[: settings.stored]


def cut(lines: Iterable[AnyLine], settings: Settings) -> list[AnyLine]:
    """Those of `lines`, best first, that are stored; one names the shows that it shares."""
    lines = list(lines)
    is_own = [any(tag.startswith("show:") for tag in line.reasons) for line in lines]
    return [lines[place] for place in kept(np.array(is_own, dtype=bool), settings)]
