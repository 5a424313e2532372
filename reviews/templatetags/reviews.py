"""What templates need of pictures, ratings and addresses."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from .. import social
from ..models import Image
from ..search import lost

register = template.Library()

FEEDS = [
    ("application/rss+xml", "RSS", "feed"),
    ("application/atom+xml", "Atom", "feed_atom"),
    ("application/feed+json", "JSON", "feed_json"),
]
FOCUS_STEP = 0.1
MAX_STARS = 5
STAR_WIDTH = 24


@register.inclusion_tag("reviews/_picture.html")
def picture(
    image: Image, *, sizes: str, eager: bool = False, css: str = "", decorative: bool = False
) -> dict[str, Any]:
    """
    Show a picture in several widths; `sizes` says how wide it will stand.

    An `eager` one is loaded first. Where a headline beside it says the same it is `decorative`.
    """
    return {
        "image": image,
        "src": image.last_url(800),
        "srcset": image.last_srcset,
        "sources": image.sources,
        "alt": "" if decorative else image.alt,
        "sizes": sizes,
        "eager": eager,
        "css": css,
        "focus": f"fx-{_percent(image.focal_x)} fy-{_percent(image.focal_y)}",
    }


@register.inclusion_tag("reviews/_social_card.html")
def social_card(image: Image | None = None) -> dict[str, Any]:
    """Name the picture that other sites show with a link to this page."""
    card = social.card_of(image)
    return {"card": card, "address": absolute(card.url)}


@register.inclusion_tag("reviews/_offers.html")
def offers_for(path: str) -> dict[str, Any]:
    """Offer what the reader of a wrong address may have looked for."""
    return lost.offers(path)


@register.inclusion_tag("reviews/_stars.html")
def stars(rating: Decimal | None) -> dict[str, Any]:
    """Show a rating as stars, and as words that are read out once; nothing without a rating."""
    width = int((rating or 0) * STAR_WIDTH)
    return {"rating": rating, "width": width, "max_stars": MAX_STARS}


@register.inclusion_tag("reviews/_time.html")
def when(moment: datetime, shown: str = "j F Y") -> dict[str, Any]:
    """Show a moment in the site's time zone, and to the second for machines; HTML has no finer."""
    machine = timezone.localtime(moment).isoformat(timespec="seconds")
    return {"moment": moment, "machine": machine, "shown": shown}


@register.inclusion_tag("reviews/_feed_links.html")
def feed_links(kind: str, tag: Any = None) -> dict[str, Any]:
    """Let readers' software find the feeds of the paper, or of a show, theme or author."""
    prefix, arguments = (f"{kind}_", [tag.slug]) if tag else ("", [])
    title = f"{settings.SITE_NAME}: {tag}" if tag else settings.SITE_NAME
    return {
        "feeds": [
            (media_type, f"{title} ({label})", reverse(f"reviews:{prefix}{name}", args=arguments))
            for media_type, label, name in FEEDS
        ]
    }


@register.filter
def half(rating: Decimal) -> str:
    """Write a rating as readers say it: 4, 3½, ½."""
    whole, is_half = divmod(int(rating * 2), 2)
    return f"{whole or '' if is_half else whole}{'½' if is_half else ''}"


@register.filter
def absolute(path: str) -> str:
    """Put the site's own address before a path; a full address stays as it is."""
    return urljoin(settings.SITE_URL, path)


def _percent(focal: float) -> int:
    """Round to steps that the stylesheet has classes for; inline styles would need a CSP hole."""
    return round(round(focal / FOCUS_STEP) * FOCUS_STEP * 100)
