"""Tags that a text names are offered, never made, and added by a tick."""

import pytest

from reviews.models import Article, Show, Theme
from reviews.tags_in_text import suggest
from tests.factories import make_article, make_author, make_draft, make_show, make_theme

from .newsroom import client_of, editor, errors_beside, send

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/reviews/article/suggest/"


def names(headline="", standfirst="", body="", taken=()):
    return [each.name for each in suggest(headline, standfirst, body, taken)]


@pytest.mark.parametrize(
    "text",
    [
        "It begins with the cold war.",
        "A COLD WAR, and what came of it",
        "Cold-War paranoia",
        "the “Cold War” of films",
        "So this was détente: a pause.",
        "On cold war.",
        "So it was cold\nwar, again",
    ],
)
def test_a_theme_is_found_by_whole_words_under_any_of_its_names(text):
    make_theme("Cold War").aliases.create(name="Détente")

    assert names(body=f"<p>{text}</p>") == ["Cold War"]


@pytest.mark.parametrize("text", ["Cold. War came.", "cold, war", "cold warm", "scold war", "War"])
def test_a_part_of_a_word_or_of_two_sentences_is_no_name(text):
    make_theme("Cold War")

    assert names(body=f"<p>{text}</p>") == []


def test_a_title_of_one_word_counts_where_it_is_written_as_one():
    make_show("Dark")

    assert names(body="<p>The night was dark. Dark it stayed.</p>") == []
    assert names(body="<p>What <em>Dark</em> knows of time</p>") == ["Dark (2000)"]


def test_the_headline_speaks_loudest_and_long_names_take_short_ones():
    make_theme("War"), make_theme("Memory"), make_theme("Cold War")

    found = names("Memory", body="<p>The cold war. The cold war. Of memory.</p>")

    assert found == ["Memory", "Cold War"]


def test_what_the_article_bears_is_not_offered_and_counts_are_of_public_articles():
    theme, show = make_theme("Grief"), make_show("The Mirror")
    make_article(themes=[theme], shows=[show])
    make_draft(themes=[theme])
    body = "<p>Grief in The Mirror</p>"

    assert {each.label for each in suggest("", "", body, ())} == {
        "Grief (theme, 1 article)",
        "The Mirror (2000) (show, 1 article)",
    }
    assert names(body=body, taken=[("theme", theme.pk)]) == ["The Mirror (2000)"]


@pytest.mark.parametrize("number", [3, 300])
def test_the_cost_is_bounded(number, django_assert_max_num_queries):
    Theme.objects.bulk_create(
        Theme(name=f"Theme {i}", slug=f"t{i}", folded=f"theme {i}") for i in range(number)
    )

    with django_assert_max_num_queries(6):
        found = names(body="<p>" + " ".join(f"theme {i}." for i in range(number)) + "</p>")

    assert len(found) == min(8, number)


@pytest.fixture
def desk():
    return client_of(editor())


def test_typed_words_are_answered_with_boxes_ticked_ones_still_so(desk):
    theme, show = make_theme("Grief"), make_show("The Mirror")
    typed = {"headline": "Grief", "body": "<p>In The Mirror</p>", "suggested": f"show:{show.pk}"}

    html = desk.post(ADDRESS, typed).content.decode()
    fewer = desk.post(ADDRESS, typed | {"themes": [theme.pk]}).content.decode()

    assert f'value="theme:{theme.pk}"' in html
    assert f'value="show:{show.pk}"' in html
    assert html.count("checked") == 1
    assert f'value="theme:{theme.pk}"' not in fewer
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"themes": ["x", "-1", "9" * 40], "article_shows-0-show": "y", "body": "<p"},
        {"body": '<a"b c>'},
    ],
)
def test_nonsense_is_answered_with_no_box(desk, typed):
    response = desk.post(ADDRESS, typed)

    assert response.status_code == 200
    assert "input" not in response.content.decode()


def test_readers_and_links_get_no_boxes(client, desk):
    assert client.post(ADDRESS).status_code == 302
    assert desk.get(ADDRESS).status_code == 405


def test_ticked_tags_are_added_with_the_save_without_a_script(desk):
    theme, chosen, show = make_theme("Grief"), make_theme("Time"), make_show("The Mirror")
    first = make_show("Solaris")
    article = make_draft(
        "Grief", body="<p>The Mirror</p>", themes=[chosen], shows=[first], authors=[make_author()]
    )
    address = f"/admin/reviews/article/{article.pk}/change/"
    assert f'value="theme:{theme.pk}"' in desk.get(address).content.decode()

    send(desk, address, suggested=[f"theme:{theme.pk}", f"show:{show.pk}"])

    assert set(article.themes.all()) == {theme, chosen}
    assert article.ordered_shows == [first, show]
    assert 'name="suggested"' not in desk.get(address).content.decode()


@pytest.mark.parametrize("value", ["theme:0", "theme:x", "person:1", "theme:" + "9" * 30, "x"])
def test_forged_values_are_refused(desk, value):
    article = make_draft(authors=[make_author()])

    response = send(desk, f"/admin/reviews/article/{article.pk}/change/", suggested=[value])

    assert f"{value} is not one of the available choices" in str(errors_beside(response))
    assert article.themes.count() == 0


def test_a_ticked_tag_that_is_gone_is_not_made(desk):
    article = make_draft(authors=[make_author()])

    send(desk, f"/admin/reviews/article/{article.pk}/change/", suggested=["theme:99", "show:99"])

    assert Theme.objects.count() == Show.objects.count() == 0


def test_a_form_that_comes_back_finds_tags_in_what_is_no_html(desk):
    theme = make_theme("Grief")

    response = send(desk, "/admin/reviews/article/add/", headline="", body='<a"b c>Grief')

    assert "headline" in errors_beside(response)
    assert f'value="theme:{theme.pk}"' in response.content.decode()
