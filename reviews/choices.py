"""Fields in which rows are chosen, whatever stands in a request for their keys."""

from django import forms

from .models import Merge
from .numbers import whole_number


class KeysField(forms.ModelMultipleChoiceField):
    """Rows by key; what no database could hold is no choice either."""

    def clean(self, value):
        for key in value or []:
            if whole_number(str(key)) is None:
                code = "invalid_choice"
                raise forms.ValidationError(self.error_messages[code], code, {"value": key})
        return super().clean(value)


class ThemesField(KeysField):
    """Themes; one that was merged away while the form was open is what it is part of now."""

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError:
            keys = {key: whole_number(key) for key in value}
            heirs = Merge.objects.heirs("theme", filter(None, keys.values()))
            if not heirs:
                raise
            return super().clean([heirs.get(keys[key], key) for key in value])
