"""A cleaned body made ready for a page or a feed: pictures with addresses, links made absolute."""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urljoin

from lxml.html import HtmlElement

from .tree import allowed_text, append_text, element

DEFAULT_WIDTH_PX = 1200
ADDRESSES = {"href", "src", "cite"}


class Picture(Protocol):
    """What is asked of a picture to show it; `reviews.models.Image` is one."""

    alt: str
    caption: str
    credit: str
    srcset: str
    width: int
    height: int

    def rendition_url(self, width: int) -> str: ...


def expand_pictures(tree: HtmlElement, pictures: Mapping[int, Picture], *, sizes: str) -> None:
    """Give each picture of a cleaned tree its addresses, size and credit; drop unknown ones."""
    for figure in tree.findall(".//figure[@data-image]"):
        picture = pictures.get(int(figure.get("data-image")))
        if picture is None:
            figure.drop_tree()
            continue
        _fill_image(figure.find("img"), picture, sizes)
        _fill_caption(figure, picture)


def make_absolute(tree: HtmlElement, base_url: str) -> None:
    """Make every `href`, `src`, `srcset` and `cite` in the tree absolute against `base_url`."""
    for node in tree.iter():
        for name in ADDRESSES & set(node.keys()):
            node.set(name, urljoin(base_url, node.get(name)))
        if "srcset" in node.attrib:
            node.set("srcset", _absolute_srcset(node.get("srcset"), base_url))


def _absolute_srcset(srcset: str, base_url: str) -> str:
    candidates = [candidate.split() for candidate in srcset.split(", ")]
    return ", ".join(" ".join([urljoin(base_url, url), *size]) for url, *size in candidates)


def _fill_image(image: HtmlElement, picture: Picture, sizes: str) -> None:
    if image.get("alt") is None:
        image.set("alt", allowed_text(picture.alt))
    image.set("src", picture.rendition_url(DEFAULT_WIDTH_PX))
    image.set("srcset", picture.srcset)
    image.set("sizes", sizes)
    image.set("width", str(picture.width))
    image.set("height", str(picture.height))
    image.set("loading", "lazy")
    image.set("decoding", "async")


def _fill_caption(figure: HtmlElement, picture: Picture) -> None:
    caption = figure.find("figcaption")
    if caption is None and (picture.caption or picture.credit):
        caption = element("figcaption")
        caption.text = allowed_text(picture.caption)
        figure.append(caption)
    if picture.credit:
        append_text(caption, " ")
        credit = element("small", **{"class": "credit"})
        credit.text = allowed_text(picture.credit)
        caption.append(credit)
    elif caption is not None and not caption.text_content().strip():
        figure.remove(caption)
