"""The picture that other sites draw on a card when somebody shares a page."""

from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static

from .models import Image
from .models.image import CARD_SIZE_PX


@dataclass(frozen=True)
class Card:
    """A picture with its address on this site, its size and what it shows."""

    url: str
    width: int
    height: int
    alt: str


def card_of(image: Image | None) -> Card:
    """The card of a picture, cut around its focal point; the paper's own without a picture."""
    if image is None:
        return Card(static("icons/card.png"), *CARD_SIZE_PX, settings.SITE_NAME)
    if image.crops:
        return Card(image.crop_url("card"), *CARD_SIZE_PX, image.alt)
    widths = [width for width, _ in image.candidates()]
    width = next((width for width in widths if width >= CARD_SIZE_PX[0]), widths[-1])
    height = round(image.height * width / image.width)
    return Card(image.last_url(width), width, height, image.alt)
