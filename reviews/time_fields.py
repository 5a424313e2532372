"""
Date and time as editors type them: the zone and the time in UTC stand beside the field.

Where clocks are put back they show a time twice, and the editor is asked which is meant; a time
over which they are put forward does not exist, and is refused with the next one that does.
"""

from datetime import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html

from .zones import EDGES, after_the_gap, in_utc, readings

NO_SUCH_DATE = "There is no such date. Write it like 2026-03-29."
NO_SUCH_TIME = "There is no such time. Write it like 20:15."
SKIPPED = (
    "That day the clocks in {zone} are put forward over {wall:%H:%M}: it does not exist. Take "
    "{after:%H:%M}, or a time before the change."
)
SHOWN_TWICE = "That day the clocks in {zone} show {wall:%H:%M} twice: choose which is meant."
FOLDS = [("", "Choose which"), ("0", "the first"), ("1", "the second")]


class PaperTimeWidget(AdminSplitDateTime):
    """Date, time and, where clocks show that time twice, which of the two."""

    class Media:
        js = ["reviews/admin/paper_time.js"]

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.widgets.append(forms.Select(choices=FOLDS))
        self.widgets_names.append("_2")

    def decompress(self, value):
        if value is None:
            return [None, None, ""]
        local = timezone.localtime(value)
        is_twice = len(readings(_wall_of(local), local.tzinfo)) > 1
        return [local.date(), local.time(), str(local.fold) if is_twice else ""]

    def render(self, name, value, attrs=None, renderer=None):
        typed = value if isinstance(value, list | tuple) else self.decompress(value)
        zone = timezone.get_current_timezone()
        moments = readings(wall, zone) if (wall := _read(*typed[:2])) else []
        context = self.get_context(name, value, attrs)
        which = context["widget"]["subwidgets"].pop()
        for fold, moment in enumerate(moments if len(moments) > 1 else []):
            words = f"{moment:%H:%M} {moment.tzname()} ({in_utc(moment)})"
            which["optgroups"][1 + fold][1][0]["label"] = words
        return format_html(
            '<div class="paper-time" data-zone="{}">{}'
            '<p class="paper-time__which" {}><label for="{}">Which of the two:</label> {}</p>'
            '<p class="paper-time__zone">Times are {}. <output>{}</output></p></div>',
            zone,
            self._render(self.template_name, context, renderer),
            "" if len(moments) > 1 else "hidden",
            which["attrs"].get("id", ""),
            self._render(which["template_name"], {"widget": which}, renderer),
            zone,
            _said(moments, typed[2]),
        )


class PaperTimeField(forms.SplitDateTimeField):
    widget = PaperTimeWidget

    def __init__(self, *, error_messages=None, **kwargs):
        messages = {"invalid_date": NO_SUCH_DATE, "invalid_time": NO_SUCH_TIME}
        super().__init__(error_messages=messages | (error_messages or {}), **kwargs)
        self.fields = (*self.fields, forms.ChoiceField(choices=FOLDS, required=False))

    def compress(self, data_list):
        if not data_list:
            return None
        date, time, fold = data_list
        if date in self.empty_values:
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date")
        if time in self.empty_values:
            raise ValidationError(self.error_messages["invalid_time"], code="invalid_time")
        return moment_of(datetime.combine(date, time), fold)


def moment_of(wall: datetime, fold: str = "") -> datetime:
    """
    The moment that a naive time of the paper's clocks means; `fold` says which of two.

    Raises ValidationError for a time that they never show, or show twice without `fold`.
    """
    zone = timezone.get_current_timezone()
    moments = readings(wall, zone)
    if not moments:
        after = after_the_gap(wall, zone)
        words = SKIPPED.format(zone=zone, wall=wall, after=after)
        raise ValidationError(words, code="skipped")
    if len(moments) > 1 and fold not in {"0", "1"}:
        raise ValidationError(SHOWN_TWICE.format(zone=zone, wall=wall), code="twice")
    return moments[int(fold or 0) if len(moments) > 1 else 0]


def _read(date, time) -> datetime | None:
    """The naive time that stands in the two fields, as values or as typed; None for no use."""
    try:
        wall = datetime.combine(forms.DateField().clean(date), forms.TimeField().clean(time))
    except ValidationError:
        return None
    return None if wall.year in EDGES else wall


def _said(moments: list[datetime], fold: str) -> str:
    """What stands beside the field: its time in UTC, or else the time that it is now."""
    if len(moments) > 1 and fold in {"0", "1"}:
        moments = [moments[int(fold)]]
    if len(moments) == 1:
        return f"That is {in_utc(moments[0])}."
    now = timezone.localtime()
    if now.tzname() == "UTC":
        return f"It is {now:%H:%M} now."
    return f"It is {now:%H:%M} there now ({in_utc(now)})."


def _wall_of(local: datetime) -> datetime:
    return local.replace(tzinfo=None, fold=0)
