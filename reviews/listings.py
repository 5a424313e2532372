"""The lists that readers page through, each of public articles only."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Case, Count, F, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.utils import timezone

from .models import Article, Show, Theme
from .models.article_queries import ArticleQuerySet
from .models.series import place_in_season

ARTICLES_PER_PAGE = 24
TAGS_PER_PAGE = 60
RELATED_THEMES = 8
# Enough to know a theme's company by, however many articles carry it.
ARTICLES_COMPARED = 500


def cards(articles: ArticleQuerySet | None = None) -> ArticleQuerySet:
    """Public ones of `articles`, or all that are, newest first, with what a card shows."""
    chosen = Article.objects.all() if articles is None else articles
    return chosen.published().for_listing().newest_first().defer("body")


def with_public_articles(tagged: QuerySet) -> QuerySet:
    """The shows, themes or authors of `tagged` that have public articles, with their number."""
    rows = tagged.filter(articles__in=Article.objects.published())
    # Grouping drops the model's own order.
    ordering = tagged.model._meta.ordering
    return rows.annotate(article_count=Count("articles")).order_by(*ordering, "pk")


def hub_cards(show: Show) -> ArticleQuerySet:
    """
    Public articles on `show`: reviews in the order of its episodes, then all else by date.

    A review without a spoiler level comes first, and one of a whole season after its episodes.
    """
    is_review = When(kind=Article.Kind.REVIEW, then=Value(0))
    season = When(kind=Article.Kind.REVIEW, then=F("covers_season"))
    ordered = cards(show.articles).annotate(
        part=Case(is_review, default=Value(1)), season=Case(season, default=None)
    )
    return ordered.order_by(
        "part",
        F("season").asc(nulls_first=True),
        Case(When(part=0, then=place_in_season()), default=None).asc(nulls_last=True),
        "-published_at",
        "-id",
    )


@dataclass(frozen=True)
class Group:
    """Articles of a show's page that stand under one heading."""

    heading: str
    articles: list[Article]


def hub_groups(page: Page) -> list[Group]:
    """The articles of a page of `hub_cards` under a heading for each season."""
    return [Group(heading, list(rows)) for heading, rows in groupby(page, key=_hub_heading)]


def _hub_heading(article: Article) -> str:
    if article.part:
        return "Features, news and interviews"
    return f"Season {article.season}" if article.season else "Reviews"


def related_themes(theme: Theme) -> QuerySet:
    """The themes that most often stand with `theme` on the newest public articles about it."""
    newest = Article.objects.published().filter(themes=theme).newest_first()
    shared = Theme.objects.filter(articles__in=newest.values("pk")[:ARTICLES_COMPARED])
    counted = shared.exclude(pk=theme.pk).annotate(shared=Count("articles"))
    return counted.order_by("-shared", "name")[:RELATED_THEMES]


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
