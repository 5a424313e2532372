"""
Bring a sanitised tree into the shape that articles are stored in.

Each step keeps the words and leaves nothing for a second run to do. At the end the top level
holds blocks only, headings and paragraphs hold words only, and every picture stands in a figure.
"""

from collections import Counter

from django.utils.text import slugify
from lxml.html import HtmlElement

from reviews.folding import fold

from .tree import BLOCKS, element, lift_after, own_blocks, unwrap

HEADINGS = ("h2", "h3", "h4")
MEDIA = ("img", "iframe")
SYNONYMS = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s"}
CONTAINERS = {
    *("div", "section", "article", "header", "footer", "main", "aside", "nav", "center"),
    *("address", "dl", "dt", "dd", "form", "fieldset", "legend", "pre"),
}
HOLDS_WORDS_ONLY = ("p", "summary", "caption", *HEADINGS)
LIFTED = ("figure", "table", "details", "hr")
# An empty caption says: not the one that the library has.
MAY_BE_EMPTY = {"br", "hr", "td", "th", "tr", "figcaption", *MEDIA}
# Ids that templates give to parts of the page; a heading with one would take its place.
IDS_OF_PAGES = {
    *("by-theme", "contents", "coverage", "facts", "feed-address", "follow", "formats"),
    *("found", "main", "months", "more"),
    *("narrow", "q", "related", "slot-end", "slot-mid", "stars"),
}
PARENTS = {
    "li": {"ul", "ol"},
    "summary": {"details"},
    "figcaption": {"figure"},
    "img": {"figure"},
}


def mend(tree: HtmlElement) -> None:
    """Mend the children of `tree` in place."""
    for step in STEPS:
        step(tree)


def rename_synonyms(tree: HtmlElement) -> None:
    for node in tree.iter(*SYNONYMS):
        node.tag = SYNONYMS[node.tag]
    for link in tree.findall(".//a"):
        if not link.get("href"):
            unwrap(link)


def mend_players(tree: HtmlElement) -> None:
    """Drop frames that are no known player; give the others a title."""
    for frame in tree.findall(".//iframe"):
        source, title = frame.get("src"), frame.get("title") or "Video"
        if source is None:
            frame.drop_tree()
            continue
        frame.attrib.clear()
        frame.text = None
        for name, value in (("src", source), ("title", title), ("loading", "lazy")):
            frame.set(name, value)
        frame.set("allowfullscreen", "")


def mend_figures(tree: HtmlElement) -> None:
    """Rebuild the figures of library pictures and of players; of others the words stay."""
    for figure in reversed(tree.findall(".//figure")):
        if figure.get("data-image"):
            _hold_only(figure, _own(figure, "img"), element("img"))
        elif (frame := _own(figure, "iframe")) is not None:
            _hold_only(figure, frame, None)
        else:
            unwrap(figure)
    for frame in tree.findall(".//iframe"):
        if frame.getparent().tag != "figure":
            _wrap(frame, "figure")


def place_strays(tree: HtmlElement) -> None:
    """What may only stand in a certain parent becomes a paragraph elsewhere; an image goes."""
    for node in reversed(list(tree.iter(*PARENTS))):
        if node.getparent().tag in PARENTS[node.tag]:
            continue
        if node.tag == "img":
            node.drop_tree()
        else:
            node.tag = "p"


def make_list_items(tree: HtmlElement) -> None:
    for items in tree.iter("ul", "ol"):
        _wrap_runs(items, "li", apart={"li"})


def head_spoilers(tree: HtmlElement) -> None:
    """Every details element is a spoiler, says so, and begins with its summary."""
    for details in tree.iter("details"):
        details.set("class", "spoiler")
        first, *others = details.findall("summary") or [element("summary")]
        for summary in others:
            summary.tag = "p"
        tail, first.tail = first.tail, None
        previous = first.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + (tail or "")
        else:
            details.text = (details.text or "") + (tail or "")
        first.tail, details.text = details.text, None
        details.insert(0, first)
        if not "".join(first.itertext()).strip():
            first.text = "Spoiler"


def dissolve_containers(tree: HtmlElement) -> None:
    """A container of words becomes a paragraph; one of blocks leaves them where they are."""
    for node in reversed(list(tree.iterdescendants(*CONTAINERS))):
        if own_blocks(node):
            _wrap_runs(node, "p", apart=BLOCKS)
            unwrap(node)
        else:
            node.tag = "p"


def free_blocks_from_words(tree: HtmlElement) -> None:
    """Emphasis around blocks goes; media come out of paragraphs and headings, other tags go."""
    for node in reversed(list(tree.iterdescendants())):
        if node.tag not in BLOCKS and own_blocks(node):
            unwrap(node)
    for node in reversed(list(tree.iterdescendants(*HOLDS_WORDS_ONLY))):
        anchor = node.getparent() if node.tag == "caption" else node
        for block in reversed(list(node.iterdescendants(*LIFTED))):
            if not any(outer.tag in LIFTED for outer in _between(block, node)):
                lift_after(anchor, block)
        for block in own_blocks(node):
            unwrap(block)


def wrap_loose_words(tree: HtmlElement) -> None:
    """Put words that stand between top-level blocks into paragraphs."""
    _wrap_runs(tree, "p", apart=BLOCKS)


def drop_empty(tree: HtmlElement) -> None:
    for node in reversed(list(tree.iterdescendants())):
        is_empty = node.tag not in MAY_BE_EMPTY and not "".join(node.itertext()).strip()
        if is_empty and next(node.iterdescendants(*MEDIA), None) is None:
            _drop_but_keep_space(node)


def order_headings(tree: HtmlElement) -> None:
    """No heading skips a level below the one before it; the headline above them is level 1."""
    deepest = 1
    for heading in tree.iter(*HEADINGS):
        deepest = min(int(heading.tag[1]), deepest + 1)
        heading.tag = f"h{deepest}"


def give_heading_ids(tree: HtmlElement) -> None:
    """Keep the id a heading has, so that links to it survive; make the missing ones."""
    wanted = [heading.get("id") for heading in tree.iter(*HEADINGS)]
    taken, numbers = {*wanted, *IDS_OF_PAGES}, Counter()
    kept: set[str] = set()
    for heading in tree.iter(*HEADINGS):
        given = heading.get("id")
        if given and given not in kept and given not in IDS_OF_PAGES:
            kept.add(given)
            continue
        stem = slugify(fold("".join(heading.itertext())))[:60] or "section"
        heading.set("id", _free_id(stem, taken, numbers))
        kept.add(heading.get("id"))


STEPS = (
    rename_synonyms,
    mend_players,
    mend_figures,
    head_spoilers,
    place_strays,
    dissolve_containers,
    free_blocks_from_words,
    make_list_items,
    wrap_loose_words,
    drop_empty,
    order_headings,
    give_heading_ids,
)


def _between(node: HtmlElement, ancestor: HtmlElement) -> list[HtmlElement]:
    found = []
    for parent in node.iterancestors():
        if parent is ancestor:
            break
        found.append(parent)
    return found


def _hold_only(figure: HtmlElement, media: HtmlElement | None, fallback) -> None:
    """Leave the figure one medium and one caption; its other words come after it."""
    caption = _own(figure, "figcaption")
    media = fallback if media is None else media
    for node in (media, caption):
        if node is not None and node.getparent() is not None:
            _take_out(node)
    rest = element("div")
    rest.text, figure.text = figure.text, None
    rest.extend(list(figure))
    figure.extend(node for node in (media, caption) if node is not None)
    if "".join(rest.itertext()).strip() or len(rest):
        rest.tail, figure.tail = figure.tail, None
        figure.addnext(rest)


def _own(figure: HtmlElement, tag: str) -> HtmlElement | None:
    """The first `tag` in the figure that stands in no figure further inside."""
    inside = figure.iter(tag)
    return next((node for node in inside if next(node.iterancestors("figure")) is figure), None)


def _take_out(node: HtmlElement) -> None:
    """Remove the element from its parent and leave the words after it there."""
    lift_after(node.getparent(), node)
    tail, node.tail = node.tail, None
    parent, previous = node.getparent(), node.getprevious()
    parent.remove(node)
    previous.tail = tail


def _wrap(node: HtmlElement, tag: str) -> None:
    wrapper = element(tag)
    node.addprevious(wrapper)
    wrapper.tail, node.tail = node.tail, None
    wrapper.append(node)


def _wrap_runs(parent: HtmlElement, tag: str, *, apart: set[str]) -> None:
    """Put each run of words and elements between those of the tags `apart` into a `tag`."""
    children, text = list(parent), parent.text
    parent.text = None
    for child in children:
        parent.remove(child)
    run = element(tag)
    run.text = text
    for child in children:
        if child.tag not in apart:
            run.append(child)
            continue
        _append_if_it_says_something(parent, run)
        run = element(tag)
        run.text, child.tail = child.tail, None
        parent.append(child)
    _append_if_it_says_something(parent, run)


def _append_if_it_says_something(parent: HtmlElement, run: HtmlElement) -> None:
    if len(run) or (run.text or "").strip():
        parent.append(run)


def _drop_but_keep_space(node: HtmlElement) -> None:
    space = " " if "".join(node.itertext()) and node.tag not in BLOCKS else ""
    node.tail = f"{space}{node.tail or ''}" or None
    node.drop_tree()


def _free_id(stem: str, taken: set[str], numbers: Counter[str]) -> str:
    """`stem`, or `stem-2` and so on; `numbers` remembers how far each stem has come."""
    wanted = stem
    while wanted in taken:
        numbers[stem] += 1
        wanted = f"{stem}-{numbers[stem] + 1}"
    taken.add(wanted)
    return wanted
