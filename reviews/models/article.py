"""The article, who may see it, and what it is tagged with."""

import math
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from reviews import roles

from .address import Addressed
from .catalogue import Credit
from .fields import EARLIEST, LATEST, PAPER_TIMES, ProseField, WordsField
from .image import ArticlePicture

# The key of an article that is typed and has none yet. It comes after all others.
UNSAVED = 2**63 - 1
RATINGS = [Decimal(halves) / 2 for halves in range(11)]
FEED_FIELDS = (
    *("headline", "slug", "standfirst", "body", "published_at", "significantly_updated_at"),
    *("correction_note", "rating", "uuid", "covers_season", "covers_episode"),
    *(
        "lead_image__file",
        "lead_image__copies",
        "lead_image__width",
        "lead_image__height",
        "lead_image__alt_text",
    ),
    *("lead_image__is_decorative", "lead_image__caption", "lead_image__credit"),
)


def _counts(periods):
    return {
        f"period_{number}": Count("pk", filter=Q(published_at__gte=start, published_at__lt=end))
        for number, (start, end) in enumerate(periods)
    }


class ArticleQuerySet(models.QuerySet):
    def approved(self):
        """Articles an editor has published, embargoed ones included."""
        return self.filter(status=Article.Status.PUBLISHED)

    def published(self, *, at=None):
        """
        Articles any reader may see. The only definition of "public" on the site.

        Call it per request: stored on a class it would freeze the clock.
        """
        return self.approved().filter(published_at__lte=at or timezone.now())

    def withdrawn(self, *, at=None):
        """Articles that readers could see once and cannot now."""
        taken_back = self.filter(status=Article.Status.WITHDRAWN)
        return taken_back.filter(published_at__lte=at or timezone.now())

    def visible_to(self, user, *, at=None):
        """
        Published articles; a writer's own, whatever their state; all of them for editors.

        The twin of `roles.may_see` for many.
        """
        if roles.sees_all(user):
            return self
        public = self.published(at=at)
        return public | self.written_by(user) if roles.writes(user) else public

    def written_by(self, user):
        """Articles that `user` began, or whose byline names them through their login."""
        bylines = ArticleAuthor.objects.filter(author__user=user).values("article")
        return self.filter(Q(created_by=user) | Q(pk__in=bylines))

    def dated(self, start, end):
        """Articles whose time of publication is `start` or later and before `end`."""
        return self.filter(published_at__gte=start, published_at__lt=end)

    def unpublished(self):
        """Drafts, and what waits for an editor."""
        return self.filter(status__in=[Article.Status.DRAFT, Article.Status.IN_REVIEW])

    def in_review(self):
        return self.filter(status=Article.Status.IN_REVIEW)

    def submitted(self):
        """What a writer has handed over: in review, embargoed or live."""
        return self.filter(status__in=[Article.Status.IN_REVIEW, Article.Status.PUBLISHED])

    def embargoed(self, *, at=None):
        return self.approved().filter(published_at__gt=at or timezone.now())

    def untouched_since(self, moment):
        """What readers see and nobody has saved since `moment`."""
        return self.published().filter(updated_at__lt=moment)

    def showing(self, images):
        """Articles, drafts too, that have one of `images` at their top or in their text."""
        in_texts = ArticlePicture.objects.filter(image__in=images).values("article")
        return self.filter(Q(lead_image__in=images) | Q(pk__in=in_texts))

    def counts_by_period(self, periods):
        """How many articles are dated in each of `periods`, given as pairs of times."""
        return list(self.aggregate(**_counts(periods)).values())

    def with_counts_by_period(self, periods):
        """The same for each group of `values()`, as `period_0`, `period_1` …"""
        return self.annotate(**_counts(periods))

    def embargo_ends(self, *, after):
        """The times after `after` at which approved articles become public, or became so."""
        times = self.approved().filter(published_at__gt=after).order_by("published_at")
        return times.values_list("published_at", flat=True)

    def newest_first(self):
        return self.order_by("-published_at", "-id")

    def for_listing(self):
        """With what a card, a feed entry or the byline shows, in a fixed number of queries."""
        return self.select_related("lead_image").prefetch_related(
            Prefetch("article_authors", ArticleAuthor.objects.select_related("author__portrait")),
            Prefetch("article_shows", ArticleShow.objects.select_related("show")),
            "themes",
        )

    def for_page(self):
        """With what an article's own page shows, in a fixed number of queries."""
        credits = credits_of_shows("article_shows__show__credits")
        return self.for_listing().prefetch_related(credits)

    def for_feed(self):
        """With what an item of a feed holds beside its tags, in one query."""
        return self.select_related("lead_image").only(*FEED_FIELDS)


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
                ),
                violation_error_message="Give years from 1870 to 2200.",
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


def join_names(names):
    """Names as a byline has them: “A”, “A and B”, “A, B and C”."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def reach(season, episode):
    """
    How far a text goes that covers a show through `season` and `episode`, to be compared.

    Without an episode it covers the whole season; None when nothing is said.
    """
    return (season, episode or math.inf) if season else None


def credits_of_shows(path="credits"):
    """The credits of shows with their people, to be prefetched along `path`."""
    return Prefetch(path, Credit.objects.select_related("person"))


class ArticleAuthor(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="article_authors")
    author = models.ForeignKey(
        "reviews.Author", on_delete=models.PROTECT, related_name="article_authors"
    )
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "author"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="article_author_once",
                violation_error_message="This author is in the byline already.",
            )
        ]

    def __str__(self):
        return str(self.author)


class ArticleShow(models.Model):
    """A show an article is about; the first is the primary one."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="article_shows")
    show = models.ForeignKey(
        "reviews.Show", on_delete=models.PROTECT, related_name="article_shows"
    )
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "show"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "show"],
                name="article_show_once",
                violation_error_message="This show is tagged already.",
            )
        ]

    def __str__(self):
        return str(self.show)
