"""Rows of related things under an admin form."""

from django import forms
from django.contrib import admin
from django.utils.functional import cached_property

from reviews.forms import OrderedFormSet
from reviews.models import Merge
from reviews.numbers import whole_number

from .autocomplete import Chooses


class Loaded:
    """
    Rows of a model that were loaded at once, where a form field or its widget asks a queryset.

    Django's fields and widgets each look up what their row holds with a query of its own, so that
    a form would cost some for each row. `known` gives the rows by their key as text, when asked.
    """

    def __init__(self, model, known):
        self.model, self._load = model, known

    @cached_property
    def known(self):
        return self._load()

    def all(self):
        return self

    def using(self, alias):
        return self

    def filter(self, **lookup):
        (keys,) = lookup.values()
        return [self.known[key] for key in map(str, keys) if key in self.known]

    def get(self, **lookup):
        (key,) = lookup.values()
        if found := self.known.get(str(key)):
            return found
        raise self.model.DoesNotExist


class RowForm(forms.ModelForm):
    """A row that nobody has touched is as good as it was when it was saved."""

    def _post_clean(self):
        if self.has_changed() or not self.instance.pk:
            super()._post_clean()


class LoadedFormSet(OrderedFormSet):
    """Rows that cost no queries of their own, unless they have changed."""

    related = ""

    @cached_property
    def things(self):
        return Loaded(self.model._meta.get_field(self.related).related_model, self._shown_things)

    @cached_property
    def rows(self):
        return Loaded(self.model, lambda: {str(row.pk): row for row in self.get_queryset()})

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.related in form.fields:
            form.fields[self.related].queryset = self.things
        form.fields[self._pk_field.name].queryset = self.rows

    def _shown_things(self):
        """
        What the rows show by its key as text: loaded with them, or looked up as posted.

        What was merged away while the form was open is what it is part of now.
        """
        if not self.is_bound:
            things = [getattr(row, self.related) for row in self.get_queryset()]
            return {str(thing.pk): thing for thing in things}
        rows = range(self.total_form_count())
        names = [f"{self.add_prefix(row)}-{self.related}" for row in rows]
        keys = {whole_number(self.data.get(name)) for name in names} - {None}
        found = Merge.objects.follow(self.things.model, keys)
        return {str(pk): thing for pk, thing in found.items()}


class OrderedInline(Chooses, admin.TabularInline):
    """Rows that point to one thing each, named by `related`, in an order that editors choose."""

    related = ""
    form = RowForm
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
