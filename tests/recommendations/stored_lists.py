"""Stored lists as tests write and read them: by headline."""

from recommendations.models import Recommendation
from recommendations.stored import ORDER


def lists():
    """Every stored list by its article's headline, best first."""
    found = {}
    rows = Recommendation.objects.select_related("source", "target")
    for row in rows.order_by("source", *ORDER):
        found.setdefault(row.source.headline, []).append(row.target.headline)
    return found


def rows():
    """All that is stored, to the last bit."""
    columns = ("source_id", "target_id", "rank", "score", "reasons")
    return list(Recommendation.objects.order_by("source", "target").values_list(*columns))


def store(source, *targets, reasons=()):
    """Give `source` a stored list without asking the engine."""
    Recommendation.objects.bulk_create(
        Recommendation(
            source=source, target=target, rank=rank, score=1 / rank, reasons=list(reasons)
        )
        for rank, target in enumerate(targets, 1)
    )
