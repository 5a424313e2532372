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
# A vector's own unit is coarser, so that one number takes two bytes and a product four.
TEXT_UNIT = 1 << 15
HEAVIEST_TERMS = 200
SHORTEST_TERM_LETTERS = 3
WAITING_BYTES = 1 << 22

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of `text`, without case, accents, and what is too short to say anything."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    return [word for word in WORD.findall(folded) if len(word) >= SHORTEST_TERM_LETTERS]


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
    counted: Counter[int] = Counter()
    for word, count in Counter(words(text)).items():
        counted[zlib.crc32(word.encode())] += count
    keys = np.fromiter(counted.keys(), dtype=np.uint32, count=len(counted))
    counts = np.fromiter(counted.values(), dtype=np.uint32, count=len(counted))
    order = np.argsort(keys)
    return Terms(keys[order], counts[order])


@dataclass(frozen=True, slots=True, eq=False)
class TermStatistics:
    """
    In how many of `articles` each term stands; `keys` (uint32) ascend.

    A term of one article alone can match nothing, and is not among them.
    """

    articles: int
    keys: np.ndarray
    frequencies: np.ndarray

    @classmethod
    def of(cls, paper: Iterable[Terms]) -> TermStatistics:
        """Count a whole paper."""
        counter = TermCounter()
        for terms in paper:
            counter.add(terms)
        return counter.statistics()

    def places(self, keys: np.ndarray) -> np.ndarray:
        """Where each of `keys` stands in `self.keys`; -1 for one that is not there."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, places, -1)

    def weights(self, places: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """What the terms at `places` weigh where they stand `counts` times."""
        rarity = np.log((self.articles + 1.0) / self.frequencies[places])
        return (1.0 + np.log(counts)) * rarity

    def only(self, keys: np.ndarray) -> TermStatistics:
        """The same for some terms alone."""
        places = self.places(np.sort(keys))
        places = places[places >= 0]
        return TermStatistics(self.articles, self.keys[places], self.frequencies[places])


class TermCounter:
    """Counts in how many articles each term stands, article by article."""

    def __init__(self) -> None:
        self.articles = 0
        self.keys = np.array([], dtype=np.uint32)
        self.frequencies = np.array([], dtype=np.uint32)
        self.waiting = bytearray()

    def add(self, terms: Terms) -> None:
        """Count one article."""
        self.articles += 1
        self.waiting += terms.keys.astype(np.uint32).tobytes()
        if len(self.waiting) > max(WAITING_BYTES, self.keys.nbytes):
            self._merge()

    def statistics(self) -> TermStatistics:
        """What has been counted."""
        self._merge()
        is_shared = self.frequencies > 1
        return TermStatistics(self.articles, self.keys[is_shared], self.frequencies[is_shared])

    def _merge(self) -> None:
        """Put what waits among what is counted, in its place and without sorting that again."""
        waiting = np.frombuffer(self.waiting, dtype=np.uint32)
        keys, counts = np.unique(waiting, return_counts=True)
        places = np.searchsorted(self.keys, keys)
        is_known = places < len(self.keys)
        is_known[is_known] = self.keys[places[is_known]] == keys[is_known]
        counts = counts.astype(np.uint32)
        self.frequencies[places[is_known]] += counts[is_known]
        new = places[~is_known]
        self.keys = np.insert(self.keys, new, keys[~is_known])
        self.frequencies = np.insert(self.frequencies, new, counts[~is_known])
        self.waiting = bytearray()


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """
    The heaviest terms of an article as a vector of length 1: columns and units.

    A column is a term's place in the statistics; units are whole numbers of 1 / TEXT_UNIT.
    `length` is what the weights were divided by, `least` the weight of the lightest term where
    lighter ones were left out. With these two a part of the vector can be found again.
    """

    columns: np.ndarray
    units: np.ndarray
    length: float
    least: float


def weigh(terms: Terms, statistics: TermStatistics) -> Vector:
    """The vector of an article, heaviest term first."""
    places = statistics.places(terms.keys)
    columns = places[places >= 0]
    weights = statistics.weights(columns, terms.counts[places >= 0])
    heaviest = np.lexsort((columns, -weights))[:HEAVIEST_TERMS]
    least = float(weights[heaviest[-1]]) if len(weights) > HEAVIEST_TERMS else 0.0
    weights = weights[heaviest]
    length = float(np.sqrt(np.sum(weights**2))) or 1.0
    return Vector(columns[heaviest], units(weights / length), length, least)


def units(parts: np.ndarray) -> np.ndarray:
    """Parts of a length of 1 in whole numbers of 1 / TEXT_UNIT."""
    return np.rint(parts * TEXT_UNIT).astype(np.uint16)
