"""An article's body as readers get it: cleaned again, with its pictures filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString, mark_safe
from lxml.html import HtmlElement

from .models import Article, Image
from .richtext import (
    absolute_urls,
    clean_html,
    expand_pictures,
    headings,
    image_ids,
    word_count,
)
from .richtext.reading import Heading
from .richtext.tree import element, inner_html, parse

WORDS_PER_MINUTE = 230
CONTENTS_FROM_HEADINGS = 3
DEEPEST_IN_CONTENTS = 3
PICTURE_SIZES = "(min-width: 46rem) 42rem, 92vw"


@dataclass(frozen=True)
class Body:
    """A rendered body with what the page says about it."""

    html: SafeString
    minutes: int
    contents: list[Heading]


def render_body(article: Article) -> Body:
    """Render one article's body; costs a query when it holds pictures, otherwise none."""
    html = render_bodies([article])[article.pk]
    minutes = max(1, ceil(word_count(html) / WORDS_PER_MINUTE))
    return Body(html, minutes, _contents(html))


def render_bodies(articles: Iterable[Article]) -> dict[int, SafeString]:
    """Map each article's key to its body for readers, with one query for all pictures."""
    cleaned = {article.pk: clean_html(article.body) for article in articles}
    wanted = {pk for html in cleaned.values() for pk in image_ids(html)}
    pictures = Image.objects.in_bulk(wanted)
    return {pk: _filled(html, pictures) for pk, html in cleaned.items()}


def body_for_feed(html: str, address: str) -> str:
    """
    Fit a rendered body for feed readers, at home at the article's full `address`.

    They drop frames and show hidden passages, so both become links; so that no address is
    left relative, all are joined to the article's.
    """
    tree = parse(html)
    for spoiler in tree.findall(".//details"):
        _put_link(spoiler, address, "Spoiler hidden – read it on the site")
    for frame in tree.findall(".//iframe"):
        _put_link(frame, frame.get("src"), f"Video: {frame.get('title')}")
    return absolute_urls(inner_html(tree), address)


def _filled(html: str, pictures: dict[int, Image]) -> SafeString:
    """Cleaned `html` with its pictures. The one place where markup is declared safe."""
    filled = expand_pictures(html, pictures, sizes=PICTURE_SIZES)
    return mark_safe(_scrollable_tables(filled))  # noqa: S308


def _scrollable_tables(html: str) -> str:
    """Put each table in a region that a narrow screen scrolls, by keyboard too."""
    tree = parse(html)
    for table in list(tree.iter("table")):
        caption = table.findtext("caption") or "Table"
        attributes = {"class": "scroller", "role": "region", "aria-label": caption}
        region = element("div", tabindex="0", **attributes)
        table.addprevious(region)
        region.tail, table.tail = table.tail, None
        region.append(table)
    return inner_html(tree)


def _put_link(node: HtmlElement, address: str, text: str) -> None:
    link = element("a", href=address)
    link.text = text
    paragraph = element("p")
    paragraph.append(link)
    paragraph.tail = node.tail
    node.getparent().replace(node, paragraph)


def _contents(html: str) -> list[Heading]:
    """The sections of a body that has enough of them to be worth a list."""
    found = [heading for heading in headings(html) if heading.level <= DEEPEST_IN_CONTENTS]
    return found if len(found) >= CONTENTS_FROM_HEADINGS else []
