"""Where editors steer the links: pins and bans, what never to recommend, what to ignore."""

from django.contrib import admin, messages
from django.db import transaction

from . import builder
from .models import IgnoredTag, NeverRecommend, Override


@admin.register(Override)
class OverrideAdmin(admin.ModelAdmin):
    list_display = ["source", "kind", "target", "slot", "position", "is_shown", "note"]
    list_display_links = ["source", "target"]
    list_filter = ["kind", "slot"]
    list_select_related = ["source", "target__never_recommend"]
    search_fields = ["source__headline", "target__headline", "note"]
    autocomplete_fields = ["source", "target"]
    fields = ["source", "kind", "target", ("slot", "position"), "note"]

    @admin.display(description="works now", boolean=True)
    def is_shown(self, override):
        return not why_skipped(override)

    def save_model(self, request, override, form, change):
        super().save_model(request, override, form, change)
        if reason := why_skipped(override):
            messages.warning(request, f"The pin is kept, and skipped for now: {reason}.")


def why_skipped(override):
    """Why a pin does not show; empty when it does. A ban always works."""
    target = override.target
    if override.kind == Override.Kind.BAN:
        return ""
    if not target.is_public():
        return f"“{target}” is not public"
    is_never = hasattr(target, "never_recommend")
    return f"“{target}” is never to be recommended" if is_never else ""


@admin.register(NeverRecommend)
class NeverRecommendAdmin(admin.ModelAdmin):
    list_display = ["article", "note"]
    list_select_related = ["article"]
    search_fields = ["article__headline", "note"]
    autocomplete_fields = ["article"]


@admin.register(IgnoredTag)
class IgnoredTagAdmin(admin.ModelAdmin):
    list_display = ["__str__", "show", "person", "theme", "note"]
    list_select_related = ["show", "person", "theme"]
    search_fields = ["show__title", "person__name", "theme__name", "note"]
    autocomplete_fields = ["show", "person", "theme"]
    actions = None

    def save_model(self, request, tag, form, change):
        super().save_model(request, tag, form, change)
        transaction.on_commit(builder.refresh, robust=True)

    def delete_model(self, request, tag):
        super().delete_model(request, tag)
        transaction.on_commit(builder.refresh, robust=True)
