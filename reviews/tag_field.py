"""The field of an article's form that offers the tags found in its text."""

import re

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from . import richtext
from .models import Show, Theme
from .tags_in_text import suggest

VALUE = re.compile(r"(theme|show):([1-9][0-9]{0,17})", re.ASCII)
MODELS = {"theme": Theme, "show": Show}
HELP = (
    '<span data-suggestions="{}">Shows and themes that the text names and the article does not '
    "bear. Those that you tick are added when you save.</span>"
)
ROWS = re.compile(r"article_shows-\d+-show")


class SuggestedTags(forms.MultipleChoiceField):
    """Tags to add with the save; its value is a list of things that exist."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self):
        super().__init__(
            required=False,
            label="Found in the text",
        )

    def offer_from(self, form):
        """Offer what is found in what `form` shows, typed or saved."""
        address = reverse("admin:reviews_article_suggest")
        self.help_text = format_html(HELP, address)
        self.choices = lambda: choices(*_shown(form))

    def valid_value(self, value):
        return VALUE.fullmatch(value) is not None

    def clean(self, value):
        wanted = [VALUE.fullmatch(each).groups() for each in super().clean(value)]
        return [
            thing
            for kind, model in MODELS.items()
            for thing in model.objects.filter(pk__in=[pk for each, pk in wanted if each == kind])
        ]


def ticked(cleaned, model) -> list:
    """The things of a kind that were ticked in a form with that cleaned data."""
    return [tag for tag in cleaned.get("suggested", ()) if isinstance(tag, model)]


def untick(data, kind):
    """Take the ticked things of a kind out of the data of a form, and leave those of others."""
    kept = [value for value in data.getlist("suggested") if not value.startswith(f"{kind}:")]
    data.setlist("suggested", kept)


def choices(headline, standfirst, body, taken):
    """Values and labels for the boxes."""
    return [(each.value, each.label) for each in suggest(headline, standfirst, body, taken)]


def typed(data):
    """The words and the tags in what a form was sent with."""
    keys = [("theme", pk) for pk in data.getlist("themes")]
    keys += [("show", data[name]) for name in data if ROWS.fullmatch(name)]
    taken = [(kind, int(pk)) for kind, pk in keys if VALUE.fullmatch(f"{kind}:{pk}")]
    body = richtext.clean_html(data.get("body", ""))
    return data.get("headline", ""), data.get("standfirst", ""), body, taken


def _shown(form):
    if form.is_bound:
        return typed(form.data)
    article = form.instance
    if not article.pk:
        return "", "", "", []
    taken = [("theme", theme.pk) for theme in article.themes.all()]
    taken += [("show", row.show_id) for row in article.article_shows.all()]
    return article.headline, article.standfirst, article.body, taken
