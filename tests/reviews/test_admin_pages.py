"""Every admin list, search, add, change and delete page opens, at a fixed cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from reviews import publishing
from reviews.models import Article, Author, Image, Person, Show, Theme
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_person,
    make_show,
    make_theme,
)

from .newsroom import client_of, editor

MODELS = [Article, Author, Image, Person, Show, Theme]
MAKERS = {
    Article: make_article,
    Author: make_author,
    Image: make_image,
    Person: make_person,
    Show: make_show,
    Theme: make_theme,
}


@pytest.fixture
def desk(db):
    return client_of(editor())


def address(model, page, *args):
    return reverse(f"admin:reviews_{model._meta.model_name}_{page}", args=args)


def rows(response):
    return [str(row) for row in response.context["cl"].result_list]


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_add_page_opens_empty(desk, model):
    assert desk.get(address(model, "changelist")).status_code == 200
    assert desk.get(address(model, "add")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_every_change_delete_and_history_page_opens(desk, model):
    obj = MAKERS[model]()

    for page in ("change", "delete", "history"):
        assert desk.get(address(model, page, obj.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_every_list_can_be_searched(desk, model):
    MAKERS[model]("Café Society")
    MAKERS[model]("Other")

    response = desk.get(address(model, "changelist"), {"q": "cafe SOCIETY"})

    assert [name.split(" (")[0] for name in rows(response)] == ["Café Society"]


@pytest.mark.parametrize("state", ["draft", "in_review", "embargoed", "live", "withdrawn"])
def test_articles_can_be_filtered_by_state(desk, state, articles_in_each_state):
    response = desk.get(address(Article, "changelist"), {"state": state})

    assert rows(response) == [state]


def test_the_newsroom_has_the_icon_of_the_site(desk, client):
    pages = [desk.get("/admin/"), client.get("/admin/login/"), client.get("/")]

    icons = [
        html.fromstring(page.content.decode()).xpath("//link[@rel='icon']/@href") for page in pages
    ]

    assert icons[0] == icons[1] == icons[2] != []


def test_articles_are_found_by_their_shows_and_themes(desk):
    show = make_show("Solaris", original_title="Солярис")
    show.aliases.create(title="Solyaris")
    memory = make_theme("Memory")
    memory.aliases.create(name="Remembrance")
    make_draft("By show", shows=[show])
    make_draft("By theme", themes=[memory])
    make_draft("By neither")

    def found(query):
        return rows(desk.get(address(Article, "changelist"), {"q": query}))

    assert [found(q) for q in ("solaris", "солярис", "SOLYARIS")] == [["By show"]] * 3
    assert [found(q) for q in ("memory", "remembrance")] == [["By theme"]] * 2


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_articles_costs_the_same_for_1_and_for_30(
    desk, count, django_assert_num_queries
):
    shows, themes, authors = [make_show()], [make_theme()], [make_author()]
    for _ in range(count):
        make_article(shows=shows, themes=themes, authors=authors, lead_image=make_image())

    # Two of them are the counts beside the filters: of the states, and of all work lists.
    with django_assert_num_queries(16):
        response = desk.get(address(Article, "changelist"))

    assert len(rows(response)) == count


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("model", [Show, Theme, Author, Image])
def test_every_other_list_costs_the_same_for_1_and_for_30(
    desk, model, count, django_assert_max_num_queries
):
    for _ in range(count):
        MAKERS[model]()

    with django_assert_max_num_queries(9):
        response = desk.get(address(model, "changelist"))

    assert len(rows(response)) == count


@pytest.mark.parametrize(
    ("model", "field", "names"),
    [
        ("article", "themes", {"Cold War": make_theme}),
        ("article", "lead_image", {"Café at night": make_image}),
        ("articleshow", "show", {"Café Society": make_show}),
        ("articleauthor", "author", {"Zoë Field": make_author}),
        ("credit", "person", {"André Holm": make_person}),
    ],
)
def test_tags_are_completed_while_they_are_typed(desk, model, field, names):
    for name, make in names.items():
        make(name)
        make("Another")

        response = desk.get(
            reverse("admin:autocomplete"),
            {
                "term": name[:4].lower().replace("é", "e").replace("ë", "e"),
                "app_label": "reviews",
                "model_name": model,
                "field_name": field,
            },
        )

        assert [r["text"].split(" (")[0] for r in response.json()["results"]] == [name]


def test_lists_of_tags_count_their_articles_and_lead_to_them(desk):
    theme = make_theme("Memory")
    make_draft("Tagged", themes=[theme])
    make_draft("Untagged")

    listing = desk.get(address(Theme, "changelist"))
    link = f"{address(Article, 'changelist')}?themes__id__exact={theme.pk}"

    assert f'<a href="{link}">1</a>' in listing.content.decode()
    assert rows(desk.get(link)) == ["Tagged"]


def test_a_show_that_articles_carry_cannot_be_deleted(desk):
    show = make_show("Solaris")
    make_draft("Tagged", shows=[show])

    response = desk.post(address(Show, "delete", show.pk), {"post": "yes"})

    assert "protected" in response.content.decode()
    assert Show.objects.filter(pk=show.pk).exists()


@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_theme_that_articles_carry_cannot_be_deleted_and_they_are_listed(desk, in_bulk):
    theme = make_theme("Memory")
    make_draft("Tagged", themes=[theme])
    url = address(Theme, "changelist") if in_bulk else address(Theme, "delete", theme.pk)
    bulk = {"action": "delete_selected", "_selected_action": theme.pk}

    response = desk.post(url, {"post": "yes"} | (bulk if in_bulk else {}))

    assert "Tagged" in response.content.decode()
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_a_theme_that_no_article_carries_can_be_deleted(desk):
    theme = make_theme("Memory")

    desk.post(address(Theme, "delete", theme.pk), {"post": "yes"})

    assert list(Theme.objects.all()) == []


def test_a_picture_that_a_text_uses_cannot_be_deleted(desk):
    image = make_image()
    make_draft("Illustrated", body=f'<figure data-image="{image.pk}"><img alt=""></figure>')

    response = desk.post(address(Image, "delete", image.pk), {"post": "yes"})

    assert "Illustrated" in response.content.decode()
    assert Image.objects.filter(pk=image.pk).exists()


def test_the_page_of_a_picture_says_where_it_is_used(desk):
    image = make_image()
    other = make_image()
    make_draft("In the text", body=f'<figure data-image="{image.pk}"><img alt=""></figure>')
    make_draft("As lead", lead_image=image)
    make_draft("With another", lead_image=other)
    make_show("On a poster", poster=image)
    make_author("With a portrait", portrait=image)

    page = desk.get(address(Image, "change", image.pk)).content.decode()

    users = ["In the text", "As lead", "On a poster", "With a portrait", "With another"]
    assert [name in page for name in users] == [True, True, True, True, False]


@pytest.fixture
def articles_in_each_state(db):
    make_draft("draft")
    publishing.submit(make_draft("in_review"))
    make_article("embargoed", ago=-timedelta(days=1))
    make_article("live")
    publishing.withdraw(make_article("withdrawn"))
