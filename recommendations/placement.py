"""Where in an article's text the links stand. No Django: works on blocks, changes no body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

PLACE_OF_WORDS = 0.45
FEWEST_WORDS = 300
# Two lines or so: less does not part the links from a heading, a picture or the other links.
CLEAR_WORDS = 30


class Block(Protocol):
    """One top-level element of a body; `reviews.richtext.Block` is one."""

    @property
    def tag(self) -> str: ...

    @property
    def words(self) -> int: ...


def automatic(blocks: Sequence[Block]) -> int | None:
    """
    After how many blocks the links stand, or None when the text has no good place.

    A good place lies between two paragraphs, with CLEAR_WORDS of paragraphs between it and the
    next heading, picture, quotation, list, table, spoiler or video, and either end of the text;
    of these, nearest to 45 % of the words.
    """
    total = sum(block.words for block in blocks)
    if total < FEWEST_WORDS:
        return None
    wanted = PLACE_OF_WORDS * total
    places = _between_paragraphs(blocks)
    nearest = min(places, key=lambda place: abs(place[1] - wanted), default=None)
    return nearest[0] if nearest else None


def chosen(blocks: Sequence[Block], after: int) -> int | None:
    """After block `after`, as an editor asked; where the text has grown shorter, automatic."""
    return after if 1 <= after <= len(blocks) else automatic(blocks)


def _between_paragraphs(blocks: Sequence[Block]) -> Iterable[tuple[int, int]]:
    """Each place within a row of paragraphs, clear of its ends, and how many words precede it."""
    place = words = 0
    for is_text, row in groupby(blocks, key=_is_paragraph):
        counts = [block.words for block in row]
        first, last = words + CLEAR_WORDS, words + sum(counts) - CLEAR_WORDS
        for count in counts:
            place, words = place + 1, words + count
            if is_text and first <= words <= last:
                yield place, words


def _is_paragraph(block: Block) -> bool:
    return block.tag == "p" and block.words > 0
