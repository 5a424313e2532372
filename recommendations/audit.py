"""What is wrong with the links of the whole paper, in a fixed number of queries."""

import math
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from reviews.models import Article, Person, Show, Theme

from .counting import DAYS_COUNTED, first_day
from .models import Followed, IgnoredTag, Override, Recommendation
from .neighbourhood import CARRIERS
from .reading import of_approved
from .steering import why_not_linked
from .tuning import score_settings

ROWS_SHOWN = 20
TAG_MODELS = {"show": Show, "person": Person, "theme": Theme}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: what it is about, where that is changed, and what is wrong."""

    subject: object
    words: str

    @property
    def address(self):
        """The name of the admin page on which the subject is changed."""
        return admin_urlname(self.subject._meta, "change")


@dataclass(frozen=True)
class Section:
    """Findings of one kind; `total` counts those too that are not among `rows`."""

    title: str
    advice: str
    total: int
    rows: list[Finding]


@dataclass(frozen=True)
class Audit:
    """All sections, how many articles get how many links, and what readers followed."""

    articles: int
    sections: list[Section]
    inlinks: list[tuple[int, int]]
    followed_by_day: list[tuple[object, int]]
    followed_by_place: list[tuple[str, str, int]]
    followed_most: list[Followed]

    @property
    def findings(self):
        return sum(section.total for section in self.sections)

    @property
    def summary(self):
        """How evenly links are spread, in words; empty for a paper that has none to spread."""
        if self.articles < 2:
            return ""
        nowhere = dict(self.inlinks).get(0, 0)
        return (
            f"No page links to {nowhere} of them ({nowhere / self.articles:.1%}); "
            f"the most pages that link to one are {self.inlinks[-1][0]}."
        )


def audit(*, at=None):
    """
    Examine the links of every public article.

    Links are counted in the stored lists, as far as a page shows them, with its pins and without
    what it bans; what it leaves out for variety, or since its text has it, is not looked at.
    """
    live = Article.objects.published(at=at)
    settings = score_settings()
    counted = _counted(live, settings)
    sections = [
        _never_recommended(counted),
        _over_exposed(counted, settings.most_inlinks),
        _too_few(counted),
        _idle_pins(live),
        _common_tags(),
    ]
    spread = counted.order_by("inlinks").values_list("inlinks").annotate(Count("pk"))
    return Audit(live.count(), sections, list(spread), *_followed(at))


def _counted(live, settings):
    """`live` with how many pages lead to each article, and how many links it has of its own."""
    rows, overrides = (
        model.objects.filter(
            source__in=live, target__in=live, target__never_recommend=None
        ).order_by()
        for model in (Recommendation, Override)
    )
    shown = rows.filter(rank__lte=settings.shown)
    return live.annotate(
        inlinks=_steered_count(shown, overrides, "target"),
        links=_steered_count(rows, overrides, "source"),
    )


def _steered_count(rows, overrides, column):
    """How many of `rows` have the article in `column`, with its pins and less what is banned."""
    pins = overrides.filter(kind=Override.Kind.PIN)
    # A pin takes the place of a line, and only a ban from both slots takes it from the page.
    same = rows.filter(source=OuterRef("source"), target=OuterRef("target"))
    replaced = overrides.filter(Q(kind=Override.Kind.PIN) | Q(slot=Override.Slot.EITHER))
    replaced = replaced.filter(Exists(same))
    return _count(rows, column) - _count(replaced, column) + _count(pins, column)


def _count(rows, column):
    """How many of `rows` have the article in `column`."""
    found = rows.filter(**{column: OuterRef("pk")}).values(column)
    number = found.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def _never_recommended(counted):
    found = counted.filter(inlinks=0, never_recommend=None)
    return _of_articles(
        "Never recommended",
        "No page links to them. Give them a tag that others have, or pin them somewhere.",
        found,
        lambda article: "no page links to it",
    )


def _over_exposed(counted, most):
    return _of_articles(
        "Over-exposed",
        f"More than {most} pages link to each. Rarer tags, or bans, spread links.",
        counted.filter(inlinks__gt=most).order_by("-inlinks", "pk"),
        lambda article: f"{article.inlinks} pages link to it",
    )


def _too_few(counted):
    few = score_settings().shown
    found = counted.filter(links__lt=few)
    return _of_articles(
        f"Fewer than {few} links of their own",
        "Their pages are filled up with the latest articles. They want another tag, or pins.",
        found.order_by("links", "-published_at", "pk"),
        lambda article: f"{article.links} related or pinned",
    )


def _of_articles(title, advice, articles, words):
    rows = articles.only("pk", "headline", "slug", "status", "published_at")[:ROWS_SHOWN]
    findings = [Finding(article, words(article)) for article in rows]
    total = len(findings) if len(findings) < ROWS_SHOWN else articles.count()
    return Section(title, advice, total, findings)


def _idle_pins(live):
    """
    Pins that show nothing, on pages that readers see.

    A pin to a draft or behind an embargo waits for its day, and is no fault.
    """
    idle = Override.objects.filter(kind=Override.Kind.PIN, source__in=live)
    is_withdrawn = Q(target__in=Article.objects.in_state(Article.Status.WITHDRAWN))
    idle = idle.filter(is_withdrawn | Q(target__never_recommend__isnull=False))
    rows = idle.select_related("source", "target__never_recommend")
    rows = rows.defer("source__body", "target__body").order_by("source", "position")
    findings = [
        Finding(pin, f"{why_not_linked(pin.target)}, pinned on “{pin.source}”") for pin in rows
    ]
    return Section(
        "Pins to withdrawn articles",
        "Their articles are withdrawn, or never to be recommended. Lift them.",
        len(findings),
        findings[:ROWS_SHOWN],
    )


def _common_tags():
    """Tags on so many articles that sharing one does not make two articles related."""
    settings, articles = score_settings(), Article.objects.approved().count()
    findings = []
    for kind, (model, column) in CARRIERS.items():
        limit = (articles + 1) / math.exp(settings.threshold / settings.kind_weights[kind])
        ignored = IgnoredTag.objects.exclude(**{kind: None}).values(kind)
        rows = of_approved(model.objects).exclude(
            Q(**{column: None}) | Q(**{f"{column}__in": ignored})
        )
        counts = rows.order_by().values_list(column).annotate(n=Count("article", distinct=True))
        counts = dict(counts.filter(n__gt=limit)) if articles > 1 else {}
        tags = TAG_MODELS[kind].objects.in_bulk(counts)
        findings += [
            Finding(tags[pk], f"{kind} on {number} of {articles} articles")
            for pk, number in sorted(counts.items(), key=lambda count: -count[1])
        ]
    return Section(
        "Tags that decide nothing",
        "Nearly every article has them, so they relate none. Split them, or take them away.",
        len(findings),
        findings[:ROWS_SHOWN],
    )


def _followed(at):
    """Sums of the last days: by day, by slot and rung, and the links followed most."""
    days = [first_day(at) + timedelta(days=later) for later in range(DAYS_COUNTED)]
    rows = Followed.objects.filter(day__gte=days[0], day__lte=days[-1]).order_by()
    by_day = dict(rows.values_list("day").annotate(Sum("times")))
    by_place = rows.values_list("slot", "rung").annotate(total=Sum("times")).order_by("-total")
    pairs = rows.values("source__headline", "target__headline", "source", "target")
    most = pairs.annotate(total=Sum("times")).order_by("-total", "source", "target")
    return [(day, by_day.get(day, 0)) for day in days], list(by_place), list(most[:ROWS_SHOWN])
