"""What a body says: its blocks, words, headings, links and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from .marking import article_of
from .mending import HEADINGS, wrap_loose_words
from .tree import BLOCKS, inner_html, parse


@dataclass(frozen=True)
class Block:
    """
    One top-level element of a body: its tag, its number of words, its HTML.

    `articles` are the ids of articles that it links to, `links` the addresses of its other links.
    """

    tag: str
    words: int
    html: str
    articles: tuple[int, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of a body: level 2 to 4, the id to link to, the text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A library picture in a body: its id, its words there, whether it is decorative there."""

    id: int
    alt: str | None
    is_decorative: bool


def blocks(html: str) -> list[Block]:
    """Cut cleaned or expanded `html` into its top-level elements, in order."""
    tree = parse(html)
    wrap_loose_words(tree)
    return [_block(node) for node in tree]


def headings(html: str) -> list[Heading]:
    """The headings that can be seen: those in a spoiler would give it away in any list."""
    nodes = parse(html).iter(*HEADINGS)
    return [
        Heading(int(node.tag[1]), node.get("id", ""), " ".join(_text(node).split()))
        for node in nodes
        if next(node.iterancestors("details"), None) is None
    ]


def plain_text(html: str, *, links: bool = True, spoilers: bool = True) -> str:
    """
    Return the text of `html`, a space between blocks.

    Without `links` the words inside links are left out; without `spoilers`, hidden passages.
    """
    left_out = {tag for tag, kept in (("a", links), ("details", spoilers)) if not kept}
    return " ".join(_text(parse(html), left_out).split())


def word_count(html: str) -> int:
    return len(_text(parse(html)).split())


def link_targets(html: str) -> list[str]:
    """Every `href` in `html`, in order."""
    return _targets(parse(html))


def image_ids(html: str) -> list[int]:
    """Ids of the library pictures in `html`, in order."""
    figures = parse(html).iterfind(".//figure[@data-image]")
    return [int(figure.get("data-image")) for figure in figures]


def _block(node: HtmlElement) -> Block:
    links = [(link.get("href"), article_of(link)) for link in node.iter("a") if link.get("href")]
    return Block(
        tag=node.tag,
        words=len(_text(node).split()),
        html=inner_html([node]),
        articles=tuple(article for _, article in links if article),
        links=tuple(href for href, article in links if not article),
    )


def _targets(node: HtmlElement) -> list[str]:
    return [link.get("href") for link in node.iter("a") if link.get("href")]


def pictures(html: str) -> list[Shown]:
    """The library pictures in `html`, in order; one with no `alt` has the library's words."""
    return [
        Shown(int(figure.get("data-image")), image.get("alt"), image.get("role") is not None)
        for figure in parse(html).iterfind(".//figure[@data-image]")
        if (image := figure.find(".//img")) is not None
    ]


def _text(node: HtmlElement, left_out: frozenset[str] | set[str] = frozenset()) -> str:
    return "".join(_texts(node, left_out))


def _texts(node: HtmlElement, left_out: frozenset[str] | set[str]) -> Iterator[str]:
    if node.tag not in left_out:
        yield node.text or ""
        for child in node:
            yield from _texts(child, left_out)
            yield child.tail or ""
    if node.tag in BLOCKS or node.tag == "br":
        yield " "
