"""Admin pages of shows, people, themes and authors."""

from django.contrib import admin
from django.db import models

from reviews import roles
from reviews.forms import AliasFormSet, NamedForm, ShowForm
from reviews.models import (
    Article,
    Author,
    AuthorLink,
    Credit,
    Person,
    PersonAlias,
    Show,
    ShowAlias,
    Theme,
    ThemeAlias,
    WatchOption,
)

from .articles_touched import AnnouncesArticles, CountsArticles, KeepsWhatArticlesUse
from .autocomplete import Chooses
from .inlines import OrderedInline
from .merging import Mergeable

HTTPS_WHEN_LEFT_OUT = {models.URLField: {"assume_scheme": "https"}}


class CreditInline(OrderedInline):
    model = Credit
    related = "person"
    fields = ["position", "person", "role", "character"]


class WatchOptionInline(admin.TabularInline):
    model = WatchOption
    formfield_overrides = HTTPS_WHEN_LEFT_OUT
    extra = 0


class ShowAliasInline(admin.TabularInline):
    model = ShowAlias
    extra = 0


class ThemeAliasInline(admin.TabularInline):
    model = ThemeAlias
    formset = AliasFormSet
    fields = ["name"]
    extra = 0


class PersonAliasInline(ThemeAliasInline):
    model = PersonAlias


class AuthorLinkInline(admin.TabularInline):
    model = AuthorLink
    formfield_overrides = HTTPS_WHEN_LEFT_OUT
    extra = 0


class TagAdmin(
    Mergeable, CountsArticles, KeepsWhatArticlesUse, AnnouncesArticles, Chooses, admin.ModelAdmin
):
    """What articles are tagged with: counted, kept while it is in use, merged with its twin."""


@admin.register(Show)
class ShowAdmin(TagAdmin):
    form = ShowForm
    article_lookup = "shows__id__exact"
    list_display = ["title", "years", "kind", "network", "articles_column"]
    list_filter = ["kind", "country"]
    search_fields = [
        "title__folded_contains",
        "original_title__folded_contains",
        "aliases__title__folded_contains",
    ]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["poster"]
    radio_fields = {"kind": admin.HORIZONTAL}
    inlines = [CreditInline, WatchOptionInline, ShowAliasInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("title", "original_title", "slug", "kind"),
                    ("first_year", "last_year", "seasons"),
                    *("synopsis", "poster"),
                ]
            },
        ),
        ("Made by", {"fields": ["network", "country", "language"]}),
    ]

    def articles_touched(self, objects):
        return Article.objects.filter(shows__in=objects).distinct()

    articles_using = articles_touched

    @admin.display(ordering="first_year")
    def years(self, show):
        return show.years


@admin.register(Person)
class PersonAdmin(Mergeable, KeepsWhatArticlesUse, AnnouncesArticles, admin.ModelAdmin):
    search_fields = ["name__folded_contains", "aliases__name__folded_contains"]
    inlines = [PersonAliasInline]

    def articles_touched(self, objects):
        return Article.objects.filter(shows__credits__person__in=objects).distinct()

    articles_using = articles_touched


@admin.register(Theme)
class ThemeAdmin(TagAdmin):
    form = NamedForm
    article_lookup = "themes__id__exact"
    list_display = ["name", "description", "articles_column"]
    search_fields = ["name__folded_contains", "aliases__name__folded_contains"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ThemeAliasInline]

    def articles_touched(self, objects):
        return Article.objects.filter(themes__in=objects).distinct()

    articles_using = articles_touched


@admin.register(Author)
class AuthorAdmin(
    CountsArticles, KeepsWhatArticlesUse, AnnouncesArticles, Chooses, admin.ModelAdmin
):
    form = NamedForm
    article_lookup = "authors__id__exact"
    list_display = ["name", "user", "articles_column"]
    list_select_related = ["user"]
    search_fields = ["name__folded_contains"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["portrait", "user"]
    inlines = [AuthorLinkInline]

    def get_readonly_fields(self, request, obj=None):
        """Who has which login decides whose drafts are whose."""
        return [] if roles.may_manage_logins(request.user) else ["user"]

    def articles_touched(self, objects):
        return Article.objects.filter(authors__in=objects).distinct()

    articles_using = articles_touched
