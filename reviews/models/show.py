"""Shows: who made them, and where they can be watched."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .address import Addressed
from .fields import ProseField, WordsField
from .person import Person


class Show(Addressed):
    """A series, a film, a miniseries or a documentary: whatever an article is about."""

    class Kind(models.TextChoices):
        SERIES = "series", "series"
        FILM = "film", "film"
        MINISERIES = "miniseries", "miniseries"
        DOCUMENTARY = "documentary", "documentary"

    title = WordsField(max_length=200)
    original_title = WordsField(
        max_length=200, blank=True, help_text="When it differs from the title."
    )
    slug = models.SlugField(
        max_length=200,
        unique=True,
        error_messages={"unique": "Another show has this address already; add the year to it."},
        help_text="Its address: /shows/<slug>/. Two shows of one title differ by the year.",
    )
    kind = models.CharField(max_length=12, choices=Kind)
    first_year = models.PositiveSmallIntegerField(
        help_text="The year of release, or of the first episode."
    )
    last_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The year of the last episode. Empty while it runs."
    )
    seasons = models.PositiveSmallIntegerField(null=True, blank=True)
    synopsis = ProseField(blank=True, help_text="What it is about, without spoilers.")
    country = WordsField(max_length=120, blank=True)
    language = WordsField(max_length=120, blank=True)
    network = WordsField("network or studio", max_length=200, blank=True)
    poster = models.ForeignKey(
        "reviews.Image", null=True, blank=True, on_delete=models.PROTECT, related_name="poster_of"
    )

    class Meta:
        ordering = ["title", "first_year"]
        constraints = [
            models.CheckConstraint(
                name="show_first_year_is_plausible",
                condition=Q(first_year__range=(1870, 2200)),
                violation_error_message="Films begin in the 1870s: give the year in four digits.",
            ),
            models.CheckConstraint(
                name="show_ends_after_it_begins",
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                violation_error_message="The last year lies before the first.",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.first_year})"

    def get_absolute_url(self):
        return reverse("reviews:show", args=[self.slug])

    @property
    def is_episodic(self):
        return self.kind in {self.Kind.SERIES, self.Kind.MINISERIES}

    @property
    def years(self):
        """“1963” for a film, “2017–2020” for what ended, “2019–” for what runs."""
        if self.last_year == self.first_year or (self.last_year is None and not self.is_episodic):
            return str(self.first_year)
        return f"{self.first_year}–{self.last_year or ''}"


class ShowAlias(models.Model):
    """Another title under which editors and readers look for a show."""

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="aliases")
    title = WordsField(max_length=200)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "show aliases"
        constraints = [
            models.UniqueConstraint(
                fields=["show", "title"],
                name="show_alias_once",
                violation_error_message="This title is listed already.",
            )
        ]

    def __str__(self):
        return self.title


class Credit(models.Model):
    """A person's part in a show."""

    class Role(models.TextChoices):
        CREATOR = "creator", "creator"
        DIRECTOR = "director", "director"
        WRITER = "writer", "writer"
        CAST = "cast", "cast"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(max_length=10, choices=Role)
    character = WordsField(max_length=120, blank=True, help_text="For the cast: whom.")
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["show", "person", "role", "character"],
                name="credit_once",
                violation_error_message="This credit is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}"


class WatchOption(models.Model):
    """Where a show can be watched, in one region."""

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="watch_options")
    provider = WordsField(max_length=80)
    url = models.URLField("link", blank=True, max_length=500)
    region = models.CharField(
        max_length=2, blank=True, help_text="Two letters, as in GB. Empty: everywhere."
    )

    class Meta:
        ordering = ["provider", "region"]
        constraints = [
            models.UniqueConstraint(
                fields=["show", "provider", "region"],
                name="watch_option_once",
                violation_error_message="This provider is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.provider} ({self.region})" if self.region else self.provider
