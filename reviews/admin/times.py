"""Times in the admin: typed and shown with their zone."""

from django.contrib import admin
from django.db import models

from reviews import zones
from reviews.time_fields import PaperTimeField, PaperTimeWidget

FIELDS = {models.DateTimeField: {"form_class": PaperTimeField, "widget": PaperTimeWidget}}
SHOWN = {
    "published_at": "goes_out",
    "significantly_updated_at": "was_updated",
    "corrected_at": "was_corrected",
}


class NamesZones:
    """Says of every time of an article in which zone it is, to those who may only read it too."""

    formfield_overrides = FIELDS

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, {**options, "fields": [SHOWN.get(str(f), f) for f in options["fields"]]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *SHOWN.values()]

    @admin.display(description="publish at", ordering="published_at")
    def goes_out(self, article):
        return zones.in_words(article.published_at) if article.published_at else None

    @admin.display(description="updated for readers at")
    def was_updated(self, article):
        moment = article.significantly_updated_at
        return zones.in_words(moment) if moment else None

    @admin.display(description="corrected at")
    def was_corrected(self, article):
        return zones.in_words(article.corrected_at) if article.corrected_at else None
