"""The text of an item: the article as it is on the page, fitted for software that shows it."""

from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from reviews.gathering import wanted
from reviews.linking import lead_links
from reviews.richtext import clean_html, expand_pictures, make_absolute
from reviews.richtext.marking import Target
from reviews.richtext.tree import element, inner_html, parse

KEPT = 512
PICTURE_SIZES = "100vw"
SPOILER = "Spoiler hidden – read it on the site"


class Picture(NamedTuple):
    """What is shown of a library picture."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str

    def rendition_url(self, width: int) -> str:
        return self.src


class Link(NamedTuple):
    url: str
    text: str


class Parts(NamedTuple):
    """All that the text of an item is made of; nothing else has a say in it."""

    address: str
    body: str
    slugs: tuple[tuple[Target, str], ...]
    pictures: tuple[tuple[int, Picture], ...]
    lead: Picture | None
    standfirst: str
    byline: str
    rating: str
    correction: str
    corrected: str
    onward: tuple[Link, ...]


@lru_cache(maxsize=KEPT)
def wanted_by(body: str) -> frozenset[Target]:
    """What an article's body needs from the database: pictures and targets of links."""
    return frozenset(wanted(_cleaned(body)))


@lru_cache(maxsize=KEPT)
def html_of(parts: Parts) -> str:
    """
    The whole text of an item, every address in full.

    Readers' software drops frames and shows hidden passages, so both become links to where they
    can be seen. Remembered by its parts, as most articles are the same from one change to the
    next.
    """
    tree = parse(_cleaned(parts.body))
    lead_links(tree, dict(parts.slugs))
    expand_pictures(tree, dict(parts.pictures), sizes=PICTURE_SIZES)
    for spoiler in tree.findall(".//details"):
        _replace(spoiler, _paragraph(_link(parts.address, SPOILER)))
    for frame in tree.findall(".//iframe"):
        _replace(frame, _paragraph(_video(frame, parts.lead)))
    for node in reversed(list(_head(parts))):
        node.tail, tree.text = tree.text, None
        tree.insert(0, node)
    tree.extend(_foot(parts))
    make_absolute(tree, parts.address)
    return inner_html(tree)


@lru_cache(maxsize=KEPT)
def _cleaned(body: str) -> str:
    return clean_html(body)


def _head(parts: Parts):
    """What stands above the text on the page."""
    if parts.lead:
        yield _figure(parts.lead)
    if parts.standfirst:
        yield _paragraph(_marked("em", parts.standfirst))
    if parts.byline:
        yield _marked("p", parts.byline)
    if parts.rating:
        yield _paragraph(_marked("strong", parts.rating))
    if parts.correction:
        note = _paragraph(_marked("strong", f"{parts.corrected}:"))
        note[0].tail = f" {parts.correction}"
        yield note


def _foot(parts: Parts):
    """Where the reader may go on, as plain links."""
    if parts.onward:
        yield _marked("h2", "Read more")
        items = element("ul")
        for link in parts.onward:
            item = element("li")
            item.append(_link(link.url, link.text))
            items.append(item)
        yield items


def _figure(picture: Picture) -> HtmlElement:
    figure = element("figure")
    size = {"width": str(picture.width), "height": str(picture.height)}
    image = {"src": picture.src, "srcset": picture.srcset, "sizes": PICTURE_SIZES}
    figure.append(element("img", **image, **size, alt=picture.alt))
    if picture.caption or picture.credit:
        caption = element("figcaption")
        caption.text = picture.caption
        if picture.credit:
            caption.text += " " if picture.caption else ""
            caption.append(_marked("small", picture.credit))
        figure.append(caption)
    return figure


def _video(frame: HtmlElement, picture: Picture | None) -> HtmlElement:
    """A link to a player with a picture of ours: the player's host hears of no reader by it."""
    link = _link(frame.get("src"), f"Video: {frame.get('title') or 'Video'}")
    if picture:
        size = {"width": str(picture.width), "height": str(picture.height)}
        image = element("img", src=picture.src, alt="", **size)
        image.tail, link.text = link.text, None
        link.append(image)
    return link


def _link(address: str, text: str) -> HtmlElement:
    link = element("a", href=address)
    link.text = text
    return link


def _marked(tag: str, text: str) -> HtmlElement:
    node = element(tag)
    node.text = text
    return node


def _paragraph(child: HtmlElement) -> HtmlElement:
    paragraph = element("p")
    paragraph.append(child)
    return paragraph


def _replace(node: HtmlElement, other: HtmlElement) -> None:
    other.tail = node.tail
    node.getparent().replace(node, other)
