"""What editors say about the links: pins, bans, picks, what to ignore, what never ages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from reviews.models import Article


class Override(models.Model):
    """An editor's word on one link: always show it, or never."""

    class Kind(models.TextChoices):
        PIN = "pin", "pin: always link"
        BAN = "ban", "ban: never link"

    class Slot(models.TextChoices):
        EITHER = "either", "either place"
        MID = "mid", "You may also like (in the text)"
        END = "end", "Read more (at the end)"

    source = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="overrides",
        verbose_name="on the page of",
    )
    target = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="overridden_in",
        verbose_name="the link to",
        help_text="A pin to an article that is not public is kept, and skipped until it is.",
    )
    kind = models.CharField(max_length=3, choices=Kind, default=Kind.PIN)
    slot = models.CharField(
        "place",
        max_length=6,
        choices=Slot,
        default=Slot.EITHER,
        help_text="Where a pin stands, or from where a ban keeps the link away. When the text "
        "has no room for links, those pinned there stand at the end.",
    )
    position = models.PositiveSmallIntegerField(
        "order", default=1, help_text="Pins stand before all other links, the lowest first."
    )
    note = models.CharField(
        max_length=200, blank=True, help_text="Why, for the editor who comes after you."
    )

    class Meta:
        ordering = ["source", "position", "id"]
        verbose_name = "pin or ban"
        verbose_name_plural = "pins and bans"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"],
                name="override_once",
                violation_error_message="There is a pin or a ban of this link already; "
                "change that one.",
            ),
            models.CheckConstraint(
                name="override_not_to_itself",
                condition=~Q(source=F("target")),
                violation_error_message="An article does not link to itself.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} on “{self.source}” of “{self.target}”"

    def clean(self):
        """Say beside the field what the constraints would say above the form."""
        if self.source_id and self.source_id == self.target_id:
            raise ValidationError({"target": "An article does not link to itself."})
        pair = Override.objects.filter(source=self.source_id, target=self.target_id)
        if twin := pair.exclude(pk=self.pk).first():
            message = f"There is a {twin.kind} of this link on that page already; change that one."
            raise ValidationError({"target": message})


class NeverRecommend(models.Model):
    """An article that no other article is to link to by itself."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        related_name="never_recommend",
        error_messages={"unique": "This article is on the list already."},
        help_text="It keeps its own links; no page links to it in these places, pinned or not.",
    )
    note = models.CharField(
        max_length=200, blank=True, help_text="Why, for the editor who comes after you."
    )

    class Meta:
        ordering = ["article"]
        verbose_name = "article never to recommend"
        verbose_name_plural = "articles never to recommend"

    def __str__(self):
        return str(self.article)


class Evergreen(models.Model):
    """An article that does not age, where the paper has a half-life."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        related_name="evergreen",
        error_messages={"unique": "This article is on the list already."},
        help_text="It is linked to as if it were new, however old it is.",
    )
    note = models.CharField(
        max_length=200, blank=True, help_text="Why, for the editor who comes after you."
    )

    class Meta:
        ordering = ["article"]
        verbose_name = "evergreen article"

    def __str__(self):
        return str(self.article)


class EditorsPick(models.Model):
    """An article that editors put before the latest, on pages with too few related ones."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        related_name="editors_pick",
        error_messages={"unique": "This article is among the picks already."},
        help_text="One that is not public is kept, and skipped until it is.",
    )
    position = models.PositiveSmallIntegerField("order", default=1, help_text="The lowest first.")
    note = models.CharField(
        max_length=200, blank=True, help_text="Why, for the editor who comes after you."
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "editors’ pick"

    def __str__(self):
        return str(self.article)


def _once_or_empty(model):
    return models.OneToOneField(
        model,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        error_messages={"unique": "This is ignored already."},
    )


class IgnoredTag(models.Model):
    """A show, a person or a theme that makes no two articles related."""

    show = _once_or_empty("reviews.Show")
    person = _once_or_empty("reviews.Person")
    theme = _once_or_empty("reviews.Theme")
    note = models.CharField(
        max_length=200, blank=True, help_text="Why, for the editor who comes after you."
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="ignored_tag_is_one_thing",
                condition=Q(show__isnull=False, person=None, theme=None)
                | Q(show=None, person__isnull=False, theme=None)
                | Q(show=None, person=None, theme__isnull=False),
                violation_error_message="Choose one: a show, a person or a theme.",
            )
        ]

    def __str__(self):
        return str(self.show or self.person or self.theme)
