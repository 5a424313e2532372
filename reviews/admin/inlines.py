"""Rows of related things under an admin form."""

from django.contrib import admin

from reviews.forms import OrderedFormSet


class OrderedInline(admin.TabularInline):
    """Rows that point to one thing each, named by `related`, in an order that editors choose."""

    related = ""
    formset = OrderedFormSet
    extra = 1

    def get_autocomplete_fields(self, request):
        return [self.related]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(self.related)
