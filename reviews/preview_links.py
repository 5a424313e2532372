"""
Previews lent to people without a login: made, found by their token, taken back.

A link is pinned: it shows the version that the article was in when it was made.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from . import history
from .models import PreviewLink

TOKEN_BYTES = 32


def make(article, *, by, days, note=""):
    """Return a new link to `article` as it is stored, and its token, which is kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = article.preview_links.create(
        token_hash=_hash(token),
        version=history.current(article),
        note=note,
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, token


def find(token):
    """The link of `token` while it can be used, else None."""
    links = PreviewLink.objects.usable().select_related("article", "version")
    return links.filter(token_hash=_hash(token)).first()


def revoke(link):
    """Take one link back."""
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])


def revoke_all(article):
    """Take back what was lent of `article`: what is withdrawn is withdrawn from all readers."""
    article.preview_links.usable().update(revoked_at=timezone.now())


def _hash(token):
    return sha256(token.encode()).hexdigest()
