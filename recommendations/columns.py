"""A paper as columns of numbers, 2 KB an article: read once, document by document. No Django."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from .shortlists import FeatureRows
from .terms import HEAVIEST_TERMS, Terms, TermStatistics, weigh

if TYPE_CHECKING:
    from .scoring import Document

# By how many of its heaviest terms an article looks for others like it.
SOUGHT_TERMS = 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Columns:
    """
    What the score needs of every article, by row, in id order.

    `tags` has a row for each article, `sought` the heaviest terms of each text; those of the whole
    text stand in `text_columns` and `text_units`, filled up to one length with the column `width`.
    These columns are numbered by how many articles have the term: what texts are looked up by in
    most often then lies close together, which takes two fifths off it at a million articles.
    """

    def __init__(self, documents: Iterable[Document], statistics: TermStatistics) -> None:
        ids, times, ages = array("q"), array("q"), array("l")
        columns: dict[str, int] = {}
        tags, sought = FeatureRows(np.int8), FeatureRows(np.int32)
        self.width = len(statistics.keys)
        numbers = _by_frequency(statistics)
        text_columns, text_units, measures = bytearray(), bytearray(), array("d")
        for document in documents:
            ids.append(document.id)
            times.append((document.published_at - EPOCH) // MICROSECOND)
            ages.append(document.age_days)
            # Sorted: of two tags as rare as each other the first is followed, in every process.
            tags.add([columns.setdefault(tag, len(columns)) for tag in sorted(document.tags)])
            text = document.terms
            if isinstance(text, Terms):
                text = weigh(text, statistics)
            text_columns += _filled_up(numbers[text.columns], self.width, np.int32)
            text_units += _filled_up(text.units, 0, np.uint16)
            sought.add(text.columns[:SOUGHT_TERMS], text.units[:SOUGHT_TERMS])
            measures.extend((text.length, text.least))
        self.ids = np.array(ids)
        self.times = np.array(times)
        self.ages = np.array(ages)
        self.tag_names = list(columns)
        self.tags = tags.matrix(len(columns))
        self.text_columns = _rows(text_columns, np.int32)
        self.text_units = _rows(text_units, np.uint16)
        self.sought = sought.matrix(self.width)
        self.text_measures = np.array(measures).reshape(-1, 2)
        if np.any(np.diff(self.ids) < 0):
            self._sort()

    def recency(self) -> np.ndarray:
        """Each row's place when the oldest article is 0; of one time, the higher id is newer."""
        recency = np.empty(len(self.ids), dtype=np.int64)
        recency[np.lexsort((self.ids, self.times))] = np.arange(len(self.ids))
        return recency

    def weighed_tags(self, weights: np.ndarray) -> csr_array:
        """The tags of each article, each with its weight."""
        tags = self.tags
        return csr_array((weights[tags.indices], tags.indices, tags.indptr), shape=tags.shape)

    def _sort(self) -> None:
        order = np.argsort(self.ids)
        self.ids, self.times = self.ids[order], self.times[order]
        self.ages = self.ages[order]
        self.tags, self.sought = self.tags[order], self.sought[order]
        self.text_columns, self.text_units = self.text_columns[order], self.text_units[order]
        self.text_measures = self.text_measures[order]


def _by_frequency(statistics: TermStatistics) -> np.ndarray:
    """The number of each term when the most frequent is 0."""
    numbers = np.empty(len(statistics.keys), dtype=np.int32)
    commonest_first = np.argsort(statistics.frequencies)[::-1]
    numbers[commonest_first] = np.arange(len(numbers), dtype=np.int32)
    return numbers


def _filled_up(numbers: np.ndarray, filler: int, dtype: type) -> bytes:
    row = np.full(HEAVIEST_TERMS, filler, dtype=dtype)
    row[: len(numbers)] = numbers
    return row.tobytes()


def _rows(numbers: bytearray, dtype: type) -> np.ndarray:
    return np.frombuffer(numbers, dtype=dtype).reshape(-1, HEAVIEST_TERMS)
