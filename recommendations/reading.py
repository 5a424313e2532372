"""
What the builder reads from the database: approved articles as the score sees them.

A fixed number of queries, for the whole paper or for some of its articles. Words are counted
once for each version of a text and remembered in its profile.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef

from reviews import richtext
from reviews.models import Article, ArticleShow, Credit

from .models import IgnoredTag
from .scoring import Document
from .terms import Terms, count_terms

# Moves whenever words are counted otherwise, so that no stored count outlives its tokeniser.
COUNTING = "1"
STORED_INTEGER = np.dtype("<u4")
TEXT_COLUMNS = ("headline", "standfirst", "body")
PROFILE_COLUMNS = ("profile__fingerprint", "profile__term_keys", "profile__term_counts")


@dataclass(frozen=True)
class Reading:
    """Documents in id order, and the fingerprint of each one's text by id."""

    documents: list[Document]
    fingerprints: dict[int, str]


def read_articles(ids=None):
    """Approved articles, embargoed ones included: all, or those of `ids`."""
    tags = read_tags(ids)
    rows = _only(ids, Article.objects.approved().order_by("pk"), "pk")
    rows = rows.values_list("pk", "published_at", *TEXT_COLUMNS, *PROFILE_COLUMNS)
    reading = Reading([], {})
    for pk, published_at, headline, standfirst, body, *remembered in rows.iterator():
        text = (headline, standfirst, body)
        reading.fingerprints[pk] = fingerprint(text)
        terms = _terms(text, reading.fingerprints[pk], *remembered)
        own = frozenset(tags.get(pk, ()))
        reading.documents.append(Document(pk, headline, published_at, own, terms))
    return reading


def read_tags(ids=None):
    """The tags of approved articles by article id; what editors ignore is left out."""
    tags = {}
    shows = _pairs(ArticleShow.objects, "show_id", ids)
    people = _people({show for _, show in shows} if ids is not None else None)
    for article, show in shows:
        tags.setdefault(article, set()).update((f"show:{show}", *people.get(show, ())))
    for article, theme in _pairs(Article.themes.through.objects, "theme_id", ids):
        tags.setdefault(article, set()).add(f"theme:{theme}")
    ignored = ignored_tags()
    return {article: own - ignored for article, own in tags.items()}


def tags_of(shows, themes):
    """The tags of an article about `shows` and `themes`, given by id, saved or not."""
    people = _people(set(shows))
    tags = {f"theme:{theme}" for theme in themes}
    for show in shows:
        tags.update((f"show:{show}", *people.get(show, ())))
    return frozenset(tags - ignored_tags())


def ignored_tags():
    """Tags that editors have taken out of the score."""
    rows = IgnoredTag.objects.values_list("show_id", "person_id", "theme_id")
    kinds = ("show", "person", "theme")
    return {f"{kind}:{pk}" for row in rows for kind, pk in zip(kinds, row, strict=True) if pk}


def terms_of(headline, standfirst, body):
    """The words of an article counted; those of its links are left out."""
    return count_terms(f"{headline} {standfirst} {richtext.plain_text(body, links=False)}")


def fingerprint(text):
    """A digest of headline, standfirst and body, and of the way their words are counted."""
    joined = "\x00".join((COUNTING, *text))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def to_bytes(numbers):
    return numbers.astype(STORED_INTEGER).tobytes()


def from_bytes(stored):
    return np.frombuffer(bytes(stored), dtype=STORED_INTEGER)


def _terms(text, wanted, remembered, keys, counts):
    if wanted == remembered:
        return Terms(from_bytes(keys), from_bytes(counts))
    return terms_of(*text)


def of_approved(rows):
    """
    Those of `rows` whose article is approved.

    Asked row by row: SQLite would go through all approved articles for an IN.
    """
    return rows.filter(Exists(Article.objects.approved().filter(pk=OuterRef("article"))))


def _pairs(manager, column, ids):
    rows = _only(ids, of_approved(manager), "article")
    return list(rows.values_list("article_id", column))


def _people(shows):
    """The people credited on each show, as tags."""
    rows = _only(shows, Credit.objects.order_by(), "show").distinct()
    people = {}
    for show, person in rows.values_list("show_id", "person_id"):
        people.setdefault(show, []).append(f"person:{person}")
    return people


def _only(ids, rows, column):
    return rows if ids is None else rows.filter(**{f"{column}__in": ids})
