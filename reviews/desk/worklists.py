"""Lists of articles that want something: on the desk, and as filters of the list of articles."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, QuerySet, Value, prefetch_related_objects
from django.utils import timezone

from reviews import roles
from reviews.models import Article, ArticleAuthor, ArticleNote

ROWS_SHOWN = 5
DAYS_PER_MONTH = 30.44


@dataclass(frozen=True)
class WorkList:
    """
    Articles that want the same thing.

    `articles` narrows those that a person may change to the ones that are meant, in the order in
    which they should be taken up. `moment` names the time that is shown beside each.
    """

    code: str
    title: str
    articles: Callable[[QuerySet, Any], QuerySet]
    advice: str
    moment: str = "updated_at"
    for_editors: bool = False

    def concerns(self, user) -> bool:
        return roles.sees_all(user) if self.for_editors else roles.writes(user)


@dataclass(frozen=True)
class Shown:
    """A work list as one person sees it: the number of its articles, and the first of them."""

    list: WorkList
    total: int
    rows: list[Article]


def articles_of(user) -> QuerySet:
    """The articles that `user` works on: all of them for editors, their own for writers."""
    return Article.objects.all() if roles.sees_all(user) else Article.objects.written_by(user)


def mine(articles, user):
    return Article.objects.written_by(user).unpublished().order_by("-updated_at", "-pk")


def in_review(articles, user):
    return articles.in_review().order_by("updated_at", "pk")


def scheduled(articles, user):
    return articles.embargoed().order_by("published_at", "pk")


def unscheduled(articles, user):
    return articles.unpublished().filter(published_at=None).order_by("updated_at", "pk")


def with_open_notes(articles, user):
    noted = ArticleNote.objects.open().values("article")
    return articles.filter(uuid__in=noted).order_by("-updated_at", "pk")


def stale(articles, user):
    limit = timezone.now() - timedelta(days=settings.STALE_AFTER_MONTHS * DAYS_PER_MONTH)
    return articles.untouched_since(limit).order_by("updated_at", "pk")


def with_errors(articles, user):
    found = articles.submitted().filter(check_result__errors__gt=0)
    return found.order_by("-check_result__errors", "pk")


def lacking_alt_text(articles, user):
    found = articles.submitted().filter(check_result__lacks_alt_text=True)
    return found.order_by("-updated_at", "pk")


LISTS: list[WorkList] = [
    WorkList(
        "mine",
        "My drafts",
        mine,
        "What you have begun, or are named in, and readers do not see yet.",
    ),
    WorkList(
        "review",
        "In review",
        in_review,
        "Read them, then publish or send them back; the one that waits longest comes first.",
    ),
    WorkList(
        "scheduled",
        "Scheduled",
        scheduled,
        "They appear by themselves at their time.",
        moment="published_at",
    ),
    WorkList(
        "unscheduled",
        "Without a date",
        unscheduled,
        "Drafts and articles in review that have no time of publication.",
        for_editors=True,
    ),
    WorkList(
        "errors",
        "To be mended",
        with_errors,
        "Articles in review or already published in which the checklist finds an error.",
    ),
    WorkList(
        "alt",
        "Pictures without words",
        lacking_alt_text,
        "Their text holds a picture that is neither described nor marked as decorative.",
    ),
    WorkList(
        "notes",
        "Open notes",
        with_open_notes,
        "Somebody left a note beside them that nobody has resolved.",
    ),
    WorkList(
        "stale",
        "Not touched for long",
        stale,
        "Live, and saved by nobody for months: is all of it still true?",
    ),
]


def register(found: WorkList) -> None:
    """Add a list of another app; one whose code is there already stays once."""
    if found.code not in {there.code for there in LISTS}:
        LISTS.append(found)


def lists_for(user) -> list[WorkList]:
    return [found for found in LISTS if found.concerns(user)]


def narrowed(found: WorkList, user) -> QuerySet:
    """The articles of a list that `user` works on, in no order."""
    return found.articles(articles_of(user), user).order_by()


def totals_of(lists: Iterable[WorkList], user) -> Counter:
    """The number of articles of each list by its code, in one query."""
    counts = [
        narrowed(found, user)
        .annotate(code=Value(found.code))
        .values("code")
        .annotate(total=Count("pk", distinct=True))
        .values_list("code", "total")
        for found in lists
    ]
    first, *others = counts
    return Counter(dict(first.union(*others, all=True)))


def show(user) -> list[Shown]:
    """Each list that concerns `user` with its first rows; two queries a list at most, and one."""
    shown = [_show(found, user) for found in lists_for(user)]
    rows = [article for found in shown for article in found.rows]
    authors = Prefetch("article_authors", ArticleAuthor.objects.select_related("author"))
    prefetch_related_objects(rows, authors)
    return shown


def _show(found: WorkList, user) -> Shown:
    articles = found.articles(articles_of(user), user)
    rows = list(articles.defer("body")[: ROWS_SHOWN + 1])
    total = len(rows) if len(rows) <= ROWS_SHOWN else articles.order_by().count()
    for article in rows:
        article.moment = getattr(article, found.moment)
    return Shown(found, total, rows[:ROWS_SHOWN])
