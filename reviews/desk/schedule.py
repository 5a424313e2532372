"""What appears when: a month as weeks of days, in the newsroom's time zone."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

MOST_SHOWN = 200
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass
class Day:
    date: date
    is_in_month: bool
    is_today: bool
    articles: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """Weeks from Monday on; `is_cut` when more articles are dated in the month than are shown."""

    first: date
    weeks: list[list[Day]]
    is_cut: bool

    @property
    def days(self):
        return [day for week in self.weeks for day in week]

    @property
    def before(self):
        return (self.first - timedelta(days=1)).strftime("%Y-%m")

    @property
    def after(self):
        return (self.first + timedelta(days=32)).strftime("%Y-%m")


def month_named(name: str, today: date) -> date:
    """The first day of the month written like 2026-11; of `today`'s month when it is no month."""
    try:
        first = datetime.strptime(name, "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        return today.replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else today.replace(day=1)


def month_of(articles: QuerySet, name: str = "") -> Month:
    """The month `name` with the embargoed and live articles that are dated in it; one query."""
    today = timezone.localdate()
    first = month_named(name, today)
    weeks = [
        [Day(day, day.month == first.month, day == today) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    found = _dated(articles, first)
    by_date = {day.date: day for week in weeks for day in week if day.is_in_month}
    for article in found[:MOST_SHOWN]:
        by_date[timezone.localdate(article.published_at)].articles.append(article)
    return Month(first, weeks, is_cut=len(found) > MOST_SHOWN)


def _dated(articles: QuerySet, first: date) -> list[Any]:
    start, end = (midnight(day) for day in (first, (first + timedelta(days=32)).replace(day=1)))
    found = articles.approved().dated(start, end).defer("body").order_by("published_at", "pk")
    return list(found[: MOST_SHOWN + 1])


def midnight(day: date) -> datetime:
    """The beginning of a day in the newsroom's time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
