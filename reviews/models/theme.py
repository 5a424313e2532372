"""Themes: what articles are about, apart from their shows."""

from django.db import models
from django.urls import reverse

from .address import Addressed
from .fields import ProseField
from .named import Alias, AliasedName


class Theme(Addressed, AliasedName):
    """What an article is about, apart from its show: “Cold War”."""

    slug = models.SlugField(
        max_length=120,
        unique=True,
        error_messages={"unique": "Another theme has this address already."},
        help_text="Its address: /themes/<slug>/.",
    )
    description = ProseField(
        blank=True, help_text="One or two sentences at the head of the theme's page."
    )

    class Meta:
        ordering = ["name"]
        permissions = [("merge_tags", "Can merge tags into one another")]

    def get_absolute_url(self):
        return reverse("reviews:theme", args=[self.slug])


class ThemeAlias(Alias):
    bearer_field = "theme"

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "theme aliases"
