"""
The proof of the whole: on the demo paper the engine finds the right links by itself.

From honest tags, with reasons, and with no pin set.
"""

from itertools import pairwise

import pytest
from django.core.management import call_command
from django.urls import reverse
from lxml.html import fromstring

from recommendations.composer import compose
from recommendations.models import Override, Recommendation
from reviews.demo.loader import load
from reviews.models import Article

LEAST_MARGIN = 0.15
LINKS = {
    "mid": [
        ("ikarie-xb-1", {"Cold War", "Space race", "Space exploration"}),
        ("interstellar", {"Space exploration", "Fatherhood", "Family"}),
    ],
    "end": [
        ("the-tree-of-life", {"Fatherhood", "Family"}),
        ("dark", {"Family"}),
    ],
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish_paper(django_capture_on_commit_callbacks):
    """Load what is missing of the demo paper, and let the listeners hear of it."""

    def publish():
        with django_capture_on_commit_callbacks(execute=True):
            load()

    return publish


def composed():
    """The links of For All Mankind, in the form of LINKS, as the composer gives them."""
    links = compose(Article.objects.get(slug="for-all-mankind"))
    return {
        slot.name: [(card.article.slug, set(card.reasons)) for card in slot.cards]
        for slot in (links.mid, links.end)
    }


def served(client):
    """The same as they stand on the page."""
    page = fromstring(client.get(reverse("reviews:article", args=["for-all-mankind"])).content)
    return {
        slot.get("data-slot"): list(zip(slugs(slot), reasons(slot), strict=True))
        for slot in page.iterfind(".//section[@data-slot]")
    }


def slugs(slot):
    return [link.get("href").split("/")[-2] for link in slot.iter("a")]


def reasons(slot):
    return [
        {reason.text for reason in card.iter("span")}
        for card in slot.iterfind(".//*[@data-reasons]")
    ]


def test_for_all_mankind_leads_to_its_four_kin(client, publish_paper):
    publish_paper()

    assert not Override.objects.exists()
    assert composed() == LINKS
    assert served(client) == LINKS

    call_command("rebuild_recommendations", verbosity=0)

    assert composed() == LINKS
    assert served(client) == LINKS


def test_the_four_are_told_apart_by_more_than_a_hair_whatever_is_entered_first(publish_paper):
    publish_paper()
    for slug in ("for-all-mankind", "ikarie-xb-1"):
        assert least_margin() >= LEAST_MARGIN
        Article.objects.get(slug=slug).delete()
        publish_paper()

    assert least_margin() >= LEAST_MARGIN
    assert composed() == LINKS


def least_margin():
    """The smallest step between two scores in the stored list of For All Mankind."""
    rows = Recommendation.objects.filter(source__slug="for-all-mankind").order_by("rank")
    scores = [row.score for row in rows]
    assert len(scores) == 4
    return min(higher - lower for higher, lower in pairwise(scores))
