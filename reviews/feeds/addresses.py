"""Full addresses for items, remembered: a feed writes a few hundred, most of them as before."""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from reviews.models import Image
from reviews.templatetags.reviews import absolute

KEPT = 4096
PICTURE_WIDTH_PX = 1200


def full(name: str, slug: str | None = None) -> str:
    """The full address of a page of `reviews`."""
    return _full(settings.SITE_URL, name, slug)


def copies(image: Image) -> tuple[str, str, int]:
    """`src`, `srcset` and width for software that does not choose: wide enough, not the widest."""
    return _copies(
        settings.SITE_URL, settings.MEDIA_URL, image.file.name, image.width, image.copies
    )


@lru_cache(maxsize=KEPT)
def _full(site_url: str, name: str, slug: str | None) -> str:
    return absolute(reverse(f"reviews:{name}", args=[slug] if slug is not None else []))


@lru_cache(maxsize=KEPT)
def _copies(
    site_url: str, media_url: str, file: str, width: int, copies: str
) -> tuple[str, str, int]:
    image = Image(file=file, width=width, copies=copies)
    url = image.file.storage.url
    found = [(width, absolute(url(name))) for width, name in image.candidates()]
    wide_enough = (copy for copy in found if copy[0] >= PICTURE_WIDTH_PX)
    width, src = next(wide_enough, found[-1])
    return src, ", ".join(f"{address} {copy}w" for copy, address in found), width
