"""What articles are about and who writes them: shows, people, themes, authors."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from reviews.folding import fold_name

from .address import Addressed
from .fields import ProseField, WordsField

# Some characters fold to several; most names to less.
FOLDED_LENGTH = 160


class FoldedName(models.Model):
    """A name that is unique after folding case, accents, punctuation and spaces."""

    name = WordsField(max_length=120)
    folded = models.CharField(max_length=FOLDED_LENGTH, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        self.folded = fold_name(self.name)
        if update_fields and "name" in update_fields:
            update_fields = {*update_fields, "folded"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        self.folded = fold_name(self.name)
        if not self.folded:
            raise ValidationError({"name": "Give it a name."})
        if len(self.folded) > FOLDED_LENGTH:
            raise ValidationError({"name": "This name is too long: its letters stand for more."})
        twin = type(self).objects.filter(folded=self.folded).exclude(pk=self.pk).first()
        if twin:
            raise ValidationError({"name": f"“{twin}” is here already; use that one."})


class AliasedName(FoldedName):
    """A name whose bearer has others too, in `aliases`; none of them is another bearer's."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        rows = self._meta.get_field("aliases").related_model.objects
        alias = rows.filter(folded=self.folded).first()
        if alias and alias.bearer.pk != self.pk:
            raise ValidationError({"name": f"That is another name of “{alias.bearer}”."})


class Alias(FoldedName):
    """Another name under which editors look for a theme or a person: `bearer_field` says whose."""

    bearer_field = ""

    class Meta:
        abstract = True
        ordering = ["name"]

    @property
    def bearer(self):
        return getattr(self, self.bearer_field)

    def clean(self):
        super().clean()
        bearers = self._meta.get_field(self.bearer_field).related_model
        twin = bearers.objects.filter(folded=self.folded).first()
        if twin:
            kind = bearers._meta.verbose_name
            raise ValidationError({"name": f"“{twin}” is a {kind} of its own."})


class Person(AliasedName):
    """Somebody credited on a show."""

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"


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


class PersonAlias(Alias):
    bearer_field = "person"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "person aliases"


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
