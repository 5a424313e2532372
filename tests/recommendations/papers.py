"""Small papers for the tests of the engine: documents without a database."""

from datetime import UTC, datetime, timedelta

from recommendations.scoring import Document

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def document(id, tags="", text="", *, days=0):
    """An article of `tags` (words) and `text`, published `days` after the first noon."""
    return Document.of(id, f"Article {id}", text, NOON + timedelta(days=days), tags.split())
