"""The page that a preview link leads to."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from . import preview_links
from .article_page import article_page
from .history.restoring import as_it_was
from .page_headers import keep_private


@require_safe
def preview(request, token):
    """
    The article as it was when the link was made; its own page once readers have that.

    A link that has ended, or was taken back, leads nowhere, as one that never was.
    """
    link = preview_links.find(token)
    if link is None:
        raise Http404("There is no such preview, or not any more.")
    if link.article.is_public():
        response = keep_private(redirect(link.article))
    else:
        lent = {"made_at": link.created_at, "expires_at": link.expires_at}
        response = article_page(request, as_it_was(link.article, link.version), preview=lent)
    # The address is the key: no site that is linked to learns it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
