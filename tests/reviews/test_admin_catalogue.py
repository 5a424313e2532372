"""Shows, themes, people and authors in the admin: addresses, twins, and rows in order."""

import pytest
from django.urls import reverse

from reviews.models import Author, Person, Show, Theme
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_person,
    make_show,
    make_theme,
)

from .newsroom import client_of, editor, errors_beside, form_values, send

ADD = "/admin/reviews/show/add/"
SOLARIS = {"title": "Solaris", "kind": "film", "first_year": "2002"}


@pytest.fixture
def desk(db):
    return client_of(editor())


def test_a_second_show_with_the_same_address_is_told_to_add_the_year(desk):
    make_show("Solaris", first_year=1972)
    person = make_person()
    typed = {
        **SOLARIS,
        "slug": "solaris",
        "synopsis": "A planet remembers.",
        "credits-0-person": str(person.pk),
        "credits-0-role": "director",
    }

    response = send(desk, ADD, **typed)

    again = form_values(response)
    assert errors_beside(response) == {
        "slug": "“Solaris (1972)” has this address already. Add the year: solaris-2002"
    }
    assert {name: again[name] for name in typed} == {k: [v] for k, v in typed.items()}
    assert Show.objects.count() == 1


def test_an_empty_address_is_made_from_the_title(desk):
    send(desk, ADD, **SOLARIS)

    assert Show.objects.get().slug == "solaris"


def test_an_empty_address_takes_the_year_when_the_title_is_taken(desk):
    make_show("Solaris", first_year=1972)

    send(desk, ADD, **SOLARIS)

    assert Show.objects.get(first_year=2002).slug == "solaris-2002"


def test_a_third_show_of_one_title_and_year_is_asked_for_an_address(desk):
    make_show("Solaris", first_year=1972)
    make_show("Solaris", first_year=2002, slug="solaris-2002")

    response = send(desk, ADD, **SOLARIS)

    assert errors_beside(response) == {"slug": "“Solaris (2002)” has this address already."}


def test_a_show_can_be_saved_again_under_its_own_address(desk):
    show = make_show("Solaris")

    send(desk, reverse("admin:reviews_show_change", args=[show.pk]), synopsis="New")

    show.refresh_from_db()
    assert (show.slug, show.synopsis) == ("solaris", "New")


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"first_year": "72"}, "first_year"), ({"last_year": "1999"}, "last_year")],
)
def test_an_impossible_year_is_refused_beside_its_field(desk, typed, field):
    assert list(errors_beside(send(desk, ADD, **SOLARIS | typed))) == [field]


def test_credits_without_a_number_stand_in_the_order_of_the_rows(desk):
    people = [make_person(), make_person()]
    values = {
        "credits-TOTAL_FORMS": 2,
        **{f"credits-{i}-person": person.pk for i, person in enumerate(people)},
        **{f"credits-{i}-role": "cast" for i in range(2)},
        **{f"credits-{i}-{name}": "" for i in range(2) for name in ("character", "position")},
    }

    send(desk, ADD, **SOLARIS, **values)

    credits = Show.objects.get().credits.all()
    assert [(c.person, c.position) for c in credits] == [(people[0], 1), (people[1], 2)]


@pytest.mark.parametrize(
    ("model", "make"), [(Theme, make_theme), (Author, make_author)], ids=["theme", "author"]
)
def test_the_address_of_a_theme_or_author_is_made_from_the_name(desk, model, make):
    add = reverse(f"admin:reviews_{model._meta.model_name}_add")

    send(desk, add, name="Señor Café")

    assert model.objects.get().slug == "senor-cafe"


@pytest.mark.parametrize(
    ("model", "make"), [(Theme, make_theme), (Person, make_person)], ids=["theme", "person"]
)
def test_a_name_that_is_there_in_another_spelling_is_refused_beside_it(desk, model, make):
    make("Café Noir")

    response = send(
        desk, reverse(f"admin:reviews_{model._meta.model_name}_add"), name=" cafe  NOIR", slug="x"
    )

    assert errors_beside(response) == {"name": "“Café Noir” is here already; use that one."}


@pytest.mark.parametrize("second", ["Twin  X", "the double"])
def test_other_names_of_a_theme_are_each_said_once(desk, second):
    response = send(
        desk,
        "/admin/reviews/theme/add/",
        **{"name": "The Double", "slug": "double", "aliases-TOTAL_FORMS": "2"},
        **{"aliases-0-name": "Twin x", "aliases-1-name": second},
    )

    assert response.status_code == 200
    assert f"“{second}” is said already." in response.content.decode()
    assert form_values(response)["aliases-0-name"] == ["Twin x"]
    assert Theme.objects.count() == 0


def test_a_name_whose_letters_stand_for_more_than_fit_is_refused(desk):
    # One letter that folds to eighteen.
    response = send(desk, "/admin/reviews/theme/add/", name="\ufdfa" * 60, slug="long")

    assert errors_beside(response) == {
        "name": "This name is too long: its letters stand for more."
    }


@pytest.mark.parametrize("name", ["\u200b", "\u2060\u00ad"])
def test_a_name_that_nobody_can_see_is_none(desk, name):
    response = send(desk, "/admin/reviews/theme/add/", name=name, slug="empty")

    assert "name" in errors_beside(response)


def test_control_characters_are_left_out_of_what_is_typed(desk):
    send(desk, "/admin/reviews/theme/add/", name="Cold\x0b War\x01", slug="cold-war")

    assert Theme.objects.get().name == "Cold War"


@pytest.mark.parametrize(
    ("make", "field", "source"),
    [
        (make_theme, "themes", "article"),
        (make_show, "show", "articleshow"),
        (make_author, "author", "articleauthor"),
        (make_person, "person", "credit"),
    ],
)
def test_lists_to_choose_from_say_how_many_public_articles_bear_each(desk, make, field, source):
    thing = make("Grief")
    make("Other")
    bears = {f"{field.rstrip('s')}s": [thing]}
    if field == "person":
        bears = {"shows": [make_show(cast=[thing]), make_show(cast=[thing])]}
    make_article(**bears)
    make_article(**bears)
    make_draft(**bears)

    answer = desk.get(
        "/admin/autocomplete/",
        {"app_label": "reviews", "model_name": source, "field_name": field, "term": "grief"},
    )

    assert [row["text"] for row in answer.json()["results"]] == [f"{thing} (2)"]


def test_lists_of_other_things_say_no_number(desk):
    make_image("A lander")

    answer = desk.get(
        "/admin/autocomplete/",
        {"app_label": "reviews", "model_name": "article", "field_name": "lead_image"},
    )

    assert [row["text"] for row in answer.json()["results"]] == ["A lander"]
