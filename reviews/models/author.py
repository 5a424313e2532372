"""Authors, as bylines name them."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from .address import Addressed
from .fields import ProseField, WordsField


class Author(Addressed):
    """A byline; the login that may go with it is apart."""

    name = WordsField("byline name", max_length=120)
    slug = models.SlugField(
        max_length=120,
        unique=True,
        error_messages={"unique": "Another author has this address already."},
        help_text="The address: /authors/<slug>/.",
    )
    bio = ProseField(blank=True)
    portrait = models.ForeignKey(
        "reviews.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="portrait_of",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        verbose_name="login",
        help_text="The account of this author, if there is one.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reviews:author", args=[self.slug])


class AuthorLink(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="links")
    label = WordsField(max_length=80)
    url = models.URLField("link", max_length=500)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.label
