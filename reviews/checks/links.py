"""Whether the links in an article's text lead to something that readers may see."""

from collections.abc import Iterator

from django.utils import timezone

from reviews import addresses, richtext
from reviews.linking import editable_links, leads_nowhere, tie_links
from reviews.models import Article
from reviews.richtext.marking import Target, targets, unmarked

from .findings import Finding, error, warning


def leads_somewhere(article: Article) -> Iterator[Finding]:
    """An address of ours under which there is nothing, and never was, is a mistake."""
    for href in unmarked(_tied(article.body)):
        if leads_nowhere(href):
            message = f"The link to {href} leads nowhere: mend its address or take it out."
            yield error("links.nowhere", "body", message, href)


def leads_to_what_readers_see(article: Article) -> Iterator[Finding]:
    """What is not public when the article is, is shown as words until it is."""
    at = max(article.published_at or timezone.now(), timezone.now())
    for kind, pk in sorted(_hidden(targets(_tied(article.body)), at)):
        thing = addresses.KINDS[kind].objects.filter(pk=pk).first()
        name = f"“{thing}”" if thing else f"a deleted {kind}"
        message = f"Readers see the link to {name} as plain words, as they may not see that yet."
        if not thing:
            message = f"The link to {name} is shown as plain words: take it out."
        yield warning("links.hidden", "body", message, f"{kind} {pk}")


def _tied(body: str) -> str:
    return tie_links(editable_links(richtext.clean_html(body)))


def _hidden(found: set[Target], at) -> set[Target]:
    kinds = {kind: [pk for each, pk in found if each == kind] for kind, _ in found}
    seen = {
        (kind, pk)
        for kind, pks in kinds.items()
        for pk in addresses.live(kind, at=at).filter(pk__in=pks).values_list("pk", flat=True)
    }
    return found - seen
