"""What counts as a word, in texts and in what people type, and the stem it is found under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reviews.folding import fold

from .stemming import stem

MARKS = "\u0300-\u036f"
WORD = re.compile(rf"[^\W_][^\W_{MARKS}]*(?:[{MARKS}'’]+[^\W_]+)*[{MARKS}]*")
POSSESSIVE = re.compile(r"['’]s?$|['’]", re.IGNORECASE)
LONGEST_WORD = 60


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, and its stem."""

    start: int
    end: int
    stem: str


def words(text: str) -> Iterator[Word]:
    """Every word of `text` in order; “Mankind's” is found under “mankind”."""
    for found in WORD.finditer(text):
        yield Word(found.start(), found.end(), stem_of(found[0]))


def stems(text: str) -> list[str]:
    return [stem_of(found) for found in WORD.findall(text)]


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """The stem of one word as it is written, without case and accents."""
    folded = re.sub(r"\W|_", "", fold(POSSESSIVE.sub("", word)))
    return stem(folded[:LONGEST_WORD])
