"""What the reader of a wrong address may have looked for, by the words in it."""

import re
from difflib import SequenceMatcher

from reviews.models import Article

from .finding import find
from .query import parse
from .suggesting import near_names

# Other addresses are mostly asked for by robots that try doors.
SLUG = re.compile(r"[-\w]+", re.ASCII)
OURS = re.compile(r"/(?:articles|shows|themes|authors)/([^/]+)", re.IGNORECASE)
ARTICLES_OFFERED = 5
LONGEST_SLUG = 200
# A slug that was cut off or ends wrongly begins as the right one does.
BEGINNING = 0.6
SHORTEST_BEGINNING = 5


def words_of(path: str) -> str:
    """The words of the slug in `path`; empty when it is no address of ours."""
    found = OURS.match(path)
    return " ".join(re.findall(r"[^\W_]+", found[1][:LONGEST_SLUG])) if found else ""


def offers(path: str) -> dict[str, object]:
    """Names and public articles that are near to what a path that leads nowhere says."""
    words = words_of(path)
    if not words:
        return {"words": ""}
    names = near_names(words)
    pks = [*_alike(path), *find(parse(words)).pks]
    if not (pks or names):
        pks = find(parse(words), is_all=False).pks
    offered = list(dict.fromkeys(pks))[:ARTICLES_OFFERED]
    articles = Article.objects.in_bulk(offered)
    near = [articles[pk] for pk in offered if pk in articles]
    return {"words": words, "names": names, "articles": near}


def _alike(path: str) -> list[int]:
    """Keys of public articles whose slugs begin as the one in `path`, the likeliest first."""
    slug = OURS.match(path)[1][:LONGEST_SLUG].lower()
    beginning = slug[: max(SHORTEST_BEGINNING, round(len(slug) * BEGINNING))]
    if len(slug) < SHORTEST_BEGINNING or not SLUG.fullmatch(beginning):
        return []
    articles = Article.objects.published().filter(slug__startswith=beginning)
    found = articles.newest_first().values_list("pk", "slug")[: 4 * ARTICLES_OFFERED]
    likeness = {pk: SequenceMatcher(None, slug, other).ratio() for pk, other in found}
    return sorted(likeness, key=likeness.get, reverse=True)
