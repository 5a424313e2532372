"""The state of an article, in words for editors."""

from django.contrib import admin
from django.utils.html import format_html

from reviews import zones
from reviews.models import Article

from .counted import ShowsCounts

Status = Article.Status
NOT_SEEN = {
    Status.DRAFT: "is a draft again. Readers do not see it.",
    Status.IN_REVIEW: "waits in review for an editor. Readers do not see it yet.",
    Status.WITHDRAWN: "is withdrawn. Readers do not see it any more.",
}


class StateFilter(ShowsCounts, admin.SimpleListFilter):
    """The states as editors think of them: “embargoed” is published with a time to come."""

    title = parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", "draft"),
            ("in_review", "in review"),
            ("embargoed", "embargoed"),
            ("live", "live"),
            ("withdrawn", "withdrawn"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "live":
                return queryset.published()
            case "embargoed":
                return queryset.embargoed()
            case Status.DRAFT | Status.IN_REVIEW | Status.WITHDRAWN as status:
                return queryset.in_state(status)
        return queryset


def badge(article, *, with_time=True):
    """The state at the head of a form, or for a list in which the time has a column."""
    code, words = state_of(article)
    if code == "embargoed" and not with_time:
        words = code
    return format_html('<span class="state state-{}">{}</span>', code, words)


def state_of(article):
    """The state as (code, words)."""
    if article.is_embargoed():
        return "embargoed", f"embargoed until {zones.in_words(article.published_at)}"
    if article.is_public():
        return "live", "live"
    return article.status, article.get_status_display()


def now_seen(article):
    """What an editor is told after an act: who sees the article now."""
    if article.is_public():
        words = '“{0}” is public. Readers see it now: <a href="{1}">{1}</a>'
        return format_html(words, article, article.get_absolute_url())
    if article.is_embargoed():
        until = zones.in_words(article.published_at)
        return f"“{article}” is published, and held back until {until}."
    return f"“{article}” {NOT_SEEN[article.status]}"
