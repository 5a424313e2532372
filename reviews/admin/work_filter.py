"""The desk's work lists as a filter of the list of articles."""

from django.contrib import admin

from reviews.desk.worklists import lists_for, narrowed, totals_of


class WorkFilter(admin.SimpleListFilter):
    """The lists that concern whoever looks, each with its number: one query for all."""

    title = "what it wants"
    parameter_name = "work"

    def lookups(self, request, model_admin):
        self.lists = {found.code: found for found in lists_for(request.user)}
        return [(code, found.title) for code, found in self.lists.items()]

    def queryset(self, request, queryset):
        if found := self.lists.get(self.value()):
            return queryset.filter(pk__in=narrowed(found, self.request.user).values("pk"))
        return queryset

    def choices(self, changelist):
        everything, *others = super().choices(changelist)
        yield everything
        totals = totals_of(self.lists.values(), self.request.user)
        for choice, found in zip(others, self.lists.values(), strict=True):
            yield choice | {"display": f"{found.title} ({totals[found.code]})"}
