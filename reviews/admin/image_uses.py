"""Where a picture is used, asked in one place: for the grid, filters, form and deletion."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from reviews.models import Article, ArticlePicture, Author, Show

SHOWN = 50


@dataclass(frozen=True)
class Use:
    """One way in which a row of `model` uses the picture that its `field` names."""

    code: str
    words: str
    model: type[Model]
    field: str

    @property
    def condition(self):
        """Whether a picture of a query is used in this way at all."""
        return Exists(self._rows())

    @property
    def count(self):
        """How often it is; counted beside each picture, and joined to none."""
        numbers = self._rows().values(self.field).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(numbers), 0)

    def _rows(self):
        return self.model._base_manager.filter(**{self.field: OuterRef("pk")}).order_by()


USES = [
    Use("lead", "lead image", Article, "lead_image"),
    Use("body", "in texts", ArticlePicture, "image"),
    Use("poster", "poster", Show, "poster"),
    Use("portrait", "portrait", Author, "portrait"),
]


@dataclass(frozen=True)
class User:
    """Something that uses a picture, in the words of the newsroom."""

    how: str
    name: str
    state: str
    address: str


def with_uses(images):
    """Pictures with the number of their uses of each kind."""
    return images.annotate(**{f"{use.code}_count": use.count for use in USES})


def uses_of(image, reader):
    """
    What uses `image`: those whom `reader` may see as `shown`, and the number of all others.

    Four queries, whatever their number; at most SHOWN of each kind are shown.
    """
    leads = Article.objects.filter(lead_image=image)
    texts = Article.objects.filter(article_pictures__image=image)
    shown = [
        *_articles("Lead image of", leads, reader),
        *_articles("In the text of", texts, reader),
        *(User("Poster of", str(s), "", _address(s)) for s in image.poster_of.all()[:SHOWN]),
        *(User("Portrait of", str(a), "", _address(a)) for a in image.portrait_of.all()[:SHOWN]),
    ]
    total = sum(getattr(image, f"{use.code}_count") for use in USES)
    return {"shown": shown, "others": total - len(shown)}


def _articles(how, articles, reader):
    found = articles.visible_to(reader).defer("body")
    for article in found.order_by(F("published_at").desc(nulls_last=True), "-pk")[:SHOWN]:
        state = "live" if article.is_public() else article.get_status_display()
        yield User(how, article.headline, state, _address(article))


def _address(obj):
    return reverse(f"admin:reviews_{obj._meta.model_name}_change", args=[obj.pk])
