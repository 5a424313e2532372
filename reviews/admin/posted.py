"""States of an article as its form would send them, so that the form's own door takes them."""

from django.forms import MultiWidget

from reviews.history.snapshot import items, value_of
from reviews.models import Article, Merge
from reviews.numbers import whole_number

ROWS = {"author": "authors", "show": "shows"}
MOST_ROWS = 1000


class Poster:
    """Writes parts of a state into the data of the form of one article, or of a new one."""

    def __init__(self, model_admin, request, article=None):
        change = article is not None
        form_class = model_admin.get_form(request, article, change=change)
        self.article = article or Article()
        self.form = form_class(instance=self.article)
        self.formsets = {
            ROWS[inline.related]: (formset, formset.get_default_prefix(), inline.related)
            for formset, inline in model_admin.get_formsets_with_inlines(request, article)
        }

    @property
    def names(self):
        """What of a state the form can change, for this user."""
        return {*self.form.fields, *self.formsets}

    def everything(self, state):
        """The data of a form filled in as `state`, what it lacks as the article has it."""
        values = {name: self.form[name].value() for name in self.form.fields if name not in state}
        data = {}
        for name, value in values.items():
            data |= _keys(self.form, name, value)
        for name in state.keys() & self.names:
            data |= self.part(name, state[name])
        for name in self.formsets.keys() - state.keys():
            data |= self.rows(name, list(self._current(name)))
        return data

    def part(self, name, value):
        """The data of one field, or of the rows of one kind of tags."""
        if name in self.formsets:
            return self.rows(name, [each["id"] for each in value])
        if isinstance(value, list):
            return _keys(self.form, name, [each["id"] for each in value])
        if isinstance(value, dict):
            value = value["id"]
        elif value is not None and name in self.form.fields:
            value = Article._meta.get_field(name).to_python(value)
        return _keys(self.form, name, value)

    def typed_rows(self, name, data):
        """Keys of the rows that `data` holds, in their order, whatever rows there are now."""
        _, prefix, related = self.formsets[name]
        total = whole_number(data.get(f"{prefix}-TOTAL_FORMS")) or 0
        found = []
        for place in range(min(total, MOST_ROWS)):
            key = whole_number(data.get(f"{prefix}-{place}-{related}"))
            if key and f"{prefix}-{place}-DELETE" not in data:
                position = whole_number(data.get(f"{prefix}-{place}-position"))
                found.append((place + 1 if position is None else position, place, key))
        keys = [key for _, _, key in sorted(found)]
        heirs = Merge.objects.heirs(related, keys)
        return list(dict.fromkeys(heirs.get(key, key) for key in keys))

    def rows(self, name, wanted):
        """The data that brings the rows of today to the `wanted` keys in their order."""
        _, prefix, related = self.formsets[name]
        today = self._current(name)
        keys = [*today, *(key for key in wanted if key not in today)]
        data = {
            f"{prefix}-TOTAL_FORMS": len(keys),
            f"{prefix}-INITIAL_FORMS": len(today),
            f"{prefix}-MIN_NUM_FORMS": 0,
            f"{prefix}-MAX_NUM_FORMS": MOST_ROWS,
        }
        for place, key in enumerate(keys):
            row = {"id": today.get(key, ""), "article": self.article.pk or "", related: key}
            row["position"] = wanted.index(key) + 1 if key in wanted else len(keys)
            if key not in wanted:
                row["DELETE"] = "on"
            data |= {f"{prefix}-{place}-{field}": value for field, value in row.items()}
        return {field: [str(value)] for field, value in data.items()}

    def without_rows(self, data):
        """Drop from `data` what it says of rows."""
        for _, prefix, _ in self.formsets.values():
            for key in [key for key in data if key.startswith(f"{prefix}-")]:
                del data[key]

    def _current(self, name):
        """Keys of rows by the key of what they point to."""
        formset, _, related = self.formsets[name]
        if not self.article.pk:
            return {}
        rows = formset.model.objects.filter(article=self.article)
        return dict(rows.values_list(f"{related}_id", "pk"))


def typed_state(form, formsets, now):
    """The state that a valid form stands for; what it does not hold is as it is `now`."""
    state = dict(now)
    for name in form.cleaned_data.keys() & now.keys():
        value = form.cleaned_data[name]
        state[name] = items(value) if isinstance(now[name], list) else value_of(value)
    for formset in formsets:
        related = next(name for name in ROWS if name in formset.form.base_fields)
        state[ROWS[related]] = items(_in_order(formset, related))
    return state


def _in_order(formset, related):
    rows = [form for form in formset.forms if form not in formset.deleted_forms]
    found = [form.cleaned_data for form in rows if form.cleaned_data.get(related)]
    return [row[related] for row in sorted(found, key=lambda row: row.get("position") or 0)]


def _keys(form, name, value):
    """What a browser sends for one field that shows `value`."""
    field, html_name = form.fields[name], form.add_prefix(name)
    value, widget = field.prepare_value(value), field.widget
    widget = getattr(widget, "widget", widget)
    if isinstance(widget, MultiWidget):
        parts = zip(widget.widgets, widget.widgets_names, widget.decompress(value), strict=True)
        return {f"{html_name}{end}": [_shown(part, each)] for part, end, each in parts}
    if getattr(widget, "allow_multiple_selected", False):
        return {html_name: [str(getattr(each, "pk", each)) for each in value or []]}
    if isinstance(value, bool):
        return {html_name: ["on"]} if value else {}
    return {html_name: ["" if value is None else str(value)]}


def _shown(widget, value):
    """What one part of a field sends; a list to choose from knows its values as a list."""
    text = widget.format_value(value)
    return (text[0] if text else "") if isinstance(text, list) else text or ""
