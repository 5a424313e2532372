"""
Links to the paper's own pages, kept by what they lead to: `<a href="…" data-article="12">`.

The address is today's when the link is shown; what is in the text is the one of the last save.
"""

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from .tree import inner_html, parse, unwrap

# What has a page of its own, by the attribute that names its id.
ARTICLE = "data-article"
MARKS = {ARTICLE: "article"} | {f"data-{kind}": kind for kind in ("show", "theme", "author")}

MARK = re.compile("[1-9][0-9]{0,17}", re.ASCII)

Target = tuple[str, int]


def targets(html: str) -> set[Target]:
    """What the marked links of cleaned `html` lead to, each as a kind and an id."""
    return {target for _, target in _marked(parse(html))}


def unmarked(html: str) -> list[str]:
    """Addresses of the links without a mark, each once, in order."""
    links = [link for link in parse(html).iter("a") if not MARKS.keys() & link.attrib.keys()]
    return list(dict.fromkeys(link.get("href") for link in links if link.get("href")))


def mark_links(
    html: str, find: Callable[[list[str]], list[Target | None]], *, keep: bool = False
) -> str:
    """
    Mark each link of cleaned `html` with what `find` says that its address is of, if any.

    With `keep` only those that are not marked yet.
    """
    tree = parse(html)
    links = [link for link in tree.iter("a") if link.get("href")]
    if keep:
        links = [link for link in links if not MARKS.keys() & link.attrib.keys()]
    for link, target in zip(links, find([link.get("href") for link in links]), strict=True):
        for mark in MARKS:
            link.attrib.pop(mark, None)
        if target:
            link.set(f"data-{target[0]}", str(target[1]))
    return inner_html(tree)


def follow_marks(tree: HtmlElement, address: Callable[[str, Target], str | None]) -> None:
    """
    Give each marked link the address of today; without one its words stay as plain text.

    `address` gets what stands in the text now, and the target.
    """
    for link, target in list(_marked(tree)):
        today = address(link.get("href"), target)
        if today is None:
            unwrap(link)
        else:
            link.set("href", today)


def article_of(link: HtmlElement) -> int | None:
    """The id of the article that a link is marked with; a text not cleaned may say anything."""
    mark = link.get(ARTICLE, "")
    return int(mark) if MARK.fullmatch(mark) else None


def _marked(tree: HtmlElement) -> Iterator[tuple[HtmlElement, Target]]:
    for link in tree.iter("a"):
        mark = next((name for name in MARKS if MARK.fullmatch(link.get(name, ""))), None)
        if mark:
            yield link, (MARKS[mark], int(link.get(mark)))
