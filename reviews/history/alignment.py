"""Two bodies side by side: which paragraph became which, and what of its words changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from reviews import richtext
from reviews.richtext.tree import parse

from .words import Piece, Word, compare_words, opcodes, split, whole

NAMES = {
    "blockquote": "quotation",
    "details": "spoiler",
    "figure": "picture",
    "h2": "heading 2",
    "h3": "heading 3",
    "h4": "heading 4",
    "hr": "line",
    "ol": "numbered list",
    "p": "",
    "table": "table",
    "ul": "list",
}
STYLES = {"strong", "em", "s", "sub", "sup", "code"}
MARKS_OF_PARTS = {"li": "• ", "p": "¶ ", "td": "| ", "th": "| ", "tr": "↵ ", "summary": "▸ "}
# So much of two paragraphs' words must be shared for one to have become the other.
ALIKE = 0.4
MOST_PAIRED = 40_000


@dataclass(frozen=True)
class Paragraph:
    """A top-level block: what it is, its words, and the HTML that it came from."""

    tag: str
    words: tuple[Word, ...]
    html: str = field(compare=False)

    @property
    def name(self) -> str:
        return NAMES.get(self.tag, self.tag)


@dataclass(frozen=True)
class Side:
    name: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Row:
    """A line of the comparison; a side is None where the other has something of its own."""

    kind: str
    old: Side | None
    new: Side | None


@dataclass(frozen=True)
class Run:
    """Rows that are all the same, to be folded away, or all changed, to be shown."""

    is_same: bool
    rows: list[Row]


def paragraphs(html: str) -> list[Paragraph]:
    return [
        Paragraph(block.tag, tuple(_tidy(_words_of(parse(block.html)))), block.html)
        for block in richtext.blocks(html)
    ]


def compare_bodies(old: str, new: str) -> list[Row]:
    """Return the rows of two bodies, in reading order."""
    return [row for rows in _rows(paragraphs(old), paragraphs(new)) for row in rows]


def runs(rows: list[Row]) -> list[Run]:
    """Group the rows by whether they are the same on both sides."""
    found: list[Run] = []
    for row in rows:
        is_same = row.kind == "same"
        if not found or found[-1].is_same != is_same:
            found.append(Run(is_same, []))
        found[-1].rows.append(row)
    return found


def _rows(old: list[Paragraph], new: list[Paragraph]) -> Iterator[list[Row]]:
    for tag, i, j, k, m in opcodes(old, new):
        if tag == "equal":
            yield [_same(each) for each in old[i:j]]
        else:
            yield [_changed(*pair) for pair in _paired(old[i:j], new[k:m])]


def _same(each: Paragraph) -> Row:
    side = Side(each.name, whole(each.words))
    return Row("same", side, side)


def _changed(old: Paragraph | None, new: Paragraph | None) -> Row:
    if new is None:
        return Row("removed", Side(old.name, whole(old.words, "del")), None)
    if old is None:
        return Row("added", None, Side(new.name, whole(new.words, "ins")))
    left, right = compare_words(old.words, new.words)
    return Row("changed", Side(old.name, left), Side(new.name, right))


def _paired(old: list[Paragraph], new: list[Paragraph]):
    """
    Pair the paragraphs that are most alike, in their order; each other one stands alone.

    Needleman and Wunsch, 1970, with the shared words of two paragraphs as the score.
    """
    if len(old) * len(new) > MOST_PAIRED:
        return [(each, None) for each in old] + [(None, each) for each in new]
    likeness = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score = likeness[i][j]
            together = score + best[i + 1][j + 1] if score >= ALIKE else 0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    return list(_walk(old, new, likeness, best))


def _walk(old, new, likeness, best):
    i = j = 0
    while i < len(old) and j < len(new):
        score = likeness[i][j]
        if score >= ALIKE and best[i][j] == score + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((each, None) for each in old[i:])
    yield from ((None, each) for each in new[j:])


def _likeness(old: list[Paragraph], new: list[Paragraph]) -> list[list[float]]:
    left, right = ([(each.tag, _bag(each)) for each in side] for side in (old, new))
    return [[_alike(one, other) for other in right] for one in left]


def _bag(each: Paragraph) -> Counter:
    return Counter(word.text.lower() for word in each.words if word.text[0].isalnum())


def _alike(one: tuple[str, Counter], other: tuple[str, Counter]) -> float:
    """The share of common words; of headings and pictures, which have few, any two are a pair."""
    (tag, a), (other_tag, b) = one, other
    total = a.total() + b.total()
    shared = 2 * (a & b).total() / total if total else 1.0
    if tag == other_tag:
        return shared if tag == "p" else max(shared, ALIKE)
    return shared * 0.9


def _words_of(node: HtmlElement, style: tuple[str, ...] = (), depth: int = 0) -> Iterator[Word]:
    """The words of a block; what is no word but matters, as an address, stands among them."""
    if depth > 1 and node.tag in MARKS_OF_PARTS:
        yield from split(f" {MARKS_OF_PARTS[node.tag]}", style)
    if node.tag == "figure" and node.get("data-image"):
        yield from split(f"no. {node.get('data-image')} ", style)
    if node.tag in {"img", "iframe"}:
        yield from split(_said_of_medium(node), style)
    inner = tuple(sorted({*style, node.tag})) if node.tag in STYLES else style
    yield from split(node.text or "", inner)
    for child in node:
        yield from _words_of(child, inner, depth + 1)
        yield from split(child.tail or "", inner)
    if node.tag == "a":
        yield from [Word(" ", inner), Word(f"[→ {_target(node)}]", inner)]
    if node.tag == "br":
        yield Word(" ", style)


def _target(link: HtmlElement) -> str:
    ids = [f"{name.removeprefix('data-')} {key}" for name, key in link.items() if "data-" in name]
    return " ".join(ids) or link.get("href", "")


def _said_of_medium(node: HtmlElement) -> str:
    if node.tag == "iframe":
        return f" {node.get('title', '')} {node.get('src', '')} "
    alt = node.get("alt")
    return "" if alt is None else f" described as “{alt}” "


def _tidy(words: Iterator[Word]) -> list[Word]:
    """Without spaces at the ends, and with one where there were several."""
    kept: list[Word] = []
    for word in words:
        if word.text != " " or (kept and kept[-1].text != " "):
            kept.append(word)
    while kept and kept[-1].text == " ":
        kept.pop()
    return kept
