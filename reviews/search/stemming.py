"""
The stem of an English word, after M. F. Porter, “An algorithm for suffix stripping” (1980).

With the author's two later amendments (-bli, -logi). It is done here and not by the databases,
so that both find the same, and so that a highlight marks exactly what was found.
"""

import re
from functools import lru_cache

SHORTEST = 3
PLURALS = [("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")]
# Where the stem before the suffix has a measure above 0.
DOUBLE_SUFFIXES = [
    *(("ational", "ate"), ("ization", "ize"), ("iveness", "ive"), ("fulness", "ful")),
    *(("ousness", "ous"), ("tional", "tion"), ("biliti", "ble"), ("entli", "ent")),
    *(("ousli", "ous"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("iviti", "ive")),
    *(("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("alli", "al"), ("ator", "ate")),
    *(("logi", "log"), ("bli", "ble"), ("eli", "e")),
]
MIDDLE_SUFFIXES = [
    *(("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic")),
    *(("ness", ""), ("ful", "")),
]
# Where it has one above 1.
LAST_SUFFIXES = [
    *("ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism", "ate"),
    *("iti", "ous", "ive", "ize", "al", "er", "ic", "ou"),
]
SEQUENCES = re.compile("v+c+")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case `word`; what is not plain English letters stays."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    word = _without_plural(word)
    word = _without_past(word)
    if word.endswith("y") and "v" in _shape(word[:-1]):
        word = word[:-1] + "i"
    word = _exchange(word, DOUBLE_SUFFIXES)
    word = _exchange(word, MIDDLE_SUFFIXES)
    word = _without_last(word)
    return _tidied(word)


def _shape(word: str) -> str:
    """The word as vowels and consonants, “toy” as “cvc”; y is a vowel after a consonant."""
    shape = ""
    for letter in word:
        is_vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if is_vowel else "c"
    return shape


def _measure(word: str) -> int:
    """How many times consonants follow vowels in `word`."""
    return len(SEQUENCES.findall(_shape(word)))


def _ends_short(word: str) -> bool:
    """Whether `word` ends as “hop” does."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"


def _exchange(word: str, suffixes: list[tuple[str, str]], above: int = 0) -> str:
    """Exchange the first of `suffixes` that `word` has, where enough stands before it."""
    for suffix, other in suffixes:
        if word.endswith(suffix):
            before = word.removesuffix(suffix)
            return before + other if _measure(before) > above else word
    return word


def _without_plural(word: str) -> str:
    return _exchange(word, PLURALS, above=-1)


def _without_past(word: str) -> str:
    if word.endswith("eed"):
        return _exchange(word, [("eed", "ee")])
    for suffix in ("ed", "ing"):
        before = word.removesuffix(suffix)
        if before != word:
            return _mended(before) if "v" in _shape(before) else word
    return word


def _mended(word: str) -> str:
    """Give a word that lost -ed or -ing the ending that it has elsewhere."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _ends_double(word) and word[-1] not in "lsz":
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _ends_short(word) else word


def _ends_double(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _shape(word)[-1] == "c"


def _without_last(word: str) -> str:
    for suffix in LAST_SUFFIXES:
        if word.endswith(suffix):
            before = word.removesuffix(suffix)
            may_go = suffix != "ion" or before.endswith(("s", "t"))
            return before if may_go and _measure(before) > 1 else word
    return word


def _tidied(word: str) -> str:
    """Take off a last e and a doubled l where the word is long enough without."""
    if word.endswith("e"):
        before = word[:-1]
        measure = _measure(before)
        if measure > 1 or (measure == 1 and not _ends_short(before)):
            word = before
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
