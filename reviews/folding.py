"""Names compared as people compare them: without case, accents and stray spaces."""

import unicodedata

# Letters that people write without their stroke or dot, and that no decomposition takes apart.
PLAIN_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"}
)
LEFT_OUT = {"'", "’", "‘", "ʼ", "`", "´", ".", "·"}


def fold(text: str) -> str:
    """
    Return `text` with case, accents and runs of white space folded away.

    >>> fold("  Café  NOIR ")
    'cafe noir'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFKC", bare).split())


def fold_name(name: str) -> str:
    """
    Return what two names have in common that people would take for one.

    >>> fold_name("Łódź: Sci-Fi"), fold_name("lodz sci fi")
    ('lodz sci fi', 'lodz sci fi')
    >>> fold_name("J.J. O’Neill"), fold_name("JJ ONeill")
    ('jj oneill', 'jj oneill')
    """
    folded = fold(name).translate(PLAIN_LETTERS)
    words = "".join(
        "" if char in LEFT_OUT else " " if unicodedata.category(char)[0] == "P" else char
        for char in folded
    )
    # A name of signs only is compared by its signs.
    return " ".join(words.split()) or folded
