"""Filters of lists that say how many rows each choice has."""

from django.contrib import admin


class ShowsCounts:
    """Shows the counts that Django keeps behind a link, at once: one query for the filter."""

    def choices(self, changelist):
        was, changelist.add_facets = changelist.add_facets, True
        yield from super().choices(changelist)
        changelist.add_facets = was


class ConditionFilter(ShowsCounts, admin.SimpleListFilter):
    """Choices that are conditions, as {value: (words, condition)}."""

    conditions = {}

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _) in self.conditions.items()]

    def queryset(self, request, queryset):
        chosen = self.conditions.get(self.value())
        return queryset.filter(chosen[1]) if chosen else queryset
