"""Leads readers from where a page was to where it is, and tells them when it is gone."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from . import addresses

READS = {"GET", "HEAD"}


class RedirectsMiddleware:
    """
    Answers for paths where a view finds nothing, before a page that says so is made.

    It is the innermost of the middlewares, so that a slash is put at a path's end, and a moved
    page is found, in one redirect.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        has_no_view = response.status_code == 404 and request.resolver_match is None
        return (has_no_view and lead_on(request)) or response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return lead_on(request) if isinstance(error, Http404) else None


def lead_on(request: HttpRequest) -> HttpResponse | None:
    """301 to where the path's page is now, its query kept; 410 when it is gone; else None."""
    if request.method not in READS:
        return None
    answer = addresses.where(request.path_info)
    match answer.fate:
        case addresses.Fate.MOVED:
            query = request.META.get("QUERY_STRING", "")
            address = f"{answer.address}?{query}" if query else answer.address
            response = HttpResponsePermanentRedirect(address)
        case addresses.Fate.GONE:
            response = render(request, "410.html", status=410)
        case _:
            return None
    # A page may go back to where it was: who keeps both redirects would go round in a circle.
    response.headers["Cache-Control"] = "no-cache"
    return response
