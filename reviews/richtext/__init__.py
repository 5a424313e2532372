"""
Editors' HTML: cleaned to an allow-list, given heading ids, cut into blocks, read as text.

The stored form of a picture is `<figure data-image="12"><img alt="…"><figcaption>…`: an id and
what the text says of it. Addresses and sizes are put in by `expand_pictures` when it is shown.
"""

from .cleaning import clean_html
from .reading import (
    Block,
    blocks,
    headings,
    image_ids,
    link_targets,
    pictures,
    plain_text,
    word_count,
)
from .showing import expand_pictures, make_absolute
from .tree import allowed_text

__all__ = [
    "Block",
    "allowed_text",
    "blocks",
    "clean_html",
    "expand_pictures",
    "headings",
    "image_ids",
    "link_targets",
    "make_absolute",
    "pictures",
    "plain_text",
    "word_count",
]
