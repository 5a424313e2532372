"""Whole numbers out of requests: keys of rows, versions, places."""

# More digits than any key of a row has; SQLite and PostgreSQL refuse longer ones as too large.
MOST_DIGITS = 18


def whole_number(text: str | None) -> int | None:
    """The number that `text` is in decimal digits, or None, which is the key of no row."""
    is_number = bool(text) and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None
