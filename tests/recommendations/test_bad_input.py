"""What editors and settings may get wrong: a clear word for them, a sensible page for readers."""

import math

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from recommendations import builder
from recommendations.composer import compose
from recommendations.explaining import explain
from recommendations.models import Override
from recommendations.tuning import check_tuning
from tests.factories import make_article, make_draft, make_show, make_theme

pytestmark = pytest.mark.django_db


def add(client, **fields):
    """Send the form for a new pin or ban; what it says, and how many there are now."""
    fields = {"kind": "pin", "slot": "either", "position": 1} | fields
    response = client.post(reverse("admin:recommendations_override_add"), fields, follow=True)
    assert response.status_code == 200
    return response.content.decode(), Override.objects.count()


def test_a_pin_to_itself_is_refused_in_words(admin_client):
    page = make_article("Page")

    said, number = add(admin_client, source=page.pk, target=page.pk)

    assert "An article does not link to itself." in said
    assert number == 0


def test_a_pin_and_a_ban_of_one_article_are_refused_in_words(admin_client):
    page, other = make_article("Page"), make_article("Other")
    Override.objects.create(source=page, target=other, kind="ban")

    said, number = add(admin_client, source=page.pk, target=other.pk)

    assert "There is a ban of this link on that page already" in said
    assert number == 1
    with pytest.raises(ValidationError):
        Override(source=page, target=other, kind="pin").full_clean()


def test_a_pin_to_a_draft_is_kept_skipped_and_told(admin_client, client):
    page, draft = make_article("Page"), make_draft("Draft")

    said, number = add(admin_client, source=page.pk, target=draft.pk)

    assert "The pin is kept, and skipped for now" in said
    assert number == 1
    assert "Draft" not in client.get(page.get_absolute_url()).content.decode()


@pytest.mark.parametrize("weight", [0, -1, "2", None, math.inf, math.nan])
def test_a_weight_that_is_no_number_above_zero_stops_the_start(settings, weight):
    weights = {"show": weight, "person": 1, "theme": 1}
    settings.RECOMMENDATIONS = {"kind_weights": weights}

    (error,) = check_tuning()

    assert error.msg.startswith("RECOMMENDATIONS: ")


@pytest.mark.parametrize("name", ["threshold", "exposure"])
@pytest.mark.parametrize("number", [-0.1, math.inf, math.nan])
def test_a_number_that_no_list_could_be_made_with_stops_the_start(settings, name, number):
    settings.RECOMMENDATIONS = {name: number}

    (error,) = check_tuning()

    assert error.msg == f"RECOMMENDATIONS: The {name} must be a number, 0 or more."


def test_an_article_without_tags_leads_to_the_latest(client):
    page = make_article("Page")
    make_article("Other", themes=[make_theme()], shows=[make_show()])
    builder.rebuild()

    (card,) = compose(page).end.cards
    assert (card.article.headline, card.label) == ("Other", "Latest")
    assert client.get(page.get_absolute_url()).status_code == 200
    assert [each.why_not for each in explain(page)] == [""]


def test_a_paper_of_one_article_has_no_slots(client):
    page = make_article("Page", themes=[make_theme()], shows=[make_show()])
    builder.rebuild()

    html = client.get(page.get_absolute_url()).content.decode()

    assert "data-slot" not in html
    assert explain(page) == []
