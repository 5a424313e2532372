"""
Two edits of one text brought together, paragraph by paragraph.

The three-way merge of diff3: where the three texts agree they are in step; between two such
places one side's change is taken when the other left that place alone. Where both changed it,
nobody but a person can say.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from .words import opcodes


@dataclass(frozen=True)
class Agreed:
    """Items that need no choice; `by` says whose they are: "both", "mine" or "theirs"."""

    items: list
    by: str = "both"


@dataclass(frozen=True)
class Conflict:
    """A place that both sides changed, each in another way."""

    base: list
    mine: list
    theirs: list


def merge(base: Sequence[Hashable] | None, mine: Sequence, theirs: Sequence) -> list:
    """Return Agreed and Conflict chunks in order; without a `base` all that differs conflicts."""
    if base is None:
        return list(_two_way(mine, theirs))
    chunks, at = [], (0, 0, 0)
    for start, length in _in_step(base, mine, theirs):
        between = (side[a:b] for side, a, b in zip((base, mine, theirs), at, start, strict=True))
        chunks += _decided(*map(list, between))
        if length:
            chunks.append(Agreed(list(base[start[0] : start[0] + length])))
        at = tuple(place + length for place in start)
    return _joined(chunks)


def _joined(chunks: list) -> list:
    """With neighbours that are agreed by the same as one."""
    joined: list = []
    for chunk in chunks:
        last = joined[-1] if joined else None
        if isinstance(chunk, Agreed) and isinstance(last, Agreed) and last.by == chunk.by:
            joined[-1] = Agreed(last.items + chunk.items, chunk.by)
        else:
            joined.append(chunk)
    return joined


def _decided(base: list, mine: list, theirs: list) -> list:
    if mine == theirs:
        return [Agreed(mine)] if mine else []
    if mine == base:
        return [Agreed(theirs, "theirs")]
    if theirs == base:
        return [Agreed(mine, "mine")]
    return [Conflict(base, mine, theirs)]


def _in_step(base, mine, theirs) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Where all three have the same: ((place in each), length); the last is the end of all."""
    left, right = _matches(base, mine), _matches(base, theirs)
    i = j = 0
    while i < len(left) and j < len(right):
        (a, m, a_length), (b, t, b_length) = left[i], right[j]
        start, end = max(a, b), min(a + a_length, b + b_length)
        if start < end:
            yield (start, m + start - a, t + start - b), end - start
        if a + a_length < b + b_length:
            i += 1
        else:
            j += 1
    yield (len(base), len(mine), len(theirs)), 0


def _matches(old, new) -> list[tuple[int, int, int]]:
    return [(i, k, j - i) for tag, i, j, k, _ in opcodes(old, new) if tag == "equal"]


def _two_way(mine, theirs) -> Iterator[Agreed | Conflict]:
    for tag, i, j, k, m in opcodes(mine, theirs):
        if tag == "equal":
            yield Agreed(list(mine[i:j]))
        else:
            yield Conflict([], list(mine[i:j]), list(theirs[k:m]))
