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
    list_select_related = ["source", "target"]
    search_fields = ["source__headline", "target__headline", "note"]
    autocomplete_fields = ["source", "target"]
    fields = ["source", "kind", "target", "slot", "position", "note"]

    @admin.display(description="works now", boolean=True)
    def is_shown(self, override):
        """A pin is skipped while its target is not public; a ban always works."""
        return override.kind == Override.Kind.BAN or override.target.is_public()

    def save_model(self, request, override, form, change):
        super().save_model(request, override, form, change)
        if not self.is_shown(override):
            messages.warning(
                request, f"“{override.target}” is not public: the pin is skipped until it is."
            )


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
