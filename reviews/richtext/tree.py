"""
A small tree for sanitised HTML, with the few moves that cleaning needs.

It reads only what nh3 wrote: balanced and well-formed. libxml2's own HTML reader is not used,
as it drops the text below 256 levels; here the tags below `MAX_DEPTH` go and their words stay.
"""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from lxml import html as lxml_html
from lxml.html import HtmlElement

MAX_DEPTH = 60
VOID = {"br", "hr", "img", "wbr", "source", "col"}
BLOCKS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "pre"),
    *("figure", "figcaption", "iframe", "details", "summary", "div", "section", "article"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "dl", "dt", "dd"),
    *("header", "footer", "main", "aside", "nav", "address", "form", "fieldset", "center"),
    "legend",
}

PLANES = "".join(
    f"{chr(first)}-{chr(first + 0xFFFD)}" for first in range(0x10000, 0x110000, 0x10000)
)
FORBIDDEN_CHARACTERS = re.compile(
    rf"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{PLANES}]"
)


def allowed_text(text: str) -> str:
    """Leave out what XML or HTML forbids, and lone surrogates: something chokes on each."""
    # Most names and addresses are this, which is seen at a fraction of the cost.
    if text.isascii() and text.isprintable():
        return text
    return FORBIDDEN_CHARACTERS.sub("", text)


def parse(html: str) -> HtmlElement:
    """Return a `div` that holds the tree of sanitised `html`."""
    reader = _Reader()
    reader.feed(allowed_text(html))
    reader.close()
    return reader.stack[0]


def inner_html(nodes: Iterable[HtmlElement]) -> str:
    """Serialise the children of an element, or a list of elements, with the text between."""
    lead = escape_text(nodes.text) if isinstance(nodes, HtmlElement) else ""
    html = lead + "".join(lxml_html.tostring(node, encoding="unicode") for node in nodes)
    # libxml2 is older than this element, which has no end.
    return html.replace("></source>", ">")


def escape_text(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def element(tag: str, **attributes: str) -> HtmlElement:
    return lxml_html.Element(tag, attributes)


def own_blocks(node: HtmlElement) -> list[HtmlElement]:
    """The block elements anywhere inside `node`."""
    return [child for child in node.iterdescendants() if child.tag in BLOCKS]


def unwrap(node: HtmlElement) -> None:
    """Take the element away and leave its contents; blocks of words stay apart."""
    if node.tag in BLOCKS:
        node.text = f" {node.text or ''}"
        node.tail = f" {node.tail or ''}"
    _add_before(node, node.text)
    for child in node:
        node.addprevious(child)
    _add_before(node, node.tail)
    node.tail = None
    node.getparent().remove(node)


def append_text(node: HtmlElement, text: str) -> None:
    """Add words behind all that the element holds."""
    # len() of an element counts its children, and node[-1] walks to the last one.
    last = next(node.iterchildren(reversed=True), None)
    if last is None:
        node.text = (node.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def lift_after(anchor: HtmlElement, node: HtmlElement) -> None:
    """Move `node` from inside `anchor` to right behind it; the words after it stay inside."""
    tail, node.tail = node.tail, None
    _add_before(node, tail)
    anchor_tail, anchor.tail = anchor.tail, None
    anchor.addnext(node)
    node.tail = anchor_tail


def _add_before(node: HtmlElement, text: str | None) -> None:
    previous = node.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + (text or "")
    else:
        parent = node.getparent()
        parent.text = (parent.text or "") + (text or "")


class _Reader(HTMLParser):
    """Builds lxml elements from well-formed HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [element("div")]
        self.skipped: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.stack) > MAX_DEPTH:
            if tag not in VOID:
                self.skipped.append(tag)
            self.handle_data(" ")
            return
        self._flush()
        node = element(tag, **{name: value or "" for name, value in attrs})
        self.stack[-1].append(node)
        if tag not in VOID:
            self.stack.append(node)
        if tag == "iframe":
            # What a frame holds is raw text to HTML5, and to later releases of HTMLParser.
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            self.skipped.pop()
        elif len(self.stack) > 1 and tag not in VOID:
            self._flush()
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        """Put down the words read since the last tag; one by one they would cost a square."""
        if self.words:
            append_text(self.stack[-1], "".join(self.words))
            self.words.clear()
