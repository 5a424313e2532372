"""Choosing tags, people and pictures by typing: what the lists say, and what fields may hold."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from reviews.names import PATHS, with_live
from reviews.numbers import whole_number


class CountingAutocomplete(AutocompleteJsonView):
    """Django's view, with the number of public articles behind shows, themes, people, authors."""

    def get_queryset(self):
        found = super().get_queryset()
        return with_live(found) if found.model._meta.model_name in PATHS else found

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if hasattr(obj, "live"):
            result["text"] = f"{obj} ({obj.live})"
        return result


class ShowsKeysAlone:
    """Shows the rows whose keys it is given; Django's widgets fail on anything else."""

    def optgroups(self, name, value, attr=None):
        keys = [key for key in value if whole_number(str(key)) is not None]
        return super().optgroups(name, keys, attr)


class ChooseOne(ShowsKeysAlone, AutocompleteSelect):
    pass


class ChooseMany(ShowsKeysAlone, AutocompleteSelectMultiple):
    pass


class Chooses:
    """An admin whose `autocomplete_fields` stand any text in a request."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **self._chosen_by(ChooseOne, db_field, request) | kwargs
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, **self._chosen_by(ChooseMany, db_field, request) | kwargs
        )

    def _chosen_by(self, widget, db_field, request):
        if db_field.name not in self.get_autocomplete_fields(request):
            return {}
        return {"widget": widget(db_field, self.admin_site)}
