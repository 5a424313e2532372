"""The article's form costs the same however many authors and shows it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_author, make_draft, make_image, make_show, make_theme
from tests.reviews.newsroom import client_of, editor, form_values

pytestmark = pytest.mark.django_db


def cost(act):
    with CaptureQueriesContext(
        connection,
    ) as found:
        response = act()
    return len(found), response


def article_with(number):
    return make_draft(
        authors=[make_author() for _ in range(number)],
        shows=[make_show() for _ in range(number)],
        themes=[make_theme() for _ in range(number)],
        lead_image=make_image(),
    )


def test_the_form_costs_the_same_with_1_and_with_12_authors_and_shows():
    desk = client_of(editor())
    few, many = (
        reverse("admin:reviews_article_change", args=[article_with(n).pk]) for n in (1, 12)
    )
    desk.get(few)

    (cost_of_few, _), (cost_of_many, shown) = (cost(lambda p=p: desk.get(p)) for p in (few, many))

    assert cost_of_many == cost_of_few
    values = form_values(shown)
    assert len([v for k, v in values.items() if k.endswith("-show") and v != [""]]) == 12


def test_saving_costs_the_same_with_1_and_with_12_authors_and_shows():
    desk = client_of(editor())
    few, many = (
        reverse("admin:reviews_article_change", args=[article_with(n).pk]) for n in (1, 12)
    )
    values = {page: form_values(desk.get(page)) | {"headline": "New"} for page in (few, many)}
    desk.post(few, values[few] | {"headline": "Once before"})
    values[few] = form_values(desk.get(few)) | {"headline": "New"}

    (cost_of_few, saved), (cost_of_many, saved_too) = (
        cost(lambda p=p: desk.post(p, values[p])) for p in (few, many)
    )

    assert (saved.status_code, saved_too.status_code) == (302, 302)
    assert cost_of_many == cost_of_few


@pytest.mark.parametrize("key", ["999", "x", "-1", "9" * 30])
def test_a_row_with_a_forged_key_is_an_error_and_changes_nothing(key):
    desk, article = client_of(editor()), article_with(2)
    address = reverse("admin:reviews_article_change", args=[article.pk])
    values = form_values(desk.get(address))
    before = list(article.article_shows.values_list("pk", "show"))

    for name in ("article_shows-0-show", "article_shows-0-id"):
        assert desk.post(address, values | {name: key}).status_code == 200

    assert list(article.article_shows.values_list("pk", "show")) == before


def test_a_form_that_comes_back_shows_what_was_chosen_in_its_rows():
    desk, article, show = client_of(editor()), article_with(2), make_show("Chosen anew")
    address = reverse("admin:reviews_article_change", args=[article.pk])
    values = form_values(desk.get(address))

    shown = desk.post(
        address,
        values | {"headline": "", "article_shows-2-show": show.pk, "article_shows-TOTAL_FORMS": 3},
    )

    assert form_values(shown)["article_shows-2-show"] == [str(show.pk)]
    assert "Chosen anew" in shown.content.decode()
