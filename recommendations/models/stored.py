"""What a build writes: the lists, and what they are worked out from."""

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

    # Nothing of it is on a page: stored pages stay as fresh as they are.
    is_content = False

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

    is_content = False

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

    is_content = False

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

    is_content = False

    article_pk = models.BigIntegerField(primary_key=True, help_text="It may be deleted.")
    generation = models.PositiveBigIntegerField()

    def __str__(self):
        return f"{self.article_pk} at {self.generation}"


class LinkReport(Recommendation):
    """The stored lists under a second name: its page in the admin is the report on all links."""

    class Meta:
        proxy = True
        default_permissions = []
        verbose_name = verbose_name_plural = "report on the links"
