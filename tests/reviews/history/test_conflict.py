"""Two people edit one article: whoever saves second, and whatever, no word of either is lost."""

from itertools import permutations

import pytest
from lxml import html

from recommendations import steering
from reviews import publishing
from reviews.admin.conflict import seal
from reviews.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_theme,
)
from tests.reviews.history.windows import Window, address, merge_form, now
from tests.reviews.newsroom import client_of, editor, form_values

pytestmark = pytest.mark.django_db
BODY = "<p>One.</p><p>Two.</p><p>Three.</p>"


@pytest.fixture
def article():
    return make_draft("First", body=BODY, standfirst="Said.", authors=[make_author("Ada")])


@pytest.fixture
def ready(article):
    """The article with all that the checklist asks for before readers get it."""
    article.lead_image, article.verdict = make_image(), "Good."
    article.save()
    article.article_shows.create(show=make_show("Solaris"), position=1)
    article.themes.add(make_theme("Memory"))
    return article


def test_the_second_saver_overwrites_nothing_and_sees_both(article):
    ann, bo = Window("ann", article), Window("bo", article)

    ann.save(headline="By Ann")
    response = bo.save(headline="By Bo")

    page = " ".join(html.fromstring(response.content.decode()).text_content().split())
    assert now(article).headline == "By Ann"
    assert "ann has saved this article" in page
    assert [name in page for name in ("Ann", "Bo")] == [True, True]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_by_any_order_of_saving_edits_in_different_places_all_survive(article, order):
    edits = [
        {"headline": "By Ann"},
        {"body": BODY.replace("One.", "One by Bo.")},
        {"body": BODY.replace("Three.", "Three by Cy."), "standfirst": "Said by Cy."},
    ]
    windows = [Window(name, article) for name in ("ann", "bo", "cy")]

    for place in order:
        response = windows[place].save(**edits[place])
        if response.status_code == 409:
            values, unchosen = merge_form(response)
            assert unchosen == []
            assert windows[place].client.post(address(article), values).status_code == 302

    now(article)
    assert (article.headline, article.standfirst) == ("By Ann", "Said by Cy.")
    assert article.body == "<p>One by Bo.</p><p>Two.</p><p>Three by Cy.</p>"


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", ["Bo"]), ("theirs", ["Ann"]), ("both", ["Ann", "Bo"])]
)
def test_an_edit_of_the_same_paragraph_is_chosen(article, choice, kept):
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(body=BODY.replace("Two.", "Ann."))
    values, unchosen = merge_form(bo.save(body=BODY.replace("Two.", "Bo.")))

    bo.client.post(address(article), values | {"choice-body-0": choice})

    middle = "".join(f"<p>{name}.</p>" for name in kept)
    assert unchosen == ["choice-body-0"]
    assert now(article).body == f"<p>One.</p>{middle}<p>Three.</p>"


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_field_that_both_changed_is_chosen(article, choice):
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(headline="theirs", standfirst="Ann's")
    values, unchosen = merge_form(bo.save(headline="mine", verdict="Bo's"))

    bo.client.post(address(article), values | {"choice-headline": choice})

    now(article)
    assert unchosen == ["choice-headline"]
    assert (article.headline, article.standfirst, article.verdict) == (choice, "Ann's", "Bo's")


def test_the_text_of_the_one_not_taken_stays_in_the_history(article):
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(headline="Ann's")
    values, _ = merge_form(bo.save(headline="Bo's"))

    bo.client.post(address(article), values | {"choice-headline": "mine"})

    headlines = [version.state["headline"] for version in article.versions.order_by("number")]
    assert headlines == ["First", "Ann's", "Bo's"]


def test_themes_and_rows_are_part_of_the_check_and_of_the_merge(article):
    grief, time, ben, show = (
        make_theme("Grief"),
        make_theme("Time"),
        make_author("Ben"),
        make_show(),
    )
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(
        themes=[grief.pk],
        **{"article_authors-1-author": ben.pk, "article_authors-TOTAL_FORMS": 2},
    )
    shows = {"article_shows-0-show": show.pk, "article_shows-TOTAL_FORMS": 1}

    response = bo.save(themes=[time.pk], **shows)
    assert list(now(article).themes.all()) == [grief]
    assert article.ordered_shows == []

    values, unchosen = merge_form(response)
    bo.client.post(address(article), values)
    assert unchosen == []
    assert list(article.themes.all()) == [grief, time]
    assert [a.name for a in Article.objects.get().ordered_authors] == ["Ada", "Ben"]
    assert Article.objects.get().ordered_shows == [show]


def test_a_row_that_somebody_else_removed_makes_no_riddle(article):
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(**{"article_authors-0-DELETE": "on"})

    values, unchosen = merge_form(bo.save(headline="By Bo"))
    bo.client.post(address(article), values)

    assert unchosen == []
    assert (now(article).headline, article.ordered_authors) == ("By Bo", [])


@pytest.mark.parametrize("button", ["_publish", "_submit"])
def test_an_act_from_a_stale_form_is_refused_and_follows_the_merge(ready, button):
    article = ready
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(standfirst="Ann's")

    response = bo.save(button, headline="By Bo")
    assert now(article).status == "draft"

    values, _ = merge_form(response)
    bo.client.post(address(article), values)
    assert now(article).status == {"_publish": "published", "_submit": "in_review"}[button]
    assert (article.headline, article.standfirst) == ("By Bo", "Ann's")


def test_a_third_save_during_the_merge_is_merged_too(article):
    ann, bo, cy = (Window(name, article) for name in ("ann", "bo", "cy"))
    ann.save(headline="Ann's")
    values, _ = merge_form(bo.save(standfirst="Bo's"))
    late, _ = merge_form(cy.save(verdict="Cy's"))
    cy.client.post(address(article), late)

    again, _ = merge_form(bo.client.post(address(article), values))
    bo.client.post(address(article), again)

    now(article)
    assert (article.headline, article.standfirst, article.verdict) == ("Ann's", "Bo's", "Cy's")


def test_the_merged_article_can_be_looked_over_before_it_is_saved(article):
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(headline="Ann's")
    values, _ = merge_form(bo.save(standfirst="Bo's"))

    shown = bo.client.post(address(article), values | {"_look": "merged"})

    assert now(article).standfirst == "Said."
    assert "not saved yet" in shown.content.decode()
    typed = form_values(shown)
    assert (typed["headline"], typed["standfirst"]) == (["Ann's"], ["Bo's"])
    bo.client.post(address(article), typed | {"_save": "1"})
    assert (now(article).headline, article.standfirst) == ("Ann's", "Bo's")


def test_two_windows_of_one_person_are_two_editors(article):
    client = client_of(editor("ann"))
    one, other = (Window("ann", article, client) for _ in range(2))
    one.save(headline="One")

    response = other.save(headline="Other")

    assert "You have saved this article in another window" in response.content.decode()


def test_pins_set_meanwhile_stay_and_disturb_no_save(article):
    other = make_article("Pinned")
    bo = Window("bo", article)
    steering.steer(article, other.pk, steering.PIN)

    assert bo.save(headline="By Bo").status_code == 302

    assert now(article).headline == "By Bo"
    assert [pin.target for pin in article.overrides.all()] == [other]


def test_what_somebody_published_meanwhile_is_not_changed_unawares(ready):
    article = ready
    bo = Window("bo", article)
    publishing.publish(Article.objects.get())

    values, _ = merge_form(bo.save(headline="By Bo"))
    bo.client.post(address(article), values)

    assert (now(article).headline, article.status) == ("By Bo", "published")


@pytest.mark.parametrize("forged", [None, "", "1", "999", "x:y:z", "other article", "later"])
def test_a_missing_or_forged_version_is_no_permission(article, forged):
    bo = Window("bo", article)
    tokens = {"other article": seal(article.pk + 1, 1), "later": seal(article.pk, 99)}
    if forged is None:
        del bo.values["opened"]

    response = bo.save(
        headline="By Bo", **({} if forged is None else {"opened": tokens.get(forged, forged)})
    )

    values, unchosen = merge_form(response)
    assert now(article).headline == "First"
    assert unchosen == ["choice-headline"]
    bo.client.post(address(article), values | {"choice-headline": "mine"})
    assert now(article).headline == "By Bo"


def test_what_was_typed_for_a_deleted_article_comes_back_as_a_new_draft(article):
    theme = make_theme()
    bo = Window("bo", article)
    article.delete()

    shown = bo.save(headline="By Bo", body="<p>Bo's words.</p>", themes=[theme.pk])

    page = html.fromstring(shown.content.decode())
    assert "deleted while you wrote" in shown.content.decode()
    assert page.get_element_by_id("article_form").get("action") == "/admin/reviews/article/add/"
    saved = bo.client.post("/admin/reviews/article/add/", form_values(shown) | {"_save": "1"})
    assert saved.status_code == 302
    new = Article.objects.get()
    assert (new.headline, new.body) == ("By Bo", "<p>Bo's words.</p>")
    assert [list(new.themes.all()), [a.name for a in new.ordered_authors]] == [[theme], ["Ada"]]


def test_a_form_with_a_mistake_stays_as_old_as_it_was(article):
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(standfirst="Ann's")

    shown = bo.save(headline="")
    again = bo.client.post(address(article), form_values(shown) | {"headline": "B", "_save": "1"})

    assert shown.status_code == 200
    assert again.status_code == 409
