"""The page of one article, as readers get it, and as a preview of what they would get."""

from django.db.models import prefetch_related_objects
from django.template.response import TemplateResponse

from . import structured_data
from .models import series_neighbours
from .page_headers import keep_private
from .rendering import render_body


def article_page(request, article, *, preview=None):
    """
    The answer with the page of `article`, which need not be saved.

    `preview` says for a page that is not public who sees it; none is kept, listed or counted.
    """
    show = next(iter(article.ordered_shows), None)
    if show:
        prefetch_related_objects([show], "credits__person")
    credits = list(show.credits.all()) if show else []
    context = {
        "article": article,
        "body": render_body(article),
        "show": show,
        "credits": by_role(credits),
        "people": makers(credits),
        "neighbours": series_neighbours(article),
        "preview": preview,
    }
    if not preview:
        nodes = structured_data.of_article(article, show, credits)
        context["structured_data"] = structured_data.script_text(nodes)
    response = TemplateResponse(request, "reviews/article.html", context)
    return keep_private(response) if preview else response


def by_role(credits):
    """Credits in order, as lists under “creator”, “director”, “writer”, “cast”."""
    roles = {}
    for credit in credits:
        roles.setdefault(credit.role, []).append(credit)
    return roles


def makers(credits):
    """The people who made a show, each once, in order; those who play in it are left out."""
    return list(dict.fromkeys(credit.person for credit in credits if credit.role != "cast"))
