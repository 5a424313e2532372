"""Old addresses in forms: nobody takes one that leads to another page without being asked."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from .addresses import KINDS
from .models import OldAddress

# The name of the box that an editor ticks; it is sent with the slug that it was shown for.
TAKE_ADDRESS = "take_address"
OLD_SHOWN = 5


def ask_before_taking(form, slug):
    """Refuse `slug` in `form` when it was another page's, until its editor says to take it."""
    old = OldAddress.objects.of_others(form.instance, slug).first()
    if old and form.data.get(TAKE_ADDRESS) != slug:
        form.add_error("slug", _question(old))


def old_addresses_of(thing):
    """A sentence on where a saved thing was before, for the help under its slug."""
    slugs = OldAddress.objects.of(thing).values_list("slug", flat=True) if thing.pk else []
    shown = [*slugs[:OLD_SHOWN]]
    more = ", …" if len(shown) == OLD_SHOWN else ""
    return format_html(" Old addresses lead here: {}{}.", ", ".join(shown), more) if shown else ""


def _question(old):
    owner = KINDS[old.kind].objects.filter(pk=old.object_id).first()
    whose = f"“{owner}”" if owner else f"a deleted {old.kind}"
    until = date_format(timezone.localtime(old.left_at), "DATE_FORMAT")
    return format_html(
        "This was the address of {} until {}, and readers still have links to it. Choose another "
        'one, or <label><input type="checkbox" name="{}" value="{}"> take it anyway: those links '
        "will then lead here.</label>",
        *(whose, until, TAKE_ADDRESS, old.slug),
    )
