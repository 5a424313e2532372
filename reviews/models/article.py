"""The article: its columns, the rules that the database keeps, and its state."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .address import Addressed
from .article_queries import ArticleQuerySet
from .byline import join_names
from .coverage import reach
from .fields import EARLIEST, LATEST, PAPER_TIMES, ProseField, WordsField

# The key of an article that is typed and has none yet. It comes after all others.
UNSAVED = 2**63 - 1
RATINGS = [Decimal(halves) / 2 for halves in range(11)]


class Article(Addressed):
    class Kind(models.TextChoices):
        REVIEW = "review", "review"
        FEATURE = "feature", "feature"
        NEWS = "news", "news"
        INTERVIEW = "interview", "interview"
        LIST = "list", "list"

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_REVIEW = "in_review", "in review"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    class MidSlot(models.TextChoices):
        AUTOMATIC = "automatic", "automatic"
        AFTER_BLOCK = "after_block", "after a block of my choice"
        NONE = "none", "none in this article"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REVIEW)
    headline = WordsField(max_length=200)
    slug = models.SlugField(
        max_length=200,
        unique=True,
        error_messages={"unique": "Another article has this address already."},
        help_text="Its address: /articles/<slug>/. Taken from the headline when left empty.",
    )
    standfirst = ProseField(
        blank=True,
        help_text="The paragraph under the headline, and in lists: no spoilers.",
    )
    body = models.TextField(blank=True)
    lead_image = models.ForeignKey(
        "reviews.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lead_of",
        help_text="The picture at the top, on cards and in feeds.",
    )
    authors = models.ManyToManyField(
        "reviews.Author", through="ArticleAuthor", related_name="articles"
    )
    shows = models.ManyToManyField("reviews.Show", through="ArticleShow", related_name="articles")
    themes = models.ManyToManyField(
        "reviews.Theme",
        blank=True,
        related_name="articles",
        help_text="What it is about. Rare themes that two articles share link them best.",
    )
    status = models.CharField(
        max_length=10, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    published_at = models.DateTimeField(
        "publish at",
        null=True,
        blank=True,
        validators=PAPER_TIMES,
        help_text="Empty: the moment you publish. In the future: held back until then.",
    )
    significantly_updated_at = models.DateTimeField(
        "updated for readers at",
        null=True,
        blank=True,
        validators=PAPER_TIMES,
        help_text="Only for a change that readers should know of; a mended typo is none.",
    )
    correction_note = ProseField(
        blank=True, help_text="What was wrong and what is right, printed with the article."
    )
    corrected_at = models.DateTimeField(
        "corrected at",
        null=True,
        blank=True,
        validators=PAPER_TIMES,
        help_text="Left as it is: the moment at which you save another note. Printed with it.",
    )
    rating = models.DecimalField(
        max_digits=2,
        decimal_places=1,
        null=True,
        blank=True,
        choices=[(rating, f"{rating:.1f}") for rating in RATINGS],
        help_text="Out of 5. Leave empty where nothing is rated; 0 is a rating.",
    )
    verdict = WordsField(max_length=300, blank=True, help_text="The review in a sentence.")
    covers_season = models.PositiveSmallIntegerField(
        "covers through season",
        null=True,
        blank=True,
        help_text="The last season whose events the text gives away.",
    )
    covers_episode = models.PositiveSmallIntegerField("episode", null=True, blank=True)
    mid_slot = models.CharField(
        "“You may also like”",
        max_length=12,
        choices=MidSlot,
        default=MidSlot.AUTOMATIC,
        help_text="Where the links in the middle of the text stand.",
    )
    mid_slot_block = models.PositiveSmallIntegerField(
        "after block", null=True, blank=True, help_text="Counting paragraphs, pictures … from 1."
    )
    seo_title = WordsField(
        "title for search engines", max_length=120, blank=True, help_text="Empty: the headline."
    )
    seo_description = WordsField(
        "description for search engines",
        max_length=200,
        blank=True,
        help_text="Empty: the standfirst.",
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # Whether it is as somebody typed it or had it once, and not as it is stored.
    is_typed = False

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="article_live"),
            models.Index(fields=["status", "updated_at"], name="article_touched"),
            models.Index(fields=["-updated_at", "-id"], name="article_recent"),
        ]
        permissions = [
            ("change_any_article", "Can see and change every article, not only own drafts"),
            ("publish_article", "Can publish and withdraw articles"),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_public_has_a_time",
                condition=Q(status__in=["draft", "in_review"]) | Q(published_at__isnull=False),
                violation_error_message="What is or was public keeps its time of publication.",
            ),
            models.CheckConstraint(
                name="article_state_is_known",
                condition=Q(status__in=["draft", "in_review", "published", "withdrawn"]),
                violation_error_message="There is no such state.",
            ),
            models.CheckConstraint(
                name="article_times_in_reach",
                condition=(
                    Q(published_at__isnull=True) | Q(published_at__range=(EARLIEST, LATEST))
                )
                & (
                    Q(significantly_updated_at__isnull=True)
                    | Q(significantly_updated_at__range=(EARLIEST, LATEST))
                )
                & (Q(corrected_at__isnull=True) | Q(corrected_at__range=(EARLIEST, LATEST))),
                violation_error_message="Give years from 1870 to 2200.",
            ),
            models.CheckConstraint(
                name="article_correction_has_a_note",
                condition=Q(corrected_at__isnull=True) | ~Q(correction_note=""),
                violation_error_message="Only a correction has this time: write what was wrong.",
            ),
            models.CheckConstraint(
                name="article_rating_in_halves",
                condition=Q(rating__isnull=True) | Q(rating__in=RATINGS),
                violation_error_message="A rating is 0 to 5 in halves.",
            ),
            models.CheckConstraint(
                name="article_episode_needs_season",
                condition=Q(covers_episode__isnull=True) | Q(covers_season__isnull=False),
                violation_error_message="Name the season of that episode.",
            ),
            models.CheckConstraint(
                name="article_mid_slot_block_when_chosen",
                condition=Q(
                    mid_slot="after_block", mid_slot_block__isnull=False, mid_slot_block__gte=1
                )
                | (~Q(mid_slot="after_block") & Q(mid_slot_block__isnull=True)),
                violation_error_message="Give the number of a block with “after a block of my "
                "choice”, and only with it.",
            ),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("reviews:article", args=[self.slug])

    def is_public(self, *, at=None):
        """The twin of `ArticleQuerySet.published` for one loaded article."""
        return self.status == self.Status.PUBLISHED and self.published_at <= (at or timezone.now())

    def is_embargoed(self, *, at=None):
        """Published by an editor, with its time still to come."""
        return self.status == self.Status.PUBLISHED and not self.is_public(at=at)

    def is_written_by(self, user):
        """The twin of `ArticleQuerySet.written_by` for one loaded article."""
        if not user.pk:
            return False
        return self.created_by_id == user.pk or any(
            author.user_id == user.pk for author in self.ordered_authors
        )

    @property
    def leaves_addresses(self):
        """An article that no reader could ever see leaves none."""
        return self.is_public() or self.status == self.Status.WITHDRAWN

    @property
    def was_approved(self):
        """Whether an editor has published it, be it withdrawn since or still embargoed."""
        return self.status in {self.Status.PUBLISHED, self.Status.WITHDRAWN}

    @property
    def updated_for_readers_at(self):
        """When it was last updated, if that was after publication; else None."""
        return self._news_at([self.significantly_updated_at])

    @property
    def changed_for_readers_at(self):
        """The same of updates and corrections."""
        return self._news_at([self.significantly_updated_at, self.corrected_at])

    def _news_at(self, times):
        since = self.published_at
        return max((time for time in times if time and (not since or time > since)), default=None)

    @property
    def ordered_authors(self):
        return [row.author for row in self._rows("article_authors", "author")]

    @property
    def ordered_shows(self):
        return [row.show for row in self._rows("article_shows", "show")]

    def _rows(self, name, related):
        """Rows that were loaded with the article, or else those of one query."""
        rows = getattr(self, name).all()
        is_loaded = name in getattr(self, "_prefetched_objects_cache", {})
        return rows if is_loaded else rows.select_related(related)

    @property
    def byline(self):
        """Author names as they are printed."""
        return join_names([author.name for author in self.ordered_authors])

    @property
    def reach(self):
        """How far into its show the text goes; see `reach`."""
        return reach(self.covers_season, self.covers_episode)
