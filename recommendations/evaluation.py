"""
Judge the ranking by the links that a paper's own critics set. In memory, without a database.

nDCG is that of Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques"
(2002), with a gain of 1 for each link that a critic set.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from reviews import richtext

from .paper import Paper
from .scoring import Document, Settings

# Python reads no longer numbers.
LONGEST_NUMBER = 4000
KINDS = {"shows": "show", "themes": "theme", "people": "person"}


class BadLine(ValueError):
    """A line of the file that is no article; the message names the line."""


@dataclass(frozen=True, slots=True)
class Scores:
    """
    What one ranking is worth.

    `ndcg` and `hit` are means over the articles with links of their own; `coverage` is the part
    of the paper that is recommended at all.
    """

    ndcg: float
    hit: float
    coverage: float
    most_inlinks: int


@dataclass(frozen=True, slots=True)
class Report:
    """
    The Scores of this ranking, and those of a count of shared tags.

    Of the `articles` those are `judged` whose critic linked to another; `unknown` counts links
    to what is not in the file.
    """

    articles: int
    judged: int
    unknown: int
    scores: Scores
    by_count: Scores


def evaluate(
    lines: Iterable[str],
    settings: Settings | None = None,
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """
    Rank the paper given as lines of JSON and compare with each line's "related".

    A line is `{"id", "title", "body_html", "published_at", "shows": [], "themes": [],
    "people": [], "related": [ids]}`. Raise BadLine where one cannot be read. `progress` hears
    what is done, for how many lines or articles, and of how many.
    """
    tell = progress or (lambda step, done, total: None)
    documents, related, unknown = read_paper(lines, lambda *done: tell("read", *done))
    paper = Paper(documents, settings)
    shown = paper.settings.shown
    lists = {
        ranking.source: [match.target for match in ranking.matches[:shown]]
        for ranking in paper.rankings(lambda *done: tell("ranked", *done))
    }
    return Report(
        articles=len(documents),
        judged=sum(map(bool, related.values())),
        unknown=unknown,
        scores=judge(lists, related, shown),
        by_count=judge(by_shared_tags(documents, shown), related, shown),
    )


def judge(lists: dict[int, list[int]], related: dict[int, set[int]], shown: int) -> Scores:
    """The Scores of lists, by article, against the links that its critic set."""
    inlinks = Counter(target for targets in lists.values() for target in targets)
    judged = {source: wanted for source, wanted in related.items() if wanted}
    return Scores(
        ndcg=_mean(ndcg(lists[source], wanted, shown) for source, wanted in judged.items()),
        hit=_mean(not wanted.isdisjoint(lists[source]) for source, wanted in judged.items()),
        coverage=len(inlinks) / len(lists),
        most_inlinks=max(inlinks.values(), default=0),
    )


def by_shared_tags(documents: list[Document], shown: int) -> dict[int, list[int]]:
    """The usual recipe: who shares most tags, of equals the newer. By article, best first."""
    newest_first = sorted(documents, key=lambda each: (each.published_at, each.id), reverse=True)
    carriers: dict[str, list[int]] = {}
    for place, document in enumerate(newest_first):
        for tag in document.tags:
            carriers.setdefault(tag, []).append(place)
    lists = {}
    for place, document in enumerate(newest_first):
        shared = np.zeros(len(documents), dtype=np.int64)
        for tag in document.tags:
            shared[carriers[tag]] += 1
        shared[place] = 0
        best = np.argsort(-shared, kind="stable")[:shown]
        lists[document.id] = [newest_first[other].id for other in best.tolist() if shared[other]]
    return lists


def ndcg(ranked: list[int], wanted: set[int], k: int) -> float:
    """Gain of the first `k` of `ranked`, later ones discounted, as a part of the best possible."""
    gain = sum(1 / math.log2(place + 2) for place, id in enumerate(ranked[:k]) if id in wanted)
    best = sum(1 / math.log2(place + 2) for place in range(min(k, len(wanted))))
    return gain / best


def read_paper(
    lines: Iterable[str], progress: Callable[[int, int], None] | None = None
) -> tuple[list[Document], dict[int, set[int]], int]:
    """
    The documents, by id the articles that each one's critic linked to, and how many are unknown.

    Articles are numbered in the order of their ids, which is the order lists are made in.
    """
    rows = _rows(lines)
    numbers = {id: number for number, id in enumerate(sorted(row.id for row in rows), 1)}
    documents = []
    for done, row in enumerate(rows, 1):
        documents.append(_document(numbers[row.id], row))
        if progress:
            progress(done, len(rows))
    related = {
        numbers[row.id]: {numbers[id] for id in row.related - {row.id} if id in numbers}
        for row in rows
    }
    unknown = sum(len(row.related - numbers.keys()) for row in rows)
    return documents, related, unknown


# A whole number stands before a word; 7 and "7" are one id.
Id = tuple[bool, int, str]


@dataclass(frozen=True, slots=True)
class _Row:
    id: Id
    title: str
    html: str
    published_at: datetime
    tags: frozenset[str]
    related: frozenset[Id]


def _rows(lines: Iterable[str]) -> list[_Row]:
    rows: dict[Id, _Row] = {}
    places: dict[Id, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(number, line)
        if row.id in rows:
            first = places[row.id]
            raise BadLine(f"Line {number} has the same id as line {first}.")
        rows[row.id], places[row.id] = row, number
    if not rows:
        raise BadLine("There is no article in this file: one line of JSON each is needed.")
    return list(rows.values())


def _row(number: int, line: str) -> _Row:
    try:
        return _read(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadLine(f"Line {number} is no article: not JSON, {error.msg}.") from error
    except ValueError as error:
        raise BadLine(f"Line {number} is no article: {error}") from error


def _read(values: Any) -> _Row:
    if not isinstance(values, dict):
        raise ValueError("it is not an object, {…}.")
    if values.get("id") is None:
        raise ValueError("it has no “id”.")
    related = frozenset(_id("related", each) for each in _list(values, "related"))
    return _Row(
        id=_id("id", values["id"]),
        title=_text(values, "title"),
        html=_text(values, "body_html"),
        published_at=_time(_text(values, "published_at")),
        tags=_tags(values),
        related=related,
    )


def _id(column: str, value: Any) -> Id:
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise ValueError(f"“{column}” must be whole numbers or words, not {value!r}.")
    if isinstance(value, int):
        return (False, value, "")
    is_number = value.isascii() and value.isdigit() and len(value) < LONGEST_NUMBER
    if is_number and value == str(int(value)):
        return (False, int(value), "")
    return (True, 0, value)


def _list(values: dict[str, Any], column: str) -> list[Any]:
    found = values.get(column) or []
    if not isinstance(found, list):
        raise ValueError(f"“{column}” must be a list.")
    return found


def _text(values: dict[str, Any], column: str) -> str:
    found = values.get(column) or ""
    if not isinstance(found, str):
        raise ValueError(f"“{column}” must be text.")
    return found


def _tags(values: dict[str, Any]) -> frozenset[str]:
    return frozenset(
        f"{kind}:{name}" for column, kind in KINDS.items() for name in _list(values, column)
    )


def _time(text: str) -> datetime:
    """A time without a zone is in UTC; no time at all is the oldest."""
    try:
        time = datetime.fromisoformat(text or "0001-01-01")
    except ValueError:
        message = f"“published_at” must be a time like 2026-01-31T12:00:00Z, not “{text}”."
        raise ValueError(message) from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _document(number: int, row: _Row) -> Document:
    body = richtext.plain_text(richtext.clean_html(row.html), links=False)
    return Document.of(number, row.title, f"{row.title} {body}", row.published_at, row.tags)


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values) if values else 0.0
