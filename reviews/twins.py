"""Names that may stand for one thing: near enough to be looked at by an editor. No database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

FEWEST_LETTERS = 5
MOST_WORDS = 8
# A bucket that is fuller says nothing of the names in it.
FULLEST_BUCKET = 30
LITTLE_WORDS = {"the", "a", "an", "of", "and"}


class Name(NamedTuple):
    """A folded name and the key of what bears it; several may be of one bearer."""

    key: int
    folded: str


class Likeness(StrEnum):
    """Why two names may be one, the surest first."""

    SPACED = "the same letters"
    ORDERED = "the same words, in any order"
    SPELLED = "a letter or two apart"
    CONTAINED = "one name inside the other"


def twins(names: Iterable[Name]) -> dict[tuple[int, int], Likeness]:
    """
    Pairs of bearers, lower key first, that have a name each that are alike, and how.

    Work grows with the names and not with their pairs: each name is put into buckets that only
    its like can share.
    """
    names = list(names)
    found: dict[tuple[int, int], Likeness] = {}
    for likeness, pairs in (
        (Likeness.SPACED, _shared(names, lambda folded: [_letters(folded)])),
        (Likeness.ORDERED, _shared(names, lambda folded: [" ".join(_sorted_words(folded))])),
        (Likeness.SPELLED, _shared(names, _with_a_letter_less)),
        (Likeness.CONTAINED, _contained(names)),
    ):
        for pair in pairs:
            found.setdefault(pair, likeness)
    return found


def _shared(names, forms) -> Iterator[tuple[int, int]]:
    """Pairs of bearers with names that have one of their `forms` in common."""
    buckets = defaultdict(set)
    for name in names:
        for form in forms(name.folded):
            buckets[form].add(name.key)
    for keys in buckets.values():
        if 2 <= len(keys) <= FULLEST_BUCKET:
            yield from combinations(sorted(keys), 2)


def _letters(folded: str) -> str:
    return folded.replace(" ", "")


def _sorted_words(folded: str) -> list[str]:
    words = folded.split()
    return sorted(word for word in words if word not in LITTLE_WORDS) or words


def _with_a_letter_less(folded: str) -> set[str]:
    """
    The name and all that it is without one letter.

    Names that differ by a letter, or have two exchanged, share one of these.
    """
    letters = _letters(folded)
    if len(letters) < FEWEST_LETTERS:
        return set()
    return {letters, *(letters[:i] + letters[i + 1 :] for i in range(len(letters)))}


def _contained(names) -> Iterator[tuple[int, int]]:
    """Pairs of bearers where a name of two words or more stands inside the other's."""
    whole = defaultdict(set)
    for name in names:
        if " " in name.folded:
            whole[name.folded].add(name.key)
    for name in names:
        for part in runs(name.folded.split()):
            for key in whole.get(part, ()):
                if key != name.key:
                    yield min(key, name.key), max(key, name.key)


def runs(words: list[str]) -> Iterator[str]:
    """Every run of up to MOST_WORDS words that stand together."""
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + MOST_WORDS) + 1):
            yield " ".join(words[start:end])
