"""What the lists that tags are chosen from say: the name, and how many articles bear it."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from reviews.names import PATHS, with_live


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
