"""How much was published per month, and about what, in the last twelve months."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from reviews.models import Article

from .schedule import midnight

MONTHS = 12
THEMES_SHOWN = 10
SHADES = 4


@dataclass(frozen=True)
class Row:
    """A theme with its articles in each month, as (number, shade from 0 to SHADES)."""

    name: str
    slug: str
    cells: list[tuple[int, int]]
    total: int


@dataclass(frozen=True)
class Coverage:
    months: list[date]
    per_month: list[int]
    themes: list[Row]


def coverage() -> Coverage:
    """Two queries, over the articles of the last twelve months alone."""
    months = _last_months(timezone.localdate())
    periods = [(midnight(first), midnight(_next(first))) for first in months]
    recent = Article.objects.published().dated(periods[0][0], periods[-1][1])
    counted = recent.order_by().counts_by_period(periods)
    by_theme = recent.order_by().exclude(themes=None).values("themes__name", "themes__slug")
    themes = list(by_theme.with_counts_by_period(periods))
    return Coverage(months, counted, _most_covered(themes))


def _most_covered(found: list[dict]) -> list[Row]:
    named = [
        (row["themes__name"], row["themes__slug"], [row[f"period_{i}"] for i in range(MONTHS)])
        for row in found
    ]
    most = sorted(named, key=lambda row: (-sum(row[2]), row[0]))[:THEMES_SHOWN]
    tallest = max((number for *_, numbers in most for number in numbers), default=0)
    return [
        Row(name, slug, [(n, -(-n * SHADES // tallest)) for n in numbers], sum(numbers))
        for name, slug, numbers in most
    ]


def _last_months(today: date) -> list[date]:
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
