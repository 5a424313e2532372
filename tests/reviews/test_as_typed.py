"""What the form of an article is told while it is typed: its checklist, and its page."""

import pytest
from django.urls import reverse
from lxml import html

from reviews.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_ready,
    make_show,
    make_theme,
)

from .newsroom import client_of, editor, form_values

ADD = "/admin/reviews/article/add/"


@pytest.fixture
def desk(db):
    return client_of(editor())


def ask(desk, name, article=None, **typed):
    """Post the form of an article, with what is typed in it, to one of its two addresses."""
    form = reverse("admin:reviews_article_change", args=[article.pk]) if article else ADD
    keys, end = ([article.pk], "") if article else ([], "_new")
    address = reverse(f"admin:reviews_article_{name}{end}", args=keys)
    return desk.post(address, form_values(desk.get(form)) | typed)


def codes(response):
    page = html.fromstring(response.content.decode())
    return page.xpath("//li/@data-code")


def test_the_form_shows_the_findings_with_ways_to_their_fields(desk):
    article = make_ready(standfirst="")

    page = html.fromstring(
        desk.get(reverse("admin:reviews_article_change", args=[article.pk])).content.decode()
    )

    lines = page.xpath("//section[@id='checklist']//li")
    anchors = [line.xpath("string(.//a/@href)") for line in lines]
    assert "finding--error" in lines[0].get("class")
    assert anchors[0] == "#id_standfirst"
    assert "#article_shows-group" in anchors
    assert [a for a in anchors if not page.xpath(f"//*[@id='{a[1:]}']")] == []


def test_the_checklist_follows_what_is_typed(desk):
    article = make_ready(shows=[make_show()], authors=[make_author()])

    before = codes(ask(desk, "checklist", article))
    after = codes(
        ask(
            desk,
            "checklist",
            article,
            body="",
            themes=[make_theme().pk],
            lead_image=make_image().pk,
            **{"article_shows-0-DELETE": "on"},
        )
    )

    assert {"themes.missing", "lead_image.missing"} <= set(before)
    assert {"body.empty", "shows.missing"} <= set(after)
    assert not {"themes.missing", "lead_image.missing"} & set(after)
    article.refresh_from_db()
    assert article.body == "<p>Words.</p>"


def test_tags_that_are_only_ticked_count_as_they_will_when_saved(desk):
    theme, show = make_theme("Grief"), make_show("The Mirror")
    article = make_ready(body="<p>Grief in The Mirror.</p>", authors=[make_author()])
    ticked = {"suggested": [f"theme:{theme.pk}", f"show:{show.pk}"]}

    before, after = (codes(ask(desk, "checklist", article, **each)) for each in ({}, ticked))
    page = html.fromstring(ask(desk, "preview", article, **ticked).content.decode())

    assert {"themes.missing", "shows.missing"} <= set(before)
    assert not {"themes.missing", "shows.missing"} & set(after)
    assert {"Grief", "The Mirror"} <= {link.text_content().strip() for link in page.iter("a")}
    assert (article.themes.count(), article.shows.count()) == (0, 0)


def test_a_new_article_has_a_checklist_before_it_is_saved(desk):
    assert "body.empty" in codes(ask(desk, "checklist", headline="New"))
    assert list(Article.objects.all()) == []


def test_a_preview_shows_what_is_typed_in_the_readers_page_and_saves_nothing(desk):
    author, show, theme, image = make_author("Ada"), make_show("Dark"), make_theme(), make_image()
    other = make_article("The other one", themes=[theme])

    response = ask(
        desk,
        "preview",
        headline="A new one",
        body=f'<p>Typed</p><figure data-image="{image.pk}"><img alt="A dome"></figure>',
        lead_image=image.pk,
        themes=[theme.pk],
        **{"article_authors-0-author": author.pk, "article_shows-0-show": show.pk},
    )

    page = html.fromstring(response.content.decode())
    text = page.text_content()
    assert page.xpath("string(//h1)") == "A new one"
    assert all(words in text for words in ("Typed", "Ada", "Dark", theme.name, "not saved"))
    assert page.xpath("//img[@alt='A dome']")
    assert page.xpath("//section[@data-slot]//a/text()") == [other.headline]
    assert Article.objects.count() == 1


def test_a_preview_is_kept_by_nobody_and_says_nothing_to_machines(desk):
    response = ask(desk, "preview", headline="A new one")

    page = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page
    assert not any(words in page for words in ("canonical", "ld+json", "og:url", "followed.js"))


def test_a_preview_of_a_live_article_takes_its_links_from_what_is_typed(desk):
    old, new = make_theme(), make_theme()
    make_article("Of old", themes=[old])
    make_article("Of new", themes=[new])
    article = make_ready(themes=[old])

    page = html.fromstring(ask(desk, "preview", article, themes=[new.pk]).content.decode()).xpath(
        "//section[@data-slot]//a/text()"
    )

    assert page[0] == "Of new"
    assert list(article.themes.all()) == [old]


def test_a_form_with_errors_is_previewed_and_says_what_was_not_taken(desk):
    article = make_ready("Old headline")

    response = ask(
        desk, "preview", article, headline="", standfirst="Typed", published_at_0="soon"
    )

    text = html.fromstring(response.content.decode()).text_content()
    assert response.status_code == 200
    assert all(words in text for words in ("Old headline", "Typed", "Headline: This field is"))
    assert "Publish at: There is no such date." in text


@pytest.mark.parametrize("name", ["preview", "checklist"])
def test_only_posts_are_answered_and_only_of_articles_that_are_there(desk, name):
    assert desk.get(reverse(f"admin:reviews_article_{name}_new")).status_code == 405
    assert desk.post(reverse(f"admin:reviews_article_{name}", args=[10**6])).status_code == 404
    assert desk.post(reverse(f"admin:reviews_article_{name}_new"), {}).status_code == 200
