"""The passage of a text that answers a search, with the words that were looked for marked."""

from bisect import bisect_left
from dataclasses import dataclass

from .words import words

WORDS_SHOWN = 34
WORDS_BEFORE = 8
ELLIPSIS = "…"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is marked, or is not."""

    text: str
    is_marked: bool


def marked(text: str, wanted: frozenset[str]) -> list[Piece]:
    """Cut the whole of `text` into pieces, those words marked whose stems are `wanted`."""
    pieces, end = [], 0
    for word in words(text):
        if word.stem in wanted:
            pieces += [
                Piece(text[end : word.start], False),
                Piece(text[word.start : word.end], True),
            ]
            end = word.end
    pieces.append(Piece(text[end:], False))
    return [piece for piece in pieces if piece.text]


def excerpt(text: str, wanted: frozenset[str]) -> list[Piece]:
    """The passage of `text` with the most different wanted words; its beginning without any."""
    found = list(words(text))
    hits = [index for index, word in enumerate(found) if word.stem in wanted]
    if not found:
        return []
    first = max(0, _best_start(found, hits) - WORDS_BEFORE)
    last = min(len(found), first + WORDS_SHOWN) - 1
    start = found[first].start if first else 0
    end = found[last].end if last < len(found) - 1 else len(text)
    pieces = marked(text[start:end], wanted)
    before = [Piece(ELLIPSIS, False)] if start else []
    after = [Piece(f" {ELLIPSIS}", False)] if end < len(text) else []
    return before + pieces + after


def _best_start(found, hits: list[int]) -> int:
    """The hit from which one passage holds the most different wanted words."""
    best, best_worth = 0, 0
    for place, index in enumerate(hits):
        until = bisect_left(hits, index + WORDS_SHOWN - WORDS_BEFORE)
        worth = len({found[hit].stem for hit in hits[place:until]})
        if worth > best_worth:
            best, best_worth = index, worth
    return best
