"""Where in an article's text the links stand. No Django: works on blocks, changes no body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

PLACE_OF_WORDS = 0.45
FEWEST_WORDS = 300


class Block(Protocol):
    """One top-level element of a body; `reviews.richtext.Block` is one."""

    @property
    def tag(self) -> str: ...

    @property
    def words(self) -> int: ...


def automatic(blocks: Sequence[Block]) -> int | None:
    """
    After how many blocks the links stand, or None when the text has no good place.

    A good place lies between two paragraphs, so never next to a heading, a picture, a quotation,
    a list, a table, a spoiler or a video; of these, nearest to 45 % of the words.
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
    """Each place between two paragraphs, with the number of words before it."""
    words = 0
    for place, (before, after) in enumerate(pairwise(blocks), 1):
        words += before.words
        if _is_paragraph(before) and _is_paragraph(after):
            yield place, words


def _is_paragraph(block: Block) -> bool:
    return block.tag == "p" and block.words > 0
