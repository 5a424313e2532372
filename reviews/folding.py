"""Names compared as people compare them: without case, accents and stray spaces."""

import unicodedata


def fold(text: str) -> str:
    """
    Return `text` with case, accents and runs of white space folded away.

    >>> fold("  Café  NOIR ")
    'cafe noir'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFKC", bare).split())
