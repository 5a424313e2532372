"""Admin pages of articles: written, tagged, and brought from state to state."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from reviews import publishing, richtext, roles
from reviews.forms import ArticleForm
from reviews.models import Article, ArticleAuthor, ArticleShow

from .acts import ACTS, acts_for
from .articles_touched import AnnouncesArticles, TellsWhatLinksHere
from .counted import ShowsCounts
from .inlines import OrderedInline
from .work_filter import WorkFilter
from .writing import HelpsWriting

Status = Article.Status


class AuthorInline(OrderedInline):
    model = ArticleAuthor
    related = "author"
    fields = ["author", "position"]
    verbose_name_plural = "authors, in the order of the byline"


class ShowInline(OrderedInline):
    model = ArticleShow
    related = "show"
    fields = ["show", "position"]
    verbose_name_plural = "shows; the first is the one that the article is mainly about"


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
                return queryset.filter(("status", status))
        return queryset


class ArticleList(ChangeList):
    """The list with what its columns show, in a fixed number of queries."""

    def get_queryset(self, request, **kwargs):
        return super().get_queryset(request, **kwargs).for_listing()


@admin.register(Article)
class ArticleAdmin(HelpsWriting, TellsWhatLinksHere, AnnouncesArticles, admin.ModelAdmin):
    form = ArticleForm
    inlines = [AuthorInline, ShowInline]
    list_display = ["headline", "state", "kind", "by", "about", "published_at"]
    list_filter = [StateFilter, WorkFilter, "kind", ("authors", admin.RelatedOnlyFieldListFilter)]
    search_fields = [
        "headline__folded_contains",
        "standfirst__folded_contains",
        "shows__title__folded_contains",
        "shows__original_title__folded_contains",
        "shows__aliases__title__folded_contains",
        "themes__name__folded_contains",
        "themes__aliases__name__folded_contains",
    ]
    search_help_text = "Headline, standfirst, shows and themes"
    date_hierarchy = "published_at"
    ordering = ["-updated_at"]
    list_per_page = 50
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["lead_image", "themes"]
    readonly_fields = ["state", "words"]
    fieldsets = [
        (None, {"fields": ["state", "headline", "slug", "kind", "standfirst", "lead_image"]}),
        ("Text", {"fields": ["body", "words"]}),
        ("Tags", {"fields": ["themes", "suggested"]}),
        ("Review", {"fields": ["rating", "verdict", ("covers_season", "covers_episode")]}),
        (
            "Publication",
            {"fields": ["published_at", "significantly_updated_at", "correction_note"]},
        ),
        ("Links to other articles", {"fields": [("mid_slot", "mid_slot_block")]}),
        (
            "Search engines",
            {"classes": ["collapse"], "fields": ["seo_title", "seo_description"]},
        ),
    ]

    class Media:
        css = {"all": ["reviews/admin/newsroom.css"]}
        js = [
            "admin/js/jquery.init.js",
            "reviews/admin/lead_image.js",
            "reviews/admin/suggestions.js",
            "reviews/admin/names.js",
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(self, request, obj=None):
        may = super().has_view_permission(request, obj)
        return may and (obj is None or roles.may_see(request.user, obj))

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or roles.may_write(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or roles.may_delete(request.user, obj))

    def get_changelist(self, request, **kwargs):
        return ArticleList

    def articles_touched(self, objects):
        return Article.objects.filter(pk__in=[article.pk for article in objects])

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["acts"] = acts_for(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Write what the form holds; the state is not in it, whatever was posted."""
        if not change:
            obj.created_by = request.user
            super().save_model(request, obj, form, change)
            return
        typed = {field.name for field in obj._meta.concrete_fields} & form.cleaned_data.keys()
        obj.version = F("version") + 1
        obj.save(update_fields=[*typed, "version", "updated_at"])
        obj.refresh_from_db(fields=["version"])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        pressed = [act for name, act in ACTS.items() if name in request.POST]
        if pressed:
            self.act(request, form.instance, pressed[0])
        elif form.instance.status == Status.PUBLISHED and "published_at" in form.changed_data:
            messages.info(request, _now_seen(form.instance))

    def act(self, request, article, act):
        """Bring the saved `article` into another state; when that fails its text stays saved."""
        if not act.is_allowed(request.user, article):
            messages.error(request, f"The text is saved, but you may not {act.verb} articles.")
            return
        try:
            act.perform(article)
        except publishing.WrongState as error:
            messages.error(request, f"The text is saved. {error}")
        else:
            messages.success(request, _now_seen(article))

    @admin.display(ordering="status")
    def state(self, article):
        code, words = _state(article)
        return format_html('<span class="state state-{}">{}</span>', code, words)

    @admin.display(description="byline")
    def by(self, article):
        return article.byline

    @admin.display(description="shows")
    def about(self, article):
        return ", ".join(show.title for show in article.ordered_shows)

    def words(self, article):
        return richtext.word_count(article.body)


def _state(article):
    """The state as (code, words) for a badge."""
    if article.is_embargoed():
        return "embargoed", f"embargoed until {_local(article.published_at)}"
    if article.is_public():
        return "live", "live"
    return article.status, article.get_status_display()


def _now_seen(article):
    """What an editor is told after an act: who sees the article now."""
    if article.is_embargoed():
        return f"Published, and held back until {_local(article.published_at)}."
    if article.is_public():
        return format_html('Readers see it now: <a href="{0}">{0}</a>', article.get_absolute_url())
    return f"The article is {article.get_status_display()}; readers do not see it."


def _local(moment):
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATETIME_FORMAT')} ({local.tzname()})"
