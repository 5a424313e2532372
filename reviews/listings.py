"""The lists that readers page through, each of public articles only."""

import re
from datetime import UTC, datetime

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.utils import timezone

from .models import Article
from .models.article import ArticleQuerySet

ARTICLES_PER_PAGE = 24
TAGS_PER_PAGE = 60


def cards(articles: ArticleQuerySet | None = None) -> ArticleQuerySet:
    """Public ones of `articles`, or all that are, newest first, with what a card shows."""
    chosen = Article.objects.all() if articles is None else articles
    return chosen.published().for_listing().newest_first().defer("body")


def newest(count: int) -> list[Article]:
    """The `count` newest public articles with their bodies, as a feed needs them."""
    return list(Article.objects.published().for_listing().newest_first()[:count])


def with_public_articles(tagged: QuerySet) -> QuerySet:
    """The shows, themes or authors of `tagged` that have public articles, with their number."""
    rows = tagged.filter(articles__in=Article.objects.published())
    # Grouping drops the model's own order.
    ordering = tagged.model._meta.ordering
    return rows.annotate(article_count=Count("articles")).order_by(*ordering, "pk")


def months() -> QuerySet:
    """Each month with public articles, newest first, as `{"month", "article_count"}`."""
    dated = Article.objects.published().order_by().annotate(month=TruncMonth("published_at"))
    return dated.values("month").annotate(article_count=Count("pk")).order_by("-month")


def period(year: int, month: int | None = None) -> tuple[datetime, datetime]:
    """The first moment of a year or a month of the site's calendar, and that of the next."""
    first, last = (1, 12) if month is None else (month, month)
    try:
        return _midnight(year, first), _midnight(year + last // 12, last % 12 + 1)
    except (ValueError, OverflowError):
        raise Http404("No such time.") from None


def _midnight(year: int, month: int) -> datetime:
    """The start of a month, in UTC; some at the ends of the calendar have no such time."""
    return timezone.make_aware(datetime(year, month, 1)).astimezone(UTC)  # noqa: DTZ001


def page_of(rows: QuerySet, number: str | None, *, size: int = ARTICLES_PER_PAGE) -> Page:
    """Page `number` of `rows`, as it stands in an address; 404 when there is no such page."""
    if number is not None and not re.fullmatch(r"[1-9][0-9]{0,8}", number, re.ASCII):
        raise Http404("No such page.")
    try:
        return Paginator(rows, size).page(int(number or 1))
    except InvalidPage:
        raise Http404("No such page.") from None
