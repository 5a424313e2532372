"""
What the builder reads from the database: approved articles as the score sees them.

Some articles in a fixed number of queries; the whole paper in parts, so that it need not fit
into memory. Words are counted once for each version of a text and remembered in its profile.
"""

import hashlib

import numpy as np
from django.db.models import Exists, OuterRef

from reviews import richtext
from reviews.models import Article, ArticleShow, Credit
from reviews.models.prepared import PreparedQuery, padded

from .ages import Ages
from .models import IgnoredTag
from .scoring import Document
from .terms import Terms, count_terms

# Moves whenever words are counted otherwise, so that no stored count outlives its tokeniser.
COUNTING = "1"
STORED_INTEGER = np.dtype("<u4")
TEXT_COLUMNS = ("headline", "standfirst", "body")
PROFILE_COLUMNS = ("profile__fingerprint", "profile__term_keys", "profile__term_counts")
ARTICLES_AT_ONCE = 1000


class WholePaper:
    """
    All approved articles, as `profiles.refresh_profiles` has left them, read as often as asked.

    `digest` stands for everything that the last reading saw, and for the settings.
    """

    def __init__(self, settings):
        self.settings = settings
        self.digest = ""
        self._only_part = None

    def documents(self):
        """Every document, in id order; a paper of one part is read once only."""
        if self._only_part is None:
            yield from self._read()
        else:
            yield from self._only_part

    def _read(self):
        digest = hashlib.blake2b(repr(self.settings).encode(), digest_size=16)
        documents, parts, ages = [], 0, Ages(self.settings)
        for rows in approved_in_parts("published_at", *PROFILE_COLUMNS):
            parts += 1
            tags = read_tags([pk for pk, *_ in rows])
            documents = [_counted(row, tags, ages) for row in rows]
            for row, document in zip(rows, documents, strict=True):
                facts = (*_facts(row), sorted(document.tags), document.age_days)
                digest.update(repr(facts).encode())
            yield from documents
        self.digest = digest.hexdigest()
        if parts < 2:
            self._only_part = documents


def _facts(row):
    pk, published_at, fingerprint, *_ = row
    return pk, published_at.isoformat(), fingerprint


def approved_in_parts(*columns):
    """Rows of all approved articles, the id first, in lists of ARTICLES_AT_ONCE, in id order."""
    last = 0
    while True:
        rows = Article.objects.approved().filter(pk__gt=last).order_by("pk")
        rows = list(rows.values_list("pk", *columns)[:ARTICLES_AT_ONCE])
        if rows:
            yield rows
        if len(rows) < ARTICLES_AT_ONCE:
            return
        last = rows[-1][0]


def read_article(pk):
    """Article `pk` as a document and the fingerprint of its text, or two None if not approved."""
    rows = Article.objects.approved().filter(pk=pk)
    row = rows.values_list("published_at", *TEXT_COLUMNS, *PROFILE_COLUMNS).first()
    if row is None:
        return None, None
    published_at, headline, standfirst, body, *remembered = row
    text = (headline, standfirst, body)
    found = fingerprint(text)
    terms = _terms(text, found, *remembered)
    tags = frozenset(read_tags([pk]).get(pk, ()))
    return Document(pk, headline, published_at, tags, terms), found


def read_tags(ids):
    """The tags of those articles `ids` that are approved, by id; less what editors ignore."""
    tags = {}
    shows = SHOWS.rows(ids=padded(ids))
    people = _people({show for _, show in shows})
    for article, show in shows:
        tags.setdefault(article, set()).update((f"show:{show}", *people.get(show, ())))
    for article, theme in THEMES.rows(ids=padded(ids)):
        tags.setdefault(article, set()).add(f"theme:{theme}")
    ignored = ignored_tags()
    return {article: own - ignored for article, own in tags.items()}


def tags_of(shows, themes):
    """The tags that count, of an article about `shows` and `themes`, by id, saved or not."""
    return all_tags_of(shows, themes) - ignored_tags()


def all_tags_of(shows, themes):
    """The same with what editors ignore."""
    people = _people(set(shows))
    tags = {f"theme:{theme}" for theme in themes}
    for show in shows:
        tags.update((f"show:{show}", *people.get(show, ())))
    return frozenset(tags)


def ignored_tags():
    """Tags that editors have taken out of the score."""
    rows = IgnoredTag.objects.values_list("show_id", "person_id", "theme_id")
    kinds = ("show", "person", "theme")
    return {f"{kind}:{pk}" for row in rows for kind, pk in zip(kinds, row, strict=True) if pk}


def fingerprint(text):
    """A digest of headline, standfirst and body, and of the way their words are counted."""
    joined = "\x00".join((COUNTING, *text))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def to_bytes(numbers):
    return numbers.astype(STORED_INTEGER).tobytes()


def from_bytes(stored):
    return np.frombuffer(bytes(stored), dtype=STORED_INTEGER)


def count_text(text):
    """The terms of an article's headline, standfirst and body, the words of links left out."""
    headline, standfirst, body = text
    return count_terms(f"{headline} {standfirst} {richtext.plain_text(body, links=False)}")


def _terms(text, wanted, remembered, keys, counts):
    if wanted == remembered:
        return Terms(from_bytes(keys), from_bytes(counts))
    return count_text(text)


def _counted(row, tags, ages):
    pk, published_at, _, keys, counts = row
    terms = Terms(from_bytes(keys or b""), from_bytes(counts or b""))
    own = frozenset(tags.get(pk, ()))
    return Document(pk, "", published_at, own, terms, ages.of(pk, published_at))


def of_approved(rows):
    """
    Those of `rows` whose article is approved.

    Asked row by row: SQLite would go through all approved articles for an IN.
    """
    return rows.filter(Exists(Article.objects.approved().filter(pk=OuterRef("article"))))


SHOWS = PreparedQuery(
    lambda ids: (
        of_approved(ArticleShow.objects)
        .filter(article__in=ids)
        .order_by()
        .values_list("article_id", "show_id")
    )
)
THEMES = PreparedQuery(
    lambda ids: (
        of_approved(Article.themes.through.objects)
        .filter(article__in=ids)
        .values_list("article_id", "theme_id")
    )
)
CREDITED = PreparedQuery(
    lambda ids: (
        Credit.objects.filter(show__in=ids)
        .order_by()
        .distinct()
        .values_list("show_id", "person_id")
    )
)


def _people(shows):
    """The people credited on each show, as tags."""
    people = {}
    rows = CREDITED.rows(ids=padded(shows)) if shows else []
    for show, person in rows:
        people.setdefault(show, []).append(f"person:{person}")
    return people
