"""The stored lists, and what editors say about them: pins, bans, what to ignore."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from reviews.models import Article


class Recommendation(models.Model):
    """
    One line of an article's stored list, written by the builder only.

    Ranks are not unique in the database: they are rewritten in place, and neither SQLite nor
    PostgreSQL would let two rows change places one after the other.
    """

    source = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="recommendations")
    target = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="recommended_by")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField(help_text="The score it was ranked by, damped by exposure.")
    reasons = models.JSONField(
        default=list, help_text="Shared tags as “kind:id”, heaviest first; named when shown."
    )

    class Meta:
        indexes = [models.Index(fields=["source", "rank"], name="recommendation_list")]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="recommendation_once"),
            models.CheckConstraint(
                name="recommendation_not_to_itself", condition=~Q(source=F("target"))
            ),
        ]

    def __str__(self):
        return f"{self.source_id} → {self.target_id} ({self.rank})"


class Profile(models.Model):
    """What the builder remembers of an article: its words counted, and its list's measures."""

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    fingerprint = models.CharField(max_length=32, help_text="Of the text that was counted.")
    term_keys = models.BinaryField()
    term_counts = models.BinaryField()
    tag_scale = models.FloatField(default=0, help_text="The most points by tags of its list.")
    text_scale = models.FloatField(default=0, help_text="The most points by text of its list.")
    text_length = models.FloatField(default=0, help_text="The length of its terms' vector.")
    text_least = models.FloatField(default=0, help_text="The least weight among its terms.")

    def __str__(self):
        return f"Profile of {self.article_id}"


class Build(models.Model):
    """
    The one row that says what the last build knew of the whole paper.

    `generation` moves with every change to the stored lists; `begun` is what it was when the last
    build to finish began. `digest` stands for all that it read, and is empty when the lists are
    due to be built: an article has been brought into them by itself since.
    """

    generation = models.PositiveBigIntegerField(default=0)
    begun = models.PositiveBigIntegerField(default=0)
    finished = models.PositiveBigIntegerField(default=0, help_text="How many builds have.")
    digest = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When a build that has not begun yet was asked for."
    )
    articles = models.PositiveIntegerField(default=0)
    common_tags = models.JSONField(
        default=dict, help_text="How many articles carry each tag that many do."
    )
    term_bits = models.PositiveSmallIntegerField(
        default=0, help_text="How many bits of a term say in which block it stands."
    )

    class Meta:
        constraints = [models.CheckConstraint(name="build_is_one_row", condition=Q(pk=1))]

    def __str__(self):
        return f"Build {self.generation}"


class TermBlock(models.Model):
    """In how many articles each of some terms stood at the last build; written by it only."""

    number = models.PositiveBigIntegerField(primary_key=True)
    keys = models.BinaryField()
    frequencies = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Terms {self.number}"


class Touched(models.Model):
    """
    An article that was brought into the lists by itself, since the last build began.

    A build that is under way leaves its lines alone: it may have read what was true before.
    """

    article_pk = models.BigIntegerField(primary_key=True, help_text="It may be deleted.")
    generation = models.PositiveBigIntegerField()

    def __str__(self):
        return f"{self.article_pk} at {self.generation}"


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


class LinkReport(Recommendation):
    """The stored lists under a second name: its page in the admin is the report on all links."""

    class Meta:
        proxy = True
        default_permissions = []
        verbose_name = verbose_name_plural = "report on the links"


class Followed(models.Model):
    """How often readers followed one link on one day; nothing is kept of who they are."""

    class Slot(models.TextChoices):
        MID = "mid", "You may also like"
        END = "end", "Read more"

    # Counting is no change of content: stored pages stay as fresh as they are.
    is_content = False

    day = models.DateField(db_index=True)
    source = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="followed_from")
    target = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="followed_to")
    slot = models.CharField(max_length=3, choices=Slot)
    rung = models.CharField(max_length=10, help_text="By what right the link stood there.")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "slot", "rung", "day"], name="followed_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.source_id} → {self.target_id} on {self.day}: {self.times}"
