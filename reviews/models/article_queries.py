"""Which articles there are for whom, and what each use reads with them."""

from django.db import models
from django.db.models import BooleanField, Case, Count, Prefetch, Q, Value, When
from django.utils import timezone

from reviews import roles

from .byline import ArticleAuthor
from .coverage import ArticleShow
from .image import ArticlePicture
from .show import Credit

FEED_FIELDS = (
    *("headline", "slug", "standfirst", "body", "published_at", "significantly_updated_at"),
    *("correction_note", "corrected_at", "rating", "uuid", "covers_season", "covers_episode"),
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


def _is_public(at, path=""):
    return Q(**{f"{path}status": "published", f"{path}published_at__lte": at})


def public_row_by_row(at, path=""):
    """
    What `published` asks, as a condition on the article at `path` of a row, “target__” say.

    It is judged of each row that is there for another reason. As a plain condition it tempts a
    database into starting from all that is public, which it takes for few.
    """
    is_public = When(_is_public(at, path), then=Value(True))
    return Case(is_public, default=Value(False), output_field=BooleanField())


class ArticleQuerySet(models.QuerySet):
    def in_state(self, status):
        """Articles of one Article.Status, whatever their time."""
        return self.filter(status=status)

    def approved(self):
        """Articles an editor has published, embargoed ones included."""
        return self.in_state(self.model.Status.PUBLISHED)

    def published(self, *, at=None):
        """
        Articles any reader may see. The only definition of "public" on the site.

        Call it per request: stored on a class it would freeze the clock.
        """
        return self.filter(_is_public(at or timezone.now()))

    def withdrawn(self, *, at=None):
        """Articles that readers could see once and cannot now."""
        taken_back = self.filter(status=self.model.Status.WITHDRAWN)
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
        return self.filter(status__in=[self.model.Status.DRAFT, self.model.Status.IN_REVIEW])

    def in_review(self):
        return self.in_state(self.model.Status.IN_REVIEW)

    def submitted(self):
        """What a writer has handed over: in review, embargoed or live."""
        return self.filter(status__in=[self.model.Status.IN_REVIEW, self.model.Status.PUBLISHED])

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


def credits_of_shows(path="credits"):
    """The credits of shows with their people, to be prefetched along `path`."""
    return Prefetch(path, Credit.objects.select_related("person"))
