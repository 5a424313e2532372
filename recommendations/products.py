"""What one article shares with some others, exactly: by tags and by the whole text. No Django."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array


class TagProducts:
    """Sums of the weights of the tags that a row shares with other rows."""

    def __init__(self, tags: csr_array, weights: np.ndarray) -> None:
        """`tags` has a column for each tag, `weights` (int64) its weight."""
        self.starts = tags.indptr.astype(np.int64)
        self.indices = tags.indices
        self.weights = weights
        self.own = np.zeros(len(weights), dtype=np.int64)

    def columns(self, row: int) -> np.ndarray:
        """The columns of the tags of `row`."""
        return self.indices[self.starts[row] : self.starts[row + 1]]

    def of(self, row: int, others: np.ndarray) -> np.ndarray:
        """The sum for `row` with each of `others`."""
        own = self.columns(row)
        self.own[own] = self.weights[own]
        starts = self.starts[others]
        lengths = self.starts[others + 1] - starts
        ends = np.cumsum(lengths)
        places = np.arange(lengths.sum()) + np.repeat(starts - ends + lengths, lengths)
        sums = np.concatenate([[0], np.cumsum(self.own[self.indices[places]])])
        self.own[own] = 0
        return sums[ends] - sums[ends - lengths]


class TextProducts:
    """
    Scalar products of the text of a row with those of other rows.

    Rows of columns and units have one length, filled up with the column behind the last.
    """

    def __init__(self, columns: np.ndarray, units: np.ndarray, width: int) -> None:
        self.columns = columns
        self.units = units
        # Narrow: at a million articles most of what it is asked for is in no cache.
        self.own = np.zeros(width + 1, dtype=units.dtype)

    def of(self, row: int, others: np.ndarray) -> np.ndarray:
        """The product of `row` with each of `others`."""
        own = self.columns[row]
        self.own[own] = self.units[row]
        shared = self.own.take(self.columns.take(others, axis=0))
        self.own[own] = 0
        products = np.multiply(shared, self.units.take(others, axis=0), dtype=np.int32)
        return products.sum(axis=1)
