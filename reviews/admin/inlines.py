"""Rows of related things under an admin form."""

from django.contrib import admin
from django.utils.functional import cached_property

from reviews.forms import OrderedFormSet


class LoadedThings:
    """
    Answers the autocomplete widgets of all rows at once, in place of the queryset that each asks.

    Django's widget looks up what its row shows with a query of its own, so that a form would cost
    a query for each row.
    """

    def __init__(self, formset, related):
        self.formset, self.related = formset, related

    def using(self, alias):
        return self

    def filter(self, **lookup):
        (keys,) = lookup.values()
        return [self.known[key] for key in map(str, keys) if key in self.known]

    @cached_property
    def known(self):
        """What the rows show by its key as text: loaded with them, or looked up as posted."""
        if not self.formset.is_bound:
            things = [getattr(row, self.related) for row in self.formset.get_queryset()]
            return {str(thing.pk): thing for thing in things}
        rows = range(self.formset.total_form_count())
        names = [f"{self.formset.add_prefix(row)}-{self.related}" for row in rows]
        keys = {key for key in map(self.formset.data.get, names) if key and _is_key(key)}
        model = self.formset.model._meta.get_field(self.related).related_model
        return {str(pk): thing for pk, thing in model.objects.in_bulk(keys).items()}


class LoadedFormSet(OrderedFormSet):
    """Rows that are shown in a number of queries that does not grow with them."""

    related = ""

    @cached_property
    def things(self):
        return LoadedThings(self, self.related)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.related in form.fields:
            form.fields[self.related].widget.choices.queryset = self.things


class OrderedInline(admin.TabularInline):
    """Rows that point to one thing each, named by `related`, in an order that editors choose."""

    related = ""
    formset = LoadedFormSet
    extra = 1

    def get_autocomplete_fields(self, request):
        return [self.related]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(self.related)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.related = self.related
        return formset


def _is_key(text):
    return text.isascii() and text.isdigit() and len(text) <= 18
