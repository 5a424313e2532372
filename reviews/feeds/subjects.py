"""What a feed is of: the paper, a show, a theme or an author, now or up to a day in the past."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from reviews.models import Article, Author, Show, Theme
from reviews.models.article_queries import ArticleQuerySet
from reviews.templatetags.reviews import absolute

from .addresses import full
from .reading import Filed, read

FEED_ITEMS = 20
ARCHIVE_ITEMS = 50
ONE_DAY = timedelta(days=1)
BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
FORMATS = {"rss": "", "atom": "_atom", "json": "_json"}


@dataclass(frozen=True)
class Subject:
    """
    The articles of a feed document, and where it stands among the others.

    `older` is the last day of the archive document before it, if there is one.
    """

    kind: str
    slug: str | None
    name: str
    page: str
    articles: list[Filed]
    until: date | None
    older: date | None

    @property
    def title(self) -> str:
        paper = settings.SITE_NAME
        return paper if self.kind == "paper" else f"{paper}: {self.name}"

    @property
    def description(self) -> str:
        held = "in full" if settings.FEED_FULL_TEXT else "in short"
        about = f" {self.about}" if self.about else ""
        return f"New articles of {settings.SITE_NAME}{about}, {held}."

    @property
    def about(self) -> str:
        """What follows "new articles": "on Solaris (1972)"; nothing for the paper."""
        return "" if self.kind == "paper" else f"{PREPOSITIONS[self.kind]} {self.name}"

    def feed(self, format: str) -> str:
        """The full address of the newest items."""
        return feed_address(self.kind, self.slug, format)

    def archive(self, format: str, day: date) -> str:
        """The full address of the archive document that ends with `day`."""
        slugs = [self.slug] if self.slug else []
        name = f"{_url_name(self.kind, format)}_until"
        return absolute(reverse(name, args=[*slugs, day.isoformat()]))

    def self_address(self, format: str) -> str:
        return self.archive(format, self.until) if self.until else self.feed(format)


PREPOSITIONS = {"show": "on", "theme": "on", "author": "by"}
TAGS = {"show": Show, "theme": Theme, "author": Author}
KINDS = ("paper", *TAGS)


def feed_address(kind: str, slug: str | None, format: str) -> str:
    """The full address of a feed; the paper itself has no slug."""
    return absolute(reverse(_url_name(kind, format), args=[slug] if slug else []))


def _url_name(kind: str, format: str) -> str:
    prefix = "" if kind == "paper" else f"{kind}_"
    return f"reviews:{prefix}feed{FORMATS[format]}"


def find(kind: str, slug: str | None = None, until: date | None = None) -> Subject:
    """The feed of a kind and slug, as it is now or up to the day `until`; 404 for neither."""
    articles = _tagged(kind, slug)
    if until:
        chosen, older = _archived(articles, until)
    else:
        chosen = read(articles[:FEED_ITEMS])
        older = _day(chosen[-1]) if len(chosen) == FEED_ITEMS else None
    if until and not chosen:
        raise Http404("There is nothing in this archive.")
    name, page = _head(kind, slug, chosen)
    return Subject(kind, slug, name, page, chosen, until, older)


def _tagged(kind: str, slug: str | None) -> ArticleQuerySet:
    articles = Article.objects.published().newest_first()
    return articles if kind == "paper" else _of_tag(articles, kind, slug)


def _of_tag(articles: ArticleQuerySet, kind: str, slug: str) -> ArticleQuerySet:
    return articles.filter(**{f"{kind}s__slug": slug})


def _head(kind: str, slug: str | None, articles: list[Filed]) -> tuple[str, str]:
    """Name and page; a tag is taken from an article that bears it, which saves a query."""
    if kind == "paper":
        return settings.SITE_NAME, full("home")
    if not articles:
        return _emptied(kind, slug), full(kind, slug)
    tag = next(tag for tag in articles[0].names(kind) if tag.slug == slug)
    return tag.full, full(kind, slug)


def _emptied(kind: str, slug: str) -> str:
    """
    The name of what all articles are withdrawn of; 404 where there never were any to read.

    Who follows it gets an empty feed until the next article: at an error, software gives up.
    """
    if not _of_tag(Article.objects.withdrawn(), kind, slug).exists():
        raise Http404("There is nothing in this feed.")
    return str(TAGS[kind].objects.get(slug=slug))


def _archived(articles: ArticleQuerySet, until: date) -> tuple[list[Filed], date | None]:
    """
    A month's articles up to the day `until`, and the day to give for the document before.

    Documents begin anew with each month, so that all chains of them, whichever day they start
    with, soon are the same, and a subscriber reads each one once. A month that is too long for
    one document is cut between two days.
    """
    month = articles.dated(_midnight(until.replace(day=1)), _midnight(until + ONE_DAY))
    chosen = read(month[: ARCHIVE_ITEMS + 1])
    if not chosen:
        return [], None
    first = _day(chosen[-1])
    if len(chosen) > ARCHIVE_ITEMS:
        whole_days = [filed for filed in chosen if _day(filed) > first]
        last = _day(chosen[0])
        chosen = whole_days or read(month.dated(_midnight(last), _midnight(last + ONE_DAY)))
        first = _day(chosen[-1])
    before = articles.dated(BEGINNING, _midnight(first))
    moment = before.values_list("published_at", flat=True).first()
    return chosen, moment and _until(timezone.localdate(moment), first)


def _until(day: date, first: date) -> date:
    """The end of the document that holds `day`: of its month, unless that is cut at `first`."""
    if (day.year, day.month) == (first.year, first.month):
        return day
    return day.replace(day=monthrange(day.year, day.month)[1])


def _day(filed: Filed) -> date:
    return timezone.localdate(filed.article.published_at)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
