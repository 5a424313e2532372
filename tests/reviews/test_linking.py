"""Links in texts to the paper's own pages follow them, and become words when those are away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews import publishing
from reviews.linking import editable_links, own_place, tie_links
from reviews.models import Article
from reviews.rendering import render_bodies
from reviews.richtext import blocks, clean_html, link_targets
from reviews.richtext.marking import targets
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_theme,
)

from .newsroom import client_of, editor, errors_beside, send
from .test_desk import member


def shown(body):
    article = Article(pk=1, body=body)
    return str(render_bodies([article])[1])


def move(thing, slug):
    thing.slug = slug
    thing.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "href",
    [
        "/articles/one/",
        "/articles/one",
        "/articles/ONE/",
        "/articles/old-one/",
        "http://testserver/articles/one/",
        "https://TESTSERVER/articles/one/",
        "//testserver/articles/one/",
    ],
)
def test_a_link_to_an_article_is_kept_by_its_id_and_shown_with_todays_address(href):
    article = make_article(slug="old-one")
    move(article, "one")
    tied = tie_links(f'<p>See <a href="{href}">it</a>.</p>')
    move(article, "two")

    assert f'data-article="{article.pk}"' in tied
    assert clean_html(tied) == tied
    assert link_targets(shown(tied)) == ["/articles/two/"]
    assert link_targets(editable_links(tied)) == ["/articles/two/"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "make"), [("show", make_show), ("theme", make_theme), ("author", make_author)]
)
def test_so_are_links_to_shows_themes_authors_and_their_feeds(kind, make):
    thing = make("One")
    make_article(**{f"{kind}s": [thing]})
    tied = tie_links(f'<p><a href="/{kind}s/one/">a</a> <a href="/{kind}s/one/feed/">b</a></p>')

    move(thing, "two")

    assert link_targets(shown(tied)) == [f"/{kind}s/two/", f"/{kind}s/two/feed/"]


@pytest.mark.django_db
def test_query_and_fragment_of_a_link_stay():
    article = make_article(slug="one")
    tied = tie_links('<p><a href="http://testserver/articles/one/?page=2#the-end">x</a></p>')

    move(article, "two")

    assert link_targets(shown(tied)) == ["/articles/two/?page=2#the-end"]


@pytest.mark.django_db
def test_links_elsewhere_are_left_alone():
    make_article(slug="one")
    html = (
        '<p><a href="https://example.org/articles/one/" data-article="7">a</a> '
        '<a href="#articles">b</a> <a href="mailto:a@example.org">c</a> '
        '<a href="/articles/none/">d</a> <a href="/articles/">e</a> '
        '<a href="http://[x/articles/one/">f</a> <a href="articles/one/">g</a></p>'
    )

    tied = tie_links(clean_html(html))

    assert "data-article" not in tied
    assert link_targets(shown(tied)) == link_targets(clean_html(html))


@pytest.mark.django_db
def test_the_address_goes_before_a_mark_that_came_with_it():
    one, two = make_article(slug="one"), make_article(slug="two")

    tied = tie_links(
        f'<p><a data-show="9" data-article="{one.pk}" href="/articles/two/">x</a></p>'
    )

    assert f'data-article="{two.pk}"' in tied
    assert "data-show" not in tied


@pytest.mark.django_db
def test_a_link_to_what_readers_may_not_see_becomes_words_until_they_may():
    article = make_article(slug="one")
    body = tie_links('<p>Read <a href="/articles/one/"><em>this</em> first</a>, please.</p>')

    publishing.withdraw(article)

    assert shown(body) == "<p>Read <em>this</em> first, please.</p>"
    assert link_targets(editable_links(body)) == ["/articles/one/"]
    publishing.publish(article)
    assert link_targets(shown(body)) == ["/articles/one/"]


@pytest.mark.django_db
def test_a_link_to_a_draft_waits_for_its_publication():
    draft = make_draft(slug="one")
    body = tie_links('<p><a href="/articles/one/">x</a></p>')

    assert link_targets(shown(body)) == []
    publishing.publish(draft)
    assert link_targets(shown(body)) == ["/articles/one/"]


@pytest.mark.django_db
def test_a_link_to_what_is_deleted_stays_words_and_keeps_its_mark_when_saved_again():
    article = make_article(slug="one")
    body = tie_links('<p><a href="/articles/one/">x</a></p>')

    article.delete()

    assert shown(body) == "<p>x</p>"
    assert tie_links(clean_html(editable_links(body))) == body


@pytest.mark.django_db
def test_pages_feeds_and_previews_show_the_address_of_today(client):
    target = make_article("Target", slug="target")
    article = make_article("Linking", body=tie_links('<p><a href="/articles/target/">x</a></p>'))
    draft = make_draft("Draft", body=article.body)
    desk = client_of(editor())

    move(target, "moved")

    for page in (
        client.get(article.get_absolute_url()),
        client.get("/feed/"),
        client.get("/feed/atom/"),
        client.get("/feed/json/"),
        desk.get(draft.get_absolute_url()),
    ):
        assert "/articles/moved/" in page.content.decode()
        assert "/articles/target/" not in page.content.decode()


@pytest.mark.django_db
def test_a_save_in_the_admin_ties_and_shows_todays_address_in_the_form():
    target = make_article(slug="target")
    article = make_draft("Linking", authors=[make_author()])
    desk, address = client_of(editor()), f"/admin/reviews/article/{article.pk}/change/"

    send(desk, address, body='<p><a href="http://testserver/articles/target/">x</a></p>')
    move(target, "moved")

    article.refresh_from_db()
    assert f'data-article="{target.pk}"' in article.body
    assert "/articles/moved/" in desk.get(address).content.decode()


@pytest.mark.django_db
def test_all_that_a_text_needs_is_one_query(django_assert_num_queries):
    image, show = make_image(), make_show("S")
    make_article(slug="one", shows=[show], themes=[make_theme("T")], authors=[make_author("A")])
    body = tie_links(
        '<p><a href="/articles/one/">1</a> <a href="/shows/s/">2</a> <a href="/themes/t/">3</a> '
        f'<a href="/authors/a/">4</a></p><figure data-image="{image.pk}"><img></figure>'
    )

    with django_assert_num_queries(1):
        html = shown(body)

    assert link_targets(html) == ["/articles/one/", "/shows/s/", "/themes/t/", "/authors/a/"]
    assert f'width="{image.width}"' in html


@pytest.mark.parametrize("mark", ["x", "0", "-1", "1e3", "", "1" * 19, "١"])
def test_the_sanitiser_lets_only_digits_through_as_an_id(mark):
    html = f'<p><a href="/articles/x/" data-article="{mark}" data-other="1">x</a></p>'

    assert clean_html(html) == '<p><a href="/articles/x/">x</a></p>'


@pytest.mark.parametrize("mark", ["moon-base", "", "0", "9" * 40, "١"])
def test_a_text_that_was_never_cleaned_breaks_nothing(mark):
    html = f'<p><a href="/articles/x/" data-article="{mark}">x</a></p>'

    assert targets(html) == set()
    assert [(block.articles, block.links) for block in blocks(html)] == [((), ("/articles/x/",))]


def test_the_sanitiser_lets_marks_through_on_links_only():
    assert clean_html('<p data-article="1">x</p>') == "<p>x</p>"


@given(st.text(alphabet="/:?#[]@articlesonehtp.\\ \u0000%2e\ud7ff", max_size=30))
def test_no_address_breaks_the_search_for_its_place(href):
    place = own_place(href)

    assert place is None or place.kind in {"article", "show", "theme", "author"}


@pytest.mark.django_db
def test_a_forged_mark_in_a_form_that_comes_back_tells_no_address():
    secret = make_draft("Who did it", slug="who-did-it")
    desk = client_of(member("Writer"))

    response = send(
        desk,
        "/admin/reviews/article/add/",
        headline="",
        body=f'<p><a href="/x/" data-article="{secret.pk}">x</a></p>',
    )

    assert "headline" in errors_beside(response)
    page = response.content.decode()
    assert "/x/" in page
    assert "who-did-it" not in page


@pytest.mark.django_db
def test_a_form_shows_a_stored_link_to_a_draft_that_has_moved():
    draft = make_draft(slug="one")
    article = make_draft("Linking", body=tie_links('<p><a href="/articles/one/">x</a></p>'))
    move(draft, "two")

    response = client_of(editor()).get(f"/admin/reviews/article/{article.pk}/change/")

    assert "/articles/two/" in response.content.decode()
