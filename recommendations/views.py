"""The one address of readers' pages that belongs to the links: it hears that one was followed."""

from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from reviews.numbers import whole_number

from .counting import count
from .models import Followed

FORM = "application/x-www-form-urlencoded"
LONGEST_BODY_BYTES = 200


def only_if_counting(view):
    """Where counting is off, the address does not exist."""

    @wraps(view)
    def guarded(request):
        if not settings.COUNT_FOLLOWED:
            raise Http404
        return view(request)

    return guarded


# Exempt from CSRF protection: a token would need a cookie, and a beacon does nothing in the name
# of whoever sends it. Other sites' pages are refused by what the browser says of itself.
@csrf_exempt
@only_if_counting
@never_cache
@require_POST
def followed(request):
    """Count one link as followed: 204; 400 for what is no link, 404 for one that is not shown."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=403)
    if asks_for_privacy(request):
        return HttpResponse(status=204)
    link = read_link(request)
    if link is None:
        return HttpResponse(status=400)
    return HttpResponse(status=204 if count(*link) else 404)


def asks_for_privacy(request):
    """Whether the browser sends Global Privacy Control or Do Not Track."""
    return "1" in (request.headers.get("Sec-GPC"), request.headers.get("DNT"))


def read_link(request):
    """The keys of source and target and the slot, or None for anything else."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.content_type != FORM or length > LONGEST_BODY_BYTES:
        return None
    keys = [whole_number(request.POST.get(name)) for name in ("source", "target")]
    slot = request.POST.get("slot")
    return None if slot not in Followed.Slot.values or None in keys else (*keys, slot)
