"""Lists of what editors steer: pins and bans, picks, what never to recommend, what to ignore."""

from django.contrib import admin, messages
from django.db import transaction

from recommendations import builder, receivers
from recommendations.models import EditorsPick, Evergreen, IgnoredTag, NeverRecommend, Override
from recommendations.steering import why_not_linked, why_skipped
from recommendations.tuning import score_settings
from reviews.admin.autocomplete import Chooses
from reviews.models import Article


@admin.register(Override)
class OverrideAdmin(Chooses, admin.ModelAdmin):
    list_display = ["source", "kind", "target", "slot", "position", "is_shown", "note"]
    list_display_links = ["source", "target"]
    list_filter = ["kind", "slot"]
    list_select_related = ["source", "target__never_recommend"]
    search_fields = ["source__headline", "target__headline", "note"]
    autocomplete_fields = ["source", "target"]
    fields = ["source", "kind", "target", ("slot", "position"), "note"]

    @admin.display(description="may be linked", boolean=True)
    def is_shown(self, override):
        return override.kind == override.Kind.BAN or not why_not_linked(override.target)

    def save_model(self, request, override, form, change):
        super().save_model(request, override, form, change)
        if reason := why_skipped(override):
            messages.warning(request, f"The pin is kept, and skipped for now: {reason}.")


@admin.register(EditorsPick)
class EditorsPickAdmin(Chooses, admin.ModelAdmin):
    list_display = ["article", "position", "is_shown", "note"]
    list_editable = ["position"]
    list_select_related = ["article__never_recommend"]
    search_fields = ["article__headline", "note"]
    autocomplete_fields = ["article"]

    @admin.display(description="works now", boolean=True)
    def is_shown(self, pick):
        return not why_not_linked(pick.article)

    def save_model(self, request, pick, form, change):
        super().save_model(request, pick, form, change)
        if reason := why_not_linked(pick.article):
            messages.warning(request, f"The pick is kept, and skipped for now: {reason}.")


@admin.register(NeverRecommend)
class NeverRecommendAdmin(Chooses, admin.ModelAdmin):
    list_display = ["article", "note"]
    list_select_related = ["article"]
    search_fields = ["article__headline", "note"]
    autocomplete_fields = ["article"]


@admin.register(Evergreen)
class EvergreenAdmin(Chooses, admin.ModelAdmin):
    list_display = ["article", "note"]
    list_select_related = ["article"]
    search_fields = ["article__headline", "note"]
    autocomplete_fields = ["article"]
    actions = None

    def save_model(self, request, evergreen, form, change):
        super().save_model(request, evergreen, form, change)
        transaction.on_commit(receivers.update_paper, robust=True)
        if score_settings().half_life_days is None:
            messages.info(request, "It is kept; on this site no article ages (half_life_days).")

    def delete_model(self, request, evergreen):
        super().delete_model(request, evergreen)
        transaction.on_commit(receivers.update_paper, robust=True)


@admin.register(IgnoredTag)
class IgnoredTagAdmin(Chooses, admin.ModelAdmin):
    list_display = ["__str__", "show", "person", "theme", "note"]
    list_select_related = ["show", "person", "theme"]
    search_fields = ["show__title", "person__name", "theme__name", "note"]
    autocomplete_fields = ["show", "person", "theme"]
    actions = None

    def save_model(self, request, tag, form, change):
        super().save_model(request, tag, form, change)
        transaction.on_commit(receivers.update_paper, robust=True)
        messages.info(request, f"“{tag}” relates no articles any more. {_when()}")

    def delete_model(self, request, tag):
        super().delete_model(request, tag)
        transaction.on_commit(receivers.update_paper, robust=True)
        messages.info(request, f"“{tag}” relates articles again. {_when()}")


def _when():
    """When readers see what has become of a tag."""
    if Article.objects.approved().count() <= builder.SMALL_PAPER_ARTICLES:
        return "All lists are up to date with it."
    return "Pages heed it from now on; the order of their lists follows in the background."
