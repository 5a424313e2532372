"""
Two texts compared word by word, at bounded cost.

The standard library's SequenceMatcher does the work. Where words repeat so often that it would
take long, what differs in the middle is given whole instead.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

TOKEN = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")
# Pairs of equal words that may be looked at for one comparison: well under a second.
MOST_PAIRS = 1_000_000

Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Word:
    """A word, a space or a sign, and how it is set: "strong", "em" …"""

    text: str
    style: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A run of words that are marked and set alike; `mark` is "", "del", "ins" or "set"."""

    text: str
    mark: str = ""
    style: tuple[str, ...] = ()

    @property
    def is_strong(self) -> bool:
        return "strong" in self.style

    @property
    def is_em(self) -> bool:
        return "em" in self.style


def split(text: str, style: tuple[str, ...] = ()) -> list[Word]:
    """Cut a text into words, spaces and signs; every space is one space."""
    return [Word(" " if t.isspace() else t, style) for t in TOKEN.findall(text)]


def compare_text(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    return compare_words(split(old), split(new))


def compare_words(old: Sequence[Word], new: Sequence[Word]) -> tuple[list[Piece], list[Piece]]:
    """Return both sides with what went marked "del", what came "ins", what is set anew "set"."""
    left, right = [], []
    texts = [word.text for word in old], [word.text for word in new]
    for tag, i, j, k, m in _without_confetti(opcodes(*texts), old):
        if tag == "equal":
            for before, after in zip(old[i:j], new[k:m], strict=True):
                mark = "" if before.style == after.style else "set"
                left.append((mark, before))
                right.append((mark, after))
        else:
            left += [("del", word) for word in old[i:j]]
            right += [("ins", word) for word in new[k:m]]
    return _pieces(left), _pieces(right)


def whole(words: Sequence[Word], mark: str = "") -> list[Piece]:
    """One side on which all is marked alike."""
    return _pieces([(mark, word) for word in words])


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Opcode]:
    """What SequenceMatcher says, or one replacement between the common ends if it took long."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    found = [("equal", 0, start, 0, start)] if start else []
    found += [
        (tag, i + start, j + start, k + start, m + start)
        for tag, i, j, k, m in _middle(middle_old, middle_new)
    ]
    if end:
        found.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return found


def _middle(old, new) -> list[Opcode]:
    if not (old or new):
        return []
    counts = Counter(new)
    if sum(number * counts[each] for each, number in Counter(old).items()) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _common(old, new) -> int:
    """How many items are the same from the start on."""
    number = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        number += 1
    return number


def _without_confetti(found: list[Opcode], old: Sequence[Word]) -> Iterator[Opcode]:
    """Join changes between which nothing stands but a space or a sign: they read as one."""
    held: list[int] | None = None
    for place, (tag, i, j, k, m) in enumerate(found):
        is_thin = not any(word.text[0].isalnum() for word in old[i:j])
        is_inside = 0 < place < len(found) - 1
        if tag == "equal" and not (is_thin and is_inside):
            if held:
                yield ("replace", *held)
            held = None
            yield (tag, i, j, k, m)
        else:
            held = [held[0], j, held[2], m] if held else [i, j, k, m]
    if held:
        yield ("replace", *held)


def _pieces(marked: list[tuple[str, Word]]) -> list[Piece]:
    runs = groupby(marked, key=lambda each: (each[0], each[1].style))
    return [
        Piece("".join(word.text for _, word in run), mark, style) for (mark, style), run in runs
    ]
