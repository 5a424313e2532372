"""The body as readers get it."""

import pytest

from reviews.models import Article
from reviews.rendering import render_bodies, render_body
from tests.factories import make_draft, make_image

from .pages import Page

pytestmark = pytest.mark.django_db


def figure(image):
    return f'<figure data-image="{image.pk}"></figure>'


def test_pictures_of_a_whole_page_cost_one_query(django_assert_num_queries):
    bodies = [figure(make_image(f"Picture {i}")) * 2 for i in range(5)]
    articles = [make_draft(body=body) for body in bodies]

    with django_assert_num_queries(1):
        rendered = render_bodies(articles)

    assert [rendered[article.pk].count(f"Picture {i}") for i, article in enumerate(articles)] == (
        [2] * 5
    )


def test_a_text_without_pictures_costs_no_query(django_assert_num_queries):
    article = make_draft(body="<p>Words.</p>")

    with django_assert_num_queries(0):
        assert render_body(article).html == "<p>Words.</p>"


def test_a_picture_that_is_not_in_the_library_any_more_leaves_no_hole():
    article = make_draft(body='<p>a</p><figure data-image="999999"></figure><p>b</p>')

    assert render_body(article).html == "<p>a</p><p>b</p>"


def test_what_reached_the_database_uncleaned_is_cleaned_here():
    article = make_draft()
    Article.objects.filter(pk=article.pk).update(body='<p onclick="x()">a<script>b</script></p>')
    article.refresh_from_db()

    assert render_body(article).html == "<p>a</p>"


def test_a_picture_with_a_character_that_xml_forbids_is_shown_without_it():
    image = make_image("A\x08B", caption="C\x0bD", credit="E\ufffeF")

    html = render_body(make_draft(body=figure(image))).html

    assert 'alt="AB"' in html
    assert Page(html).texts("figcaption") == ["CD EF"]


def test_a_table_scrolls_by_touch_and_by_keyboard_and_has_a_name():
    body = "<table><caption>Seasons</caption><tbody><tr><td>1</td></tr></tbody></table><p>a</p>"

    html = render_body(make_draft(body=body)).html

    (region,) = Page(html).all("div")
    assert region == {
        "tabindex": "0",
        "class": "scroller",
        "role": "region",
        "aria-label": "Seasons",
    }
    assert html.startswith("<div")
    assert html.endswith("</table></div><p>a</p>")


def test_the_rendered_body_is_safe_to_print():
    body = render_body(make_draft(body="<p>a</p>"))

    assert hasattr(body.html, "__html__")
