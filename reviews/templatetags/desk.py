"""The desk on the admin's first page."""

from typing import Any

from django import template

from ..desk.page import desk_of
from ..plots import HEIGHT, WIDTH

register = template.Library()


@register.inclusion_tag("admin/_desk.html", takes_context=True)
def desk(context: dict[str, Any]) -> dict[str, Any]:
    """Show the desk of whoever is logged in."""
    request = context["request"]
    found = desk_of(request.user, request.GET.get("month", ""))
    plot = found and {
        "id": "published",
        "title": "Articles published per month",
        "columns": ("Month", "Articles"),
        "bars": found.bars,
        "is_labelled": True,
    }
    drawing = {"width": WIDTH, "height": HEIGHT, "foot": HEIGHT - 8}
    return {"desk": found, "plot": plot, "drawing": drawing, "perms": context["perms"]}
