"""Whether the links in an article's text lead to something that readers may see."""

from collections.abc import Iterator

from django.utils import timezone

from reviews import richtext
from reviews.addresses import KINDS
from reviews.gathering import gather
from reviews.linking import leads_nowhere, tie_unmarked
from reviews.models import Article
from reviews.richtext.marking import Target, targets, unmarked

from .findings import Finding, error, warning


def lead_somewhere(article: Article) -> Iterator[Finding]:
    """
    Each link of ours leads to a page that readers see when they see the article.

    One query where all links carry ids, two more for each kind of page that others lead to.
    """
    body = tie_unmarked(richtext.clean_html(article.body))
    for href in filter(leads_nowhere, unmarked(body)):
        message = f"The link to {href} leads nowhere: mend its address or take it out."
        yield error("links.nowhere", "body", message, href)
    at = max(article.published_at or timezone.now(), timezone.now())
    for target, name in _hidden(targets(body), at):
        message = f"Readers see the link to {name} as plain words, as they may not see that yet."
        if not name.startswith("“"):
            message = f"The link to {name} is shown as plain words: take it out."
        yield warning("links.hidden", "body", message, " ".join(map(str, target)))


def _hidden(found: set[Target], at) -> Iterator[tuple[Target, str]]:
    """What of `found` has no page at that moment; its name is in quotes if it is there at all."""
    hidden = sorted(found - gather(found, at=at).slugs.keys())
    for kind in dict.fromkeys(kind for kind, _ in hidden):
        things = KINDS[kind].objects.in_bulk([pk for each, pk in hidden if each == kind])
        for target in (each for each in hidden if each[0] == kind):
            thing = things.get(target[1])
            yield target, f"“{thing}”" if thing else f"a deleted {kind}"
