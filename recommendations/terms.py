"""
An article's words as numbers: counted, weighed by rarity, ready for a cosine. No Django.

TF-IDF with a logarithmic term frequency, after Salton and Buckley, "Term-weighting approaches
in automatic text retrieval" (1988): `(1 + ln tf) × ln((N + 1) / df)`, cut to the heaviest terms
and scaled to length 1. There is no list of stop words: a word that every article has weighs
about nothing by itself, in any language.

A term is known by the CRC-32 of its folded spelling, the same in every process and small enough
to store. Weights are whole numbers of 1 / UNIT, so that a sum does not depend on its order.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

UNIT = 1 << 20
HEAVIEST_TERMS = 200
SHORTEST_TERM_LETTERS = 3

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of `text`, without case, accents, and what is too short to say anything."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return [word for word in WORD.findall(bare) if len(word) >= SHORTEST_TERM_LETTERS]


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """How often each term stands in one article; `keys` (uint32) ascend."""

    keys: np.ndarray
    counts: np.ndarray

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Terms):
            return NotImplemented
        return np.array_equal(self.keys, other.keys) and np.array_equal(self.counts, other.counts)


def count_terms(text: str) -> Terms:
    """Count the terms of `text`."""
    counted = Counter(zlib.crc32(word.encode()) for word in words(text))
    keys = np.array(sorted(counted), dtype=np.uint32)
    counts = np.array([counted[key] for key in keys.tolist()], dtype=np.uint32)
    return Terms(keys, counts)


@dataclass(frozen=True, slots=True, eq=False)
class TermStatistics:
    """In how many of `articles` each term stands; `keys` (uint32) ascend."""

    articles: int
    keys: np.ndarray
    frequencies: np.ndarray

    @classmethod
    def of(cls, paper: Iterable[Terms]) -> TermStatistics:
        """Count a whole paper."""
        columns = [terms.keys for terms in paper]
        every = np.concatenate(columns) if columns else np.array([], dtype=np.uint32)
        keys, frequencies = np.unique(every, return_counts=True)
        return cls(len(columns), keys.astype(np.uint32), frequencies.astype(np.uint32))

    def frequency(self, keys: np.ndarray) -> np.ndarray:
        """In how many articles each of `keys` stands; 0 for a term never seen."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.uint32)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.frequencies[places], 0)


def weigh(terms: Terms, statistics: TermStatistics) -> Terms:
    """
    The heaviest terms of an article as a vector of length 1, in whole numbers of 1 / UNIT.

    A term of one article alone can match nothing, so it takes no place among the heaviest.
    """
    frequency = statistics.frequency(terms.keys)
    is_shared = frequency > 1
    keys, frequency = terms.keys[is_shared], frequency[is_shared]
    weights = 1.0 + np.log(terms.counts[is_shared])
    weights *= np.log((statistics.articles + 1.0) / frequency)
    kept = np.sort(np.lexsort((keys, -weights))[:HEAVIEST_TERMS])
    length = np.sqrt(np.sum(weights[kept] ** 2)) or 1.0
    return Terms(keys[kept], np.rint(weights[kept] / length * UNIT).astype(np.uint32))
