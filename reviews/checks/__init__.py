"""
The checklist of an article before it is published; one for form, list, command and preview.

A check is a function that takes an article, saved or not, and yields findings. Add one to the
module of its subject and to `CHECKS`; another app registers its own from its `ready`.
"""

from collections.abc import Callable, Iterable

from reviews.models import Article

from . import links, structure
from .findings import Finding, Level, error, warning

Check = Callable[[Article], Iterable[Finding]]

CHECKS: list[Check] = [
    structure.has_a_text,
    structure.has_a_standfirst,
    structure.has_a_lead_image,
    links.leads_somewhere,
    links.leads_to_what_readers_see,
]

__all__ = ["CHECKS", "Check", "Finding", "Level", "error", "errors", "register", "run", "warning"]


def register(check: Check) -> Check:
    """Add a check of another app; one that is there already stays once."""
    if check not in CHECKS:
        CHECKS.append(check)
    return check


def run(article: Article) -> list[Finding]:
    """All that is to be mended in `article`: errors first, each kind in the order of `CHECKS`."""
    found = [finding for check in CHECKS for finding in check(article)]
    return sorted(found, key=lambda finding: not finding.is_error)


def errors(article: Article) -> list[Finding]:
    """What keeps `article` from being published."""
    return [finding for finding in run(article) if finding.is_error]
