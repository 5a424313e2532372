"""An article with its tags and pins as plain data, which is what a version keeps."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model

from reviews.models import Article
from reviews.signals import article_snapshot

# What no editor says, or what is counted elsewhere.
LEFT_OUT = {"id", "uuid", "version", "created_at", "updated_at"}
TAGS = ("authors", "shows", "themes")

State = dict[str, Any]


def snapshots(pks: Iterable[int]) -> dict[int, State]:
    """Map keys of articles to their state now, in a fixed number of queries."""
    pks = list(pks)
    articles = Article.objects.filter(pk__in=pks).for_listing()
    states = {article.pk: state_of(article) for article in articles}
    for _, (name, found) in article_snapshot.send(Article, article_pks=pks):
        for pk, state in states.items():
            state[name] = found.get(pk, [])
    return states


def state_of(article: Article) -> State:
    """The fields and tags of one article that was loaded `for_listing`."""
    fields = {field.name: _stored(field, article) for field in kept_fields()}
    return fields | {
        "authors": items(article.ordered_authors),
        "shows": items(article.ordered_shows),
        "themes": items(article.themes.all()),
    }


def kept_fields() -> list[Field]:
    return [field for field in Article._meta.concrete_fields if field.name not in LEFT_OUT]


def _stored(field: Field, article: Article) -> Any:
    if not field.is_relation or field.is_cached(article):
        return value_of(getattr(article, field.name))
    key = getattr(article, field.attname)
    return key and {"id": key, "name": ""}


def value_of(value: Any) -> Any:
    """A field's value as JSON has it, the same for what is typed and what is stored."""
    if isinstance(value, Model):
        return item(value)
    if isinstance(value, datetime):
        # A form knows no parts of a second.
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    return str(value) if isinstance(value, Decimal) else value


def items(objects: Iterable[Model]) -> list[dict]:
    return [item(each) for each in objects]


def item(each: Model) -> dict:
    """A thing that an article points to, with its name for when it is gone."""
    return {"id": each.pk, "name": str(each)}
