"""
The checklist of an article before it is published; one for form, list, command and preview.

A check is a function that takes an article, saved or not, and yields findings. Add one to the
module of its subject and to `CHECKS`; another app registers its own from its `ready`.
"""

from collections.abc import Callable, Iterable

from django.db.models import prefetch_related_objects

from reviews.models import Article

from . import links, pictures, structure, tags, verdicts
from .findings import Finding, Level, error, warning

Check = Callable[[Article], Iterable[Finding]]

CHECKS: list[Check] = [
    structure.has_a_text,
    structure.orders_its_headings,
    pictures.describes_its_pictures,
    structure.has_a_standfirst,
    structure.has_a_lead_image,
    links.lead_somewhere,
    pictures.describes_its_lead_image,
    tags.has_a_show,
    tags.has_a_theme,
    tags.has_a_byline,
    verdicts.is_whole_for_search_engines,
    verdicts.says_why_it_rates,
    verdicts.says_what_it_gives_away,
]
ROWS = ("article_authors__author", "article_shows__show", "themes")

__all__ = ["CHECKS", "Check", "Finding", "Level", "error", "errors", "register", "run", "warning"]


def register(check: Check) -> Check:
    """Add a check of another app; one that is there already stays once."""
    if check not in CHECKS:
        CHECKS.append(check)
    return check


def run(article: Article) -> list[Finding]:
    """All that is to be mended in `article`: errors first, each kind in the order of `CHECKS`."""
    prefetch_related_objects([article], *ROWS)
    found = [finding for check in CHECKS for finding in check(article)]
    return sorted(found, key=lambda finding: not finding.is_error)


def errors(article: Article) -> list[Finding]:
    """What keeps `article` from being published."""
    return [finding for finding in run(article) if finding.is_error]
