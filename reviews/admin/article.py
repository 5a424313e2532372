"""Admin pages of articles: written, tagged, and brought from state to state."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.html import format_html

from reviews import richtext
from reviews.forms import ArticleForm
from reviews.models import Article, ArticleAuthor, ArticleShow

from .acts import BringsToStates
from .articles_touched import AnnouncesArticles, TellsWhatLinksHere
from .as_typed import ReadsTheForm
from .autocomplete import Chooses
from .beside import with_open_notes
from .bulk_acts import ActsOnMany
from .inlines import OrderedInline
from .previews_for_outsiders import LendsPreviews
from .safekeeping import LosesNoWord
from .states import StateFilter, badge
from .times import NamesZones
from .work_filter import WorkFilter
from .writing import HelpsWriting


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


class AuthorFilter(admin.RelatedOnlyFieldListFilter):
    """The authors that articles name, and nobody."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = "nobody"


class ArticleList(ChangeList):
    """The list with what its columns show, in a fixed number of queries."""

    def get_queryset(self, request, **kwargs):
        return with_open_notes(super().get_queryset(request, **kwargs).for_listing())


@admin.register(Article)
class ArticleAdmin(
    LosesNoWord,
    ActsOnMany,
    BringsToStates,
    LendsPreviews,
    ReadsTheForm,
    HelpsWriting,
    NamesZones,
    TellsWhatLinksHere,
    AnnouncesArticles,
    Chooses,
    admin.ModelAdmin,
):
    form = ArticleForm
    inlines = [AuthorInline, ShowInline]
    list_display = ["headline", "now", "goes_out", "about", "notes"]
    list_filter = [StateFilter, WorkFilter, "kind", ("authors", AuthorFilter)]
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
            {
                "fields": [
                    *("published_at", "significantly_updated_at"),
                    *("correction_note", "corrected_at"),
                ]
            },
        ),
        ("Links to other articles", {"fields": [("mid_slot", "mid_slot_block")]}),
        (
            "Search engines",
            {"classes": ["collapse"], "fields": ["seo_title", "seo_description"]},
        ),
    ]

    class Media:
        js = [
            "admin/js/jquery.init.js",
            "reviews/admin/csrf.js",
            "reviews/admin/lead_image.js",
            "reviews/admin/suggestions.js",
            "reviews/admin/names.js",
            "reviews/admin/checklist.js",
            "reviews/admin/previews.js",
        ]

    def get_changelist(self, request, **kwargs):
        return ArticleList

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Articles"} | (extra_context or {}))

    def articles_touched(self, objects):
        return Article.objects.filter(pk__in=[article.pk for article in objects])

    def save_model(self, request, obj, form, change):
        """Write what the form holds; the state is not in it, whatever was posted."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        if not self.claims(request, obj, form):
            return
        typed = {field.name for field in obj._meta.concrete_fields} & form.cleaned_data.keys()
        obj.save(update_fields=[*typed, "updated_at"])

    @admin.display(ordering="status")
    def state(self, article):
        return badge(article)

    @admin.display(ordering="status", description="state")
    def now(self, article):
        return badge(article, with_time=False)

    @admin.display(ordering="kind", description="about")
    def about(self, article):
        shows = ", ".join(show.title for show in article.ordered_shows)
        what = " · ".join(filter(None, [article.get_kind_display(), shows]))
        return format_html('{}<br><span class="byline">{}</span>', what, article.byline)

    @admin.display(ordering="open_notes", description="notes")
    def notes(self, article):
        return article.open_notes or ""

    def words(self, article):
        return richtext.word_count(article.body)
