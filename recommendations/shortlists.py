"""
Which articles have most in common, found in an amount of work that the paper's size does not set.

Each article is a row of weighed features, its tags or its terms. The rarest ones are followed
first to the articles that have them too, until POSTINGS_READ have been met; so what everybody
carries is not followed and costs nothing. No Django.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from .variety import SameShow

POSTINGS_READ = 10_000
# How far the rarest feature of an article may lead that has nothing rarer.
MOST_POSTINGS_OF_ONE = 50_000
ROWS_AT_ONCE = 64
# How many are sought among the articles about other shows.
ELSEWHERE = 50


class FeatureRows:
    """Rows of whole numbers by column, gathered one after the other in little memory."""

    def __init__(self, dtype: type) -> None:
        self.dtype = np.dtype(dtype)
        self.starts = array("q", [0])
        self.columns = bytearray()
        self.units = bytearray()

    def add(self, columns: Sequence[int], units: Sequence[int] | None = None) -> None:
        """Append one row; without `units` each number is 1."""
        units = np.ones(len(columns)) if units is None else units
        self.columns += np.asarray(columns, dtype=np.int32).tobytes()
        self.units += np.asarray(units, dtype=self.dtype).tobytes()
        self.starts.append(self.starts[-1] + len(columns))

    def matrix(self, width: int) -> csr_array:
        """All rows as a sparse matrix of `width` columns, which shares their memory."""
        starts = np.array(self.starts)
        if starts[-1] < 2**31:
            starts = starts.astype(np.int32)
        columns = np.frombuffer(self.columns, dtype=np.int32)
        units = np.frombuffer(self.units, dtype=self.dtype)
        return csr_array((units, columns, starts), shape=(len(starts) - 1, width), copy=False)


class Index:
    """From each feature to the rows that have it, and how many they are."""

    def __init__(self, followed: csr_array, weighed: csr_array) -> None:
        """What one shares with another is a product of both matrices, which have one shape."""
        self.matrix = weighed
        self.carriers = followed.T.tocsr().astype(weighed.dtype)
        self.frequencies = np.diff(self.carriers.indptr).astype(np.int64)

    def met(self, rows: np.ndarray) -> csr_array:
        """
        What each of `rows` shares with every row met through its rarest features.

        SciPy clears a number for each row of the paper at every product: ask for many at once.
        """
        return self._rarest(self.matrix[rows]) @ self.carriers

    def _rarest(self, rows: csr_array) -> csr_array:
        """Of each row the rarest features, which lead to POSTINGS_READ other rows together."""
        lengths = np.diff(rows.indptr)
        owners = np.repeat(np.arange(len(lengths)), lengths)
        costs = self.frequencies[rows.indices] - 1
        order = np.lexsort((rows.indices, costs, owners))
        spent = np.cumsum(costs[order])
        firsts = rows.indptr[:-1][owners]
        so_far = spent - (spent - costs[order])[firsts]
        is_first = np.arange(len(order)) == firsts
        is_kept = so_far <= np.where(is_first, MOST_POSTINGS_OF_ONE, POSTINGS_READ)
        counts = np.bincount(owners[is_kept], minlength=len(lengths))
        # Of another type of number SciPy would copy all carriers to it at every product.
        starts = np.cumsum([0, *counts], dtype=rows.indptr.dtype)
        kept = order[is_kept]
        return csr_array((rows.data[kept], rows.indices[kept], starts), shape=rows.shape)


class Shortlister:
    """
    For each row the rows with which it shares most, by several indexes together.

    By each index some more are sought that share no show with it: a show that many articles are
    about would take every place.
    """

    def __init__(
        self, indexes: list[tuple[Index, int]], recency: np.ndarray, same_show: SameShow
    ) -> None:
        """`indexes` with how many rows to take by each; of equals the newer come first."""
        self.indexes = indexes
        self.recency = recency
        self.same_show = same_show

    def of(self, row: int) -> np.ndarray:
        """The shortlist of one row, ascending."""
        return next(self.each(np.array([row])))

    def each(self, rows: np.ndarray) -> Iterator[np.ndarray]:
        """The shortlist of each of `rows`, which ascend."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            yield from self._part(rows[start : start + ROWS_AT_ONCE])

    def _part(self, rows: np.ndarray) -> Iterator[np.ndarray]:
        met = [(index.met(rows), limit) for index, limit in self.indexes]
        for place, row in enumerate(rows.tolist()):
            best = [
                part
                for products, limit in met
                for part in self._best_of(products, place, row, limit)
            ]
            yield np.unique(np.concatenate(best))

    def _best_of(
        self, products: csr_array, place: int, row: int, limit: int
    ) -> Iterator[np.ndarray]:
        """The best of all that were met, and of what is about other shows."""
        mine = slice(products.indptr[place], products.indptr[place + 1])
        rows, units = products.indices[mine], products.data[mine]
        rows, units = rows[rows != row], units[rows != row]
        yield self._best(rows, units, limit)
        if len(rows) > limit:
            is_elsewhere = ~self.same_show.among(row, rows)
            yield self._best(rows[is_elsewhere], units[is_elsewhere], ELSEWHERE)

    def _best(self, rows: np.ndarray, units: np.ndarray, limit: int) -> np.ndarray:
        """The `limit` with most units, in no order; the newest of those that tie for the end."""
        if len(rows) <= limit:
            return rows
        # A partition takes seven times as long: the few tags that rows share make few sums.
        least = np.sort(units)[-limit]
        best, ties = rows[units > least], rows[units == least]
        left = limit - len(best)
        if left < len(ties):
            ties = ties[np.argpartition(self.recency[ties], -left)[-left:]]
        return np.concatenate([best, ties])
