"""Whether an article has the parts that every article has, in order."""

from collections.abc import Iterator

from reviews import richtext
from reviews.models import Article

from .findings import Finding, error, warning


def has_a_text(article: Article) -> Iterator[Finding]:
    if not richtext.word_count(article.body):
        yield error("body.empty", "body", "The text is empty: write it before readers see it.")


def has_a_standfirst(article: Article) -> Iterator[Finding]:
    if not article.standfirst.strip():
        yield error(
            "standfirst.missing",
            "standfirst",
            "Write a standfirst: lists, feeds and search engines introduce the article by it.",
        )


def has_a_lead_image(article: Article) -> Iterator[Finding]:
    if article.lead_image is None:
        yield warning(
            "lead_image.missing",
            "lead_image",
            "Choose a lead image: without one, lists and shared links show none.",
        )


def orders_its_headings(article: Article) -> Iterator[Finding]:
    """No heading skips a level; saving in the form sees to it, other doors may not."""
    above = 1
    for heading in richtext.headings(article.body):
        if heading.level > above + 1:
            message = (
                f"“{heading.text}” is a heading of level {heading.level} under level {above}."
            )
            yield warning("headings.skip", "body", f"{message} Take the next level.", heading.id)
        above = heading.level
