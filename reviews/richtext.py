"""
Editors' HTML: cleaned to an allow-list, given heading ids, cut into blocks, read as text.

The stored form of a picture is `<figure data-image="12"><img alt="…"><figcaption>…`: an id and
what the text says of it. Addresses and sizes are put in by `expand_pictures` when it is shown.
Cleaning runs on the way in and again on the way out, and a second run changes nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import nh3
from django.utils.text import slugify
from lxml.html import HtmlElement

from .folding import fold
from .html_tree import BLOCKS, element, inner_html, lift_after, parse, rename, unwrap

HEADINGS = ("h2", "h3", "h4")
FRAME_HOSTS = {
    "www.youtube.com": ("https://www.youtube-nocookie.com", "/embed/"),
    "www.youtube-nocookie.com": ("https://www.youtube-nocookie.com", "/embed/"),
    "player.vimeo.com": ("https://player.vimeo.com", "/video/"),
}
SYNONYMS = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s"}
CONTAINERS = {
    *("div", "section", "article", "header", "footer", "main", "aside", "nav", "center"),
    *("address", "dl", "dt", "dd", "form", "fieldset", "legend", "pre"),
}
ALLOWED_TAGS = {
    *("h2", "h3", "h4", "p", "br", "hr", "ul", "ol", "li", "blockquote", "q", "cite"),
    *("figure", "img", "figcaption", "iframe", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("a", "strong", "em", "s", "sub", "sup", "abbr", "code", "span"),
}
ALLOWED_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "details": {"class"},
    "figure": {"data-image"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "iframe": {"src", "title", "loading", "allowfullscreen"},
    "img": {"alt"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# Characters that XML forbids, and lone surrogates: no feed and no database takes them.
FORBIDDEN_CHARACTERS = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Picture(Protocol):
    """What is asked of a picture to show it; `reviews.models.Image` is one."""

    alt: str
    caption: str
    credit: str
    srcset: str
    width: int
    height: int

    def rendition_url(self, width: int) -> str: ...


@dataclass(frozen=True)
class Block:
    """One top-level element of a body: its tag, its number of words, its HTML."""

    tag: str
    words: int
    html: str


def clean_html(html: str) -> str:
    """Return `html` cut down to what articles may hold; safe to show, and stable when repeated."""
    html = FORBIDDEN_CHARACTERS.sub("", html)
    root = parse(_sanitise(html, ALLOWED_TAGS | CONTAINERS | SYNONYMS.keys()))
    for mend in (_rename, _flatten_headings, _mend_frames, _mend_figures, _mend_details):
        mend(root)
    _unwrap_containers(root)
    _drop_empty(root)
    _wrap_loose_text(root)
    _give_heading_ids(root)
    return _sanitise(inner_html(root), ALLOWED_TAGS)


def blocks(html: str) -> list[Block]:
    """Cut cleaned or expanded `html` into its top-level elements, in order."""
    root = parse(html)
    _wrap_loose_text(root)
    return [Block(node.tag, count_words(node), inner_html([node])) for node in root]


def plain_text(html: str, *, links: bool = True, spoilers: bool = True) -> str:
    """
    Return the text of `html`, a space between blocks.

    Without `links` the words inside links are left out; without `spoilers`, hidden passages.
    """
    left_out = {tag for tag, kept in (("a", links), ("details", spoilers)) if not kept}
    return " ".join("".join(_texts(parse(html), left_out)).split())


def word_count(html: str) -> int:
    return count_words(parse(html))


def link_targets(html: str) -> list[str]:
    """Every `href` in `html`, in order."""
    return [link.get("href") for link in parse(html).iter("a") if link.get("href")]


def image_ids(html: str) -> list[int]:
    """Ids of the pictures in `html`, in order, as `data-image` names them."""
    return [
        int(figure.get("data-image")) for figure in parse(html).iterfind(".//figure[@data-image]")
    ]


def expand_pictures(html: str, pictures: Mapping[int, Picture], *, sizes: str) -> str:
    """Give each picture of cleaned `html` its addresses, size and credit; drop unknown ones."""
    root = parse(html)
    for figure in root.findall(".//figure[@data-image]"):
        picture = pictures.get(int(figure.get("data-image")))
        if picture is None:
            figure.drop_tree()
        else:
            _expand(figure, picture, sizes)
    return inner_html(root)


def absolute_urls(html: str, base_url: str) -> str:
    """Make every `href`, `src` and `srcset` of `html` absolute against `base_url`."""
    root = parse(html)
    for node in root.iter():
        for name in {"href", "src", "cite"} & set(node.attrib):
            node.set(name, urljoin(base_url, node.get(name)))
        if "srcset" in node.attrib:
            parts = [part.strip().split(" ") for part in node.get("srcset").split(",")]
            joined = [" ".join([urljoin(base_url, url), *rest]) for url, *rest in parts]
            node.set("srcset", ", ".join(joined))
    return inner_html(root)


def count_words(node: HtmlElement) -> int:
    return len("".join(_texts(node, set())).split())


def _texts(node: HtmlElement, left_out: set[str]) -> Iterator[str]:
    if node.tag not in left_out:
        yield node.text or ""
        for child in node:
            yield from _texts(child, left_out)
    yield " " if node.tag in BLOCKS else ""
    yield node.tail or ""


def _sanitise(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        clean_content_tags={"script", "style", "template", "noscript", "title", "svg", "math"},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    match tag, name:
        case "iframe", "src":
            return _frame_address(value)
        case "figure", "data-image":
            return value if re.fullmatch(r"[1-9][0-9]{0,17}", value) else None
        case (("h2" | "h3" | "h4"), "id"):
            return value if re.fullmatch(r"[a-z0-9-]{1,80}", value) else None
        case _, ("colspan" | "rowspan" | "start"):
            return value if re.fullmatch(r"[0-9]{1,3}", value) else None
    return value


def _frame_address(url: str) -> str | None:
    """The address of a video player without cookies, or None for any other frame."""
    try:
        parts = urlsplit(url if "//" not in url[:2] else f"https:{url}")
    except ValueError:
        return None
    origin, path = FRAME_HOSTS.get(parts.netloc.lower(), ("", ""))
    match = re.fullmatch(rf"{path}([\w-]{{1,40}})", parts.path, re.ASCII)
    return f"{origin}{path}{match[1]}" if origin and match else None


def _rename(root: HtmlElement) -> None:
    for node in root.iter(*SYNONYMS):
        rename(node, SYNONYMS[node.tag])
    for link in root.findall(".//a"):
        if not link.get("href"):
            unwrap(link)


def _flatten_headings(root: HtmlElement) -> None:
    """A heading holds words only: what else stands in it comes after it."""
    for heading in list(root.iter(*HEADINGS)):
        for media in list(heading.iter("figure", "iframe", "table", "details")):
            lift_after(heading, media)
        for node in heading.xpath(".//*"):
            if node.tag in BLOCKS:
                unwrap(node)


def _mend_frames(root: HtmlElement) -> None:
    """A frame without a known player goes; a known one gets a title and stands in a figure."""
    for frame in root.findall(".//iframe"):
        source = frame.get("src")
        title = frame.get("title") or "Video"
        frame.attrib.clear()
        frame.text = None
        if source is None:
            frame.drop_tree()
            continue
        for name, value in (("src", source), ("title", title), ("loading", "lazy")):
            frame.set(name, value)
        frame.set("allowfullscreen", "")
        _stand_in_figure(frame)


def _stand_in_figure(frame: HtmlElement) -> None:
    parent = frame.getparent()
    if parent.tag == "figure" and not parent.get("data-image"):
        return
    figure = element("figure")
    anchor = next((node for node in frame.iterancestors("p", "figure")), frame)
    if anchor is frame:
        frame.addprevious(figure)
        figure.tail, frame.tail = frame.tail, None
    else:
        lift_after(anchor, frame)
        frame.addprevious(figure)
        figure.tail, frame.tail = frame.tail, None
    figure.append(frame)


def _mend_figures(root: HtmlElement) -> None:
    """Keep pictures of the library and players; of a foreign figure only the words stay."""
    for figure in root.findall(".//figure"):
        if figure.get("data-image"):
            _mend_picture(figure)
        elif figure.find("iframe") is None:
            for caption in figure.findall("figcaption"):
                rename(caption, "p")
            unwrap(figure)
    for image in root.findall(".//img"):
        if not _is_picture(image.getparent()):
            image.drop_tree()
    for caption in root.findall(".//figcaption"):
        if caption.getparent().tag != "figure":
            rename(caption, "p")


def _mend_picture(figure: HtmlElement) -> None:
    """Give the figure one picture and at most one caption; all else comes after it."""
    image = next(figure.iter("img"), None)
    caption = next(figure.iter("figcaption"), None)
    for node in list(figure):
        if node is not image and node is not caption:
            lift_after(figure, node)
    if image is None or image.getparent() is not figure:
        alt = None if image is None else image.get("alt")
        image = element("img", **({} if alt is None else {"alt": alt}))
        figure.insert(0, image)
    if caption is not None and caption.getparent() is not figure:
        figure.append(caption)


def _is_picture(node: HtmlElement) -> bool:
    return node.tag == "figure" and node.get("data-image") is not None


def _mend_details(root: HtmlElement) -> None:
    """Every details element is a spoiler and says so."""
    for details in root.iter("details"):
        details.set("class", "spoiler")
        summary = details.find("summary")
        if summary is None:
            summary = element("summary")
            summary.tail, details.text = details.text, None
            details.insert(0, summary)
        if not (summary.text_content() or "").strip():
            summary.text = "Spoiler"


def _unwrap_containers(root: HtmlElement) -> None:
    for node in list(root.iter(*CONTAINERS)):
        if node is root:
            continue
        holds_blocks = any(child.tag in BLOCKS for child in node.iter() if child is not node)
        if holds_blocks or node.getparent().tag in {"p", *HEADINGS}:
            unwrap(node)
        else:
            rename(node, "p")


def _drop_empty(root: HtmlElement) -> None:
    for node in list(root.iter("p", "blockquote", *HEADINGS)):
        is_empty = not "".join(node.itertext()).strip()
        if is_empty and not any(child.tag in {"img", "iframe"} for child in node.iter()):
            node.drop_tree()


def _wrap_loose_text(root: HtmlElement) -> None:
    """Put words that stand between blocks into paragraphs of their own."""
    children, root_text, paragraph = list(root), root.text, None
    root.text = None
    if (root_text or "").strip():
        paragraph = element("p")
        paragraph.text = root_text
        root.insert(0, paragraph)
    for node in children:
        tail, node.tail = node.tail, None
        if node.tag in BLOCKS:
            paragraph = None
        else:
            if paragraph is None:
                paragraph = element("p")
                node.addprevious(paragraph)
            paragraph.append(node)
            node.tail, tail = tail, None
        if (tail or "").strip():
            paragraph = element("p")
            paragraph.text = tail
            node.addnext(paragraph)


def _give_heading_ids(root: HtmlElement) -> None:
    """Keep the id a heading has, so that links to it survive; make the missing ones."""
    taken: set[str] = set()
    for heading in root.iter(*HEADINGS):
        wanted = heading.get("id")
        if not wanted or wanted in taken:
            wanted = _free_id(slugify(fold(heading.text_content()))[:60] or "section", taken)
            heading.set("id", wanted)
        taken.add(wanted)


def _free_id(stem: str, taken: set[str]) -> str:
    number, wanted = 1, stem
    while wanted in taken:
        number += 1
        wanted = f"{stem}-{number}"
    return wanted


def _expand(figure: HtmlElement, picture: Picture, sizes: str) -> None:
    image = figure.find("img")
    image.set("alt", picture.alt if image.get("alt") is None else image.get("alt"))
    image.set("src", picture.rendition_url(1200))
    image.set("srcset", picture.srcset)
    image.set("sizes", sizes)
    image.set("width", str(picture.width))
    image.set("height", str(picture.height))
    image.set("loading", "lazy")
    image.set("decoding", "async")
    _caption(figure, picture)


def _caption(figure: HtmlElement, picture: Picture) -> None:
    caption = figure.find("figcaption")
    if caption is None and (picture.caption or picture.credit):
        caption = element("figcaption")
        caption.text = picture.caption
        figure.append(caption)
    if picture.credit:
        small = element("small")
        small.set("class", "credit")
        small.text = picture.credit
        caption.append(small)
