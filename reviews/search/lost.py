"""What the reader of a wrong address may have looked for, by the words in it."""

import re

from reviews.models import Article

from .finding import find
from .query import parse
from .suggesting import near_names

# Other addresses are mostly asked for by robots that try doors.
OURS = re.compile(r"/(?:articles|shows|themes|authors)/([^/]+)", re.IGNORECASE)
ARTICLES_OFFERED = 5
LONGEST_SLUG = 200


def words_of(path: str) -> str:
    """The words of the slug in `path`; empty when it is no address of ours."""
    found = OURS.match(path)
    return " ".join(re.findall(r"[^\W_]+", found[1][:LONGEST_SLUG])) if found else ""


def offers(path: str) -> dict[str, object]:
    """Names and public articles that are near to what a path that leads nowhere says."""
    words = words_of(path)
    if not words:
        return {"words": ""}
    query = parse(words)
    pks = find(query).pks or find(query, is_all=False).pks
    articles = Article.objects.in_bulk(pks[:ARTICLES_OFFERED])
    near = [articles[pk] for pk in pks if pk in articles]
    return {"words": words, "names": near_names(words), "articles": near}
