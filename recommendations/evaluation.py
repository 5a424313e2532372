"""
Judge the ranking by the links that a paper's own critics set. In memory, without a database.

nDCG is that of Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques"
(2002), with a gain of 1 for each link that a critic set.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reviews import richtext

from .paper import Paper
from .scoring import Document, Settings

KINDS = {"shows": "show", "themes": "theme", "people": "person"}


class BadLine(ValueError):
    """A line of the file that is no article; the message names the line."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a ranking is worth: over `judged` articles with links of their own, of `articles`."""

    articles: int
    judged: int
    ndcg: float
    hit: float
    coverage: float
    most_inlinks: int


def evaluate(lines: Iterable[str], settings: Settings | None = None) -> Report:
    """
    Rank the paper given as lines of JSON and compare with each line's "related".

    A line is `{"id", "title", "body_html", "published_at", "shows": [], "themes": [],
    "people": [], "related": [ids]}`. Raise BadLine where one cannot be read.
    """
    documents, related = read_paper(lines)
    paper = Paper(documents, settings)
    shown = paper.settings.shown
    lists = {
        ranking.source: [match.target for match in ranking.matches[:shown]]
        for ranking in paper.rankings()
    }
    inlinks = Counter(target for targets in lists.values() for target in targets)
    judged = {source: wanted for source, wanted in related.items() if wanted}
    return Report(
        articles=len(documents),
        judged=len(judged),
        ndcg=_mean(ndcg(lists[source], wanted, shown) for source, wanted in judged.items()),
        hit=_mean(not wanted.isdisjoint(lists[source]) for source, wanted in judged.items()),
        coverage=len(inlinks) / len(documents) if documents else 0.0,
        most_inlinks=max(inlinks.values(), default=0),
    )


def ndcg(ranked: list[int], wanted: set[int], k: int) -> float:
    """Gain of the first `k` of `ranked`, later ones discounted, as a part of the best possible."""
    gain = sum(1 / math.log2(place + 2) for place, id in enumerate(ranked[:k]) if id in wanted)
    best = sum(1 / math.log2(place + 2) for place in range(min(k, len(wanted))))
    return gain / best


def read_paper(lines: Iterable[str]) -> tuple[list[Document], dict[int, set[int]]]:
    """
    The documents, and by id the articles that each one's critic linked to.

    Articles are numbered in the order of their ids, which is the order lists are made in.
    """
    rows = [_row(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    numbers = {id: number for number, id in enumerate(sorted(row.id for row in rows), 1)}
    if len(numbers) < len(rows):
        raise BadLine("Two lines have the same id.")
    documents = [_document(numbers[row.id], row) for row in rows]
    related = {
        numbers[row.id]: {numbers[id] for id in row.related - {row.id} if id in numbers}
        for row in rows
    }
    return documents, related


@dataclass(frozen=True, slots=True)
class _Row:
    id: tuple[bool, int, str]
    title: str
    html: str
    published_at: datetime
    tags: frozenset[str]
    related: frozenset[tuple[bool, int, str]]


def _row(number: int, line: str) -> _Row:
    try:
        values = json.loads(line)
        return _Row(
            id=_sortable(values["id"]),
            title=str(values.get("title") or ""),
            html=str(values.get("body_html") or ""),
            published_at=_time(values.get("published_at")),
            tags=_tags(values),
            related=frozenset(_sortable(id) for id in values.get("related") or ()),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadLine(f"Line {number} is no article: {error!r}") from error


def _sortable(id: int | str) -> tuple[bool, int, str]:
    """Numbers in their order, then words in theirs."""
    if isinstance(id, int):
        return (False, id, "")
    return (True, 0, str(id))


def _tags(values: dict[str, Any]) -> frozenset[str]:
    return frozenset(
        f"{kind}:{name}" for column, kind in KINDS.items() for name in values.get(column) or ()
    )


def _time(text: str | None) -> datetime:
    """A time without a zone is in UTC; no time at all is the oldest."""
    time = datetime.fromisoformat(text or "0001-01-01")
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _document(number: int, row: _Row) -> Document:
    body = richtext.plain_text(richtext.clean_html(row.html), links=False)
    return Document.of(number, row.title, f"{row.title} {body}", row.published_at, row.tags)


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values) if values else 0.0
