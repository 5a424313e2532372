"""What the checklist is told of links: too few on a page, and pins that do not work."""

from itertools import groupby

from reviews.checks import warning

from .candidates import Rung
from .composer import compose, fill_page
from .models import Override
from .steering import PIN, why_skipped

FEWEST_RELATED = 2


def leads_on(article):
    """A page with fewer than two related articles fills up with what is only near or new."""
    links = compose(article)
    cards = [card for slot in (links.mid, links.end) if slot for card in slot.cards]
    related = sum(card.rung in {Rung.PINNED, Rung.RELATED} for card in cards)
    if related < FEWEST_RELATED:
        found = f"{related} related article" + ("" if related == 1 else "s")
        message = f"{found} found; add a show or a theme that others share, or pin some."
        yield warning("related.few", "themes", message)


def pins_work():
    """Pins that do not show on their pages, as (where, finding)."""
    pins = Override.objects.filter(kind=PIN).select_related("source", "target__never_recommend")
    pins = pins.defer("target__body").order_by("source", "id").iterator()
    for source, of_page in groupby(pins, key=lambda pin: pin.source):
        page = fill_page(source)
        for pin in of_page:
            if reason := why_skipped(pin, page):
                message = f"A pin is skipped: {reason}."
                yield str(source), warning("pins.skipped", "", message, str(pin.target_id))
