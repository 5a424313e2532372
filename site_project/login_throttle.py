"""What django-axes is told: from where somebody logs in, and what to say when it is too often."""

from ipaddress import ip_address

from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def client_address(request: HttpRequest) -> str | None:
    """
    The address of the browser, by the proxies that are trusted to say so; None where none is.

    Each proxy adds whom it heard at the end of X-Forwarded-For; what stands before those that
    are ours, anybody may have written.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        heard = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        address = heard[-min(settings.TRUSTED_PROXIES, len(heard))]
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict) -> HttpResponse:
    """The page that says when to try again."""
    wait = get_cool_off(request)
    username = get_client_username(request, credentials)
    attempts = AccessAttempt.objects.filter(
        username=username, ip_address=client_address(request)
    ).order_by("-attempt_time")
    last = attempts.values_list("attempt_time", flat=True).first() or timezone.now()
    ends = last + wait
    seconds = max(1, round((ends - timezone.now()).total_seconds()))
    context = {"ends": ends, "minutes": -(-seconds // 60), "next": request.GET.get("next", "")}
    answer = render(request, "admin/locked_out.html", context, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
