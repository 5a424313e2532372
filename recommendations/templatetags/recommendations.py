"""
The links of an article's page, for its template:

    {% load recommendations %}
    {% compose_links article body neighbours as links %}
        once; `body` is the text as it is shown, safe; `neighbours` what else the page links to
    {% body_with_links body links %}            the text, with the mid slot in its place
    {% links_slot links.end %}                  the end slot; nothing when it is empty
    {% count_followed article links %}          the script that counts what is followed, if any
"""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from recommendations.composer import compose

register = template.Library()


@register.simple_tag
def compose_links(article, body, neighbours=None, at=None):
    """All links of the article's page, to be handed to the other two tags."""
    return compose(article, at=at, body=body, neighbours=neighbours)


@register.simple_tag
def body_with_links(body, links):
    """The body with the mid slot between two of its blocks; safe exactly if the body was."""
    if links.mid is None:
        return body
    parts = [block.html for block in links.blocks]
    parts.insert(links.mid_after, links_slot(links.mid))
    return type(body)("".join(parts))


@register.simple_tag
def links_slot(slot):
    """One slot as a section with its heading; nothing when there is no slot."""
    return render_to_string("recommendations/_slot.html", {"slot": slot}) if slot else SafeString()


@register.simple_tag
def count_followed(article, links):
    """The script that counts which links are followed; nothing without links, or if it is off."""
    if not (settings.COUNT_FOLLOWED and (links.mid or links.end)):
        return SafeString()
    return render_to_string("recommendations/_followed.html", {"article": article})
