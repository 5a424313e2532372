"""Tags that somebody merges away, or forms that are sent twice, while others write."""

import pytest
from django.urls import reverse

from reviews import merging
from reviews.models import Article
from tests.factories import make_author, make_draft, make_show, make_theme
from tests.reviews.history.windows import Window, address, merge_form, now
from tests.reviews.newsroom import client_of, editor, form_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_draft("First", body="<p>One.</p>", authors=[make_author("Ada")])


def test_a_theme_that_is_merged_away_while_somebody_writes_follows_the_merge(article):
    gone, kept = make_theme("Sci-Fi"), make_theme("Science fiction")
    bo = Window("bo", article)
    merging.merge(gone, kept)

    response = bo.save(headline="By Bo", themes=[gone.pk])

    assert response.status_code == 302
    assert (now(article).headline, list(article.themes.all())) == ("By Bo", [kept])


def test_a_theme_of_the_article_that_is_merged_away_makes_no_riddle(article):
    gone, kept, other = make_theme("Sci-Fi"), make_theme("Science fiction"), make_theme("Other")
    article.themes.set([gone])
    bo = Window("bo", article)
    merging.merge(gone, kept)

    values, unchosen = merge_form(bo.save(headline="By Bo", themes=[gone.pk, other.pk]))
    bo.client.post(address(article), values)

    assert unchosen == []
    assert now(article).headline == "By Bo"
    assert sorted(each.name for each in article.themes.all()) == ["Other", "Science fiction"]


@pytest.mark.parametrize("has_both", [False, True])
def test_a_show_that_is_merged_away_while_somebody_writes_follows_the_merge(article, has_both):
    gone, kept = make_show("Twin"), make_show("The one")
    for position, show in enumerate([gone, kept] if has_both else [gone], 1):
        article.article_shows.create(show=show, position=position)
    bo = Window("bo", article)
    merging.merge(gone, kept)

    response = bo.save(headline="By Bo")
    if response.status_code == 409:
        values, unchosen = merge_form(response)
        assert unchosen == []
        response = bo.client.post(address(article), values)

    assert response.status_code == 302
    assert now(article).headline == "By Bo"
    assert Article.objects.get().ordered_shows == [kept]


def test_a_show_chosen_anew_and_merged_away_meanwhile_follows_too(article):
    gone, kept = make_show("Twin"), make_show("The one")
    bo = Window("bo", article)
    merging.merge(gone, kept)

    row = {"article_shows-0-show": gone.pk, "article_shows-TOTAL_FORMS": 1}
    response = bo.save(headline="By Bo", **row)

    assert response.status_code == 302
    assert Article.objects.get().ordered_shows == [kept]


@pytest.mark.parametrize(
    ("theirs", "themes", "shows"), [("themes", [], ["Dark (2000)"]), ("shows", ["Grief"], [])]
)
def test_of_what_was_ticked_only_the_kind_that_is_taken_from_the_other_goes(
    article, theirs, themes, shows
):
    grief, dark = make_theme("Grief"), make_show("Dark")
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(headline="By Ann")
    ticked = [f"theme:{grief.pk}", f"show:{dark.pk}"]
    values, _ = merge_form(bo.save(standfirst="By Bo.", suggested=ticked))

    bo.client.post(address(article), values | {f"choice-{theirs}": "theirs"})

    assert [str(theme) for theme in now(article).themes.all()] == themes
    assert [str(show) for show in Article.objects.get().ordered_shows] == shows


def test_a_theme_that_never_was_is_still_refused(article):
    bo = Window("bo", article)

    response = bo.save(headline="By Bo", themes=["999"])

    assert response.status_code == 200
    assert now(article).headline == "First"


def test_a_form_that_is_sent_twice_is_saved_once_and_asks_nothing(article):
    bo = Window("bo", article)

    answers = [bo.save(headline="By Bo", body="<p>Two.</p>") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert now(article).version == 2


@pytest.mark.parametrize("button", ["_save", "_submit"])
def test_a_form_without_a_version_is_no_form_that_was_sent_twice(article, button):
    bo = Window("bo", article)
    del bo.values["opened"]

    assert bo.save(button).status_code == 409
    assert now(article).status == "draft"


def test_a_merge_that_is_sent_twice_is_saved_once_and_asks_nothing(article):
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(headline="Ann's")
    values, _ = merge_form(bo.save(body="<p>Bo's.</p>"))

    answers = [bo.client.post(address(article), values) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (now(article).headline, article.body, article.version) == ("Ann's", "<p>Bo's.</p>", 3)


def test_a_merge_sent_after_its_article_is_deleted_comes_back_as_a_new_draft(article):
    ann, bo = Window("ann", article), Window("bo", article)
    ann.save(headline="Ann's")
    values, _ = merge_form(bo.save(body="<p>Bo's.</p>"))
    article.delete()

    shown = bo.client.post(address(article), values)

    assert "deleted while you wrote" in shown.content.decode()
    add = reverse("admin:reviews_article_add")
    saved = bo.client.post(add, form_values(shown) | {"_save": "1"})
    assert saved.status_code == 302
    assert Article.objects.get().body == "<p>Bo's.</p>"


def test_a_page_gone_back_to_after_saving_overwrites_nothing(article):
    client = client_of(editor("bo"))
    back = Window("bo", article, client)
    Window("bo", article, client).save(body="<p>One.</p><p>Two.</p>")

    values, unchosen = merge_form(back.save(standfirst="Said."))
    back.client.post(address(article), values)

    assert unchosen == []
    assert (now(article).body, article.standfirst) == ("<p>One.</p><p>Two.</p>", "Said.")
