"""
Why one article is recommended after another: the score, and the lists made by it. No Django.

An article's tags are typed: its shows, its themes, and the people credited on its shows. With N
articles, df(t) of which carry tag t,

    weight(t)   = kind(t) × ln((N + 1) / df(t))        kind: show 2, person 1, theme 1
    tags(a, b)  = sum of weight(t) over the tags that a and b share
    text(a, b)  = cosine of the TF-IDF vectors of the two texts (see terms.py)
    score(a, b) = tags(a, b) / max_x tags(a, x)  +  text(a, b) / max_x text(a, x)

x runs over the candidates of a: the articles that share tags with it worth the threshold or
more; of many, the best by tags and the best by the heaviest terms of the text. So tags decide what
may be related, tags and text together which comes first, and a tag that everybody carries decides
nothing. Ties go to the newer article, then to the higher id.

The rarity is that of Spärck Jones, "A statistical interpretation of term specificity" (1972).
Lists are made greedily in id order; what has been recommended often is damped,

    score / (1 + 0.03 × inlinks / k)

with k links shown, so that no article takes every link and few get none (see exposure.py).

Where a half-life is set, what a list is ranked by is damped by age too,

    score × (1/2 + 1/2 × 2 ** (-age / half-life))

so the oldest counts half, and an evergreen article, of age 0, in full.

Weights are whole numbers of 1 / UNIT: sums are exact, so the result is the same to the last
bit whatever the process, the database, or the order in which it hands out rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from .terms import TEXT_UNIT, UNIT, TermCounter, Terms, TermStatistics, Vector, count_terms

KINDS = ("show", "person", "theme")
LEAST_FRESHNESS = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be tuned. `threshold` is in the unit of weights: nats times kind."""

    kind_weights: Mapping[str, float] = field(
        default_factory=lambda: {"show": 2.0, "person": 1.0, "theme": 1.0}
    )
    threshold: float = 0.25
    exposure: float = 0.03
    most_inlinks: int = 12
    shown: int = 4
    stored: int = 12
    most_of_own_show: int = 8
    candidates: int = 200
    text_candidates: int = 200
    half_life_days: float | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what no list could be made with."""
        for kind in KINDS:
            weight = self.kind_weights.get(kind, 0)
            if not (weight > 0 and math.isfinite(weight)):
                raise ValueError(f"The weight of {kind} tags must be a number above zero.")
        for name in ("threshold", "exposure"):
            if not 0 <= getattr(self, name) < math.inf:
                raise ValueError(f"The {name} must be a number, 0 or more.")
        if self.most_inlinks < 1:
            raise ValueError("An article must be allowed one link: most in-links is below 1.")
        if self.half_life_days is not None and not self.half_life_days > 0:
            raise ValueError("The half-life must be a number of days above zero, or None.")
        if self.most_of_own_show < 0:
            raise ValueError("Lines of the article's own shows must be 0 or more.")
        if not 1 <= self.shown <= self.stored <= self.candidates:
            raise ValueError(
                "Links shown, stored and candidates must be 1 or more, each not "
                "fewer than the one before."
            )


@dataclass(frozen=True, slots=True)
class Document:
    """
    One article as the score sees it. A tag is written "kind:key", as in "show:3".

    Its terms are counted, or weighed already by the statistics of the paper it stands in.
    """

    id: int
    title: str
    published_at: datetime
    tags: frozenset[str]
    terms: Terms | Vector
    age_days: int = 0

    @classmethod
    def of(
        cls, id: int, title: str, text: str, published_at: datetime, tags: Iterable[str]
    ) -> Document:
        """A document from its text, which includes the title."""
        return cls(id, title, published_at, frozenset(tags), count_terms(text))


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many articles there are, and how many carry each tag and each term."""

    articles: int
    tags: Mapping[str, int]
    terms: TermStatistics

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Statistics:
        """Count a whole paper."""
        tags: Counter[str] = Counter()
        terms = TermCounter()
        for document in documents:
            tags.update(document.tags)
            terms.add(document.terms)
        return cls(terms.articles, tags, terms.statistics())

    def weight(self, tag: str, settings: Settings) -> int:
        """The weight of `tag` in whole numbers of 1 / UNIT; never below nothing."""
        kind = settings.kind_weights[tag.partition(":")[0]]
        rarity = math.log((self.articles + 1) / max(1, self.tags.get(tag, 1)))
        return max(0, round(kind * rarity * UNIT))


@dataclass(frozen=True, slots=True)
class Match:
    """One recommendation: its score, the score it was ranked by, and where both come from."""

    target: int
    score: float
    damped: float
    tag_points: float
    text_points: float
    contributions: tuple[tuple[str, float], ...]

    @property
    def reasons(self) -> list[str]:
        """The shared tags that count for something, heaviest first."""
        return [tag for tag, points in self.contributions if points]


@dataclass(frozen=True, slots=True)
class Ranking:
    """
    The list of one article, and its measures.

    These are the maxima that its scores are measured by, and those of its text's vector.
    """

    source: int
    matches: tuple[Match, ...]
    tag_scale: float
    text_scale: float
    text_length: float
    text_least: float


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What may be related to one article: rows, and points in whole units, row by row."""

    rows: np.ndarray
    tag_units: np.ndarray
    text_units: np.ndarray

    @property
    def tag_points(self) -> np.ndarray:
        """tags(a, x) of every candidate x."""
        return self.tag_units / UNIT

    @property
    def text_points(self) -> np.ndarray:
        """text(a, x) of every candidate x."""
        return self.text_units / TEXT_UNIT**2

    @property
    def scales(self) -> tuple[float, float]:
        """The most points by tags and by text."""
        return float(self.tag_points.max(initial=0)), float(self.text_points.max(initial=0))

    @property
    def scores(self) -> np.ndarray:
        """score(a, x) of every candidate x."""
        return share(self.tag_units) + share(self.text_units)

    def scores_by(self, scales: np.ndarray) -> np.ndarray:
        """score(x, a) of every candidate x, whose own `scales` are given row by row."""
        points = np.stack([self.tag_points, self.text_points], axis=1)
        return (points / np.maximum(np.maximum(scales, points), 1 / UNIT)).sum(axis=1)


def freshness(ages: np.ndarray, settings: Settings) -> np.ndarray:
    """What the scores of articles of these ages, in days, are multiplied by."""
    if settings.half_life_days is None:
        return np.ones(len(ages))
    return LEAST_FRESHNESS + (1 - LEAST_FRESHNESS) * 0.5 ** (ages / settings.half_life_days)


def share(units: np.ndarray) -> np.ndarray:
    """`units` as a part of their maximum; nothing stays nothing."""
    return units / max(1, units.max(initial=0))
