"""The work list of articles that no page leads to."""

from django.db.models import Exists, OuterRef

from reviews.desk.worklists import WorkList

from .models import Override, Recommendation


def orphaned(articles, user):
    """Live articles that may be recommended, and that no stored list and no pin leads to."""
    links = Recommendation.objects.filter(target=OuterRef("pk"))
    pins = Override.objects.filter(target=OuterRef("pk"), kind=Override.Kind.PIN)
    found = articles.published().filter(~Exists(links), ~Exists(pins), never_recommend=None)
    return found.order_by("-published_at", "-pk")


ORPHANED = WorkList(
    "orphaned",
    "Recommended nowhere",
    orphaned,
    "No page leads to them: give them tags that other articles carry, or pin them somewhere.",
    moment="published_at",
    for_editors=True,
)
