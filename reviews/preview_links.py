"""
Previews lent to people without a login: made, found by their token, taken back.

A link is pinned: it shows the article and its tags as they were stored when it was made.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from .models import (
    Article,
    ArticleAuthor,
    ArticleShow,
    Author,
    Image,
    PreviewLink,
    Show,
    Theme,
)

TOKEN_BYTES = 32
LEFT_OUT = {"created_by", "lead_image"}


def make(article, *, by, days, note=""):
    """Return a new link to `article` as it is stored, and its token, which is kept nowhere."""
    article = Article.objects.for_listing().get(pk=article.pk)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = article.preview_links.create(
        token_hash=_hash(token),
        snapshot=_snapshot(article),
        version=article.version,
        note=note,
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, token


def find(token):
    """The link of `token` while it can be used, else None."""
    links = PreviewLink.objects.usable().select_related("article")
    return links.filter(token_hash=_hash(token)).first()


def revoke(link):
    """Take one link back."""
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])


def revoke_all(article):
    """Take back what was lent of `article`: what is withdrawn is withdrawn from all readers."""
    article.preview_links.usable().update(revoked_at=timezone.now())


def article_of(link):
    """The article as it was when `link` was made, without what has been deleted since."""
    kept = link.snapshot
    fields = {field.attname: field.to_python(kept["fields"][field.attname]) for field in _fields()}
    article = Article(**fields)
    article.is_typed = True
    article.lead_image = Image.objects.filter(pk=kept["lead_image"]).first()
    article._prefetched_objects_cache = {
        "article_authors": [
            ArticleAuthor(author=each) for each in _found(Author, kept["authors"])
        ],
        "article_shows": [ArticleShow(show=each) for each in _found(Show, kept["shows"])],
        "themes": _found(Theme, kept["themes"]),
    }
    return article


def _snapshot(article):
    fields = {field.attname: field.value_to_string(article) for field in _fields()}
    empty = {field.attname: None for field in _fields() if getattr(article, field.attname) is None}
    return {
        "fields": fields | empty,
        "lead_image": article.lead_image_id,
        "authors": [author.pk for author in article.ordered_authors],
        "shows": [show.pk for show in article.ordered_shows],
        "themes": [theme.pk for theme in article.themes.all()],
    }


def _fields():
    return [field for field in Article._meta.concrete_fields if field.name not in LEFT_OUT]


def _found(model, keys):
    rows = model.objects.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _hash(token):
    return sha256(token.encode()).hexdigest()
