"""What is not public stands on no page, in no list, count, feed or sitemap."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews import publishing
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_show,
    make_theme,
)

from .pages import page_of

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def tags():
    return {
        "shows": [make_show("Solaris")],
        "themes": [make_theme("Grief")],
        "authors": [make_author("Ada")],
    }


def make_hidden(tags):
    """One article of each kind that no reader may see."""
    make_draft("Hidden draft", **tags)
    publishing.submit(make_draft("Hidden in review", **tags))
    make_article("Hidden embargoed", ago=-timedelta(days=1), **tags)
    publishing.withdraw(make_article("Hidden withdrawn", **tags))


def public_addresses(article):
    day = timezone.localtime(article.published_at)
    return [
        "/",
        "/shows/",
        "/shows/solaris/",
        "/themes/",
        "/themes/grief/",
        "/authors/ada/",
        f"/archive/{day.year}/",
        f"/archive/{day.year}/{day.month}/",
        "/feed/",
        "/sitemap-articles.xml",
        article.get_absolute_url(),
    ]


def test_hidden_articles_are_mentioned_nowhere(client, tags):
    public = make_article("Public", **tags)
    make_hidden(tags)

    for address in public_addresses(public):
        response = client.get(address)
        text = response.content.decode()

        assert response.status_code == 200
        assert "Hidden" not in text, address
        assert "hidden-" not in text, address


@pytest.mark.parametrize(
    "slug", ["hidden-draft", "hidden-in-review", "hidden-embargoed", "hidden-withdrawn"]
)
def test_the_page_of_a_hidden_article_is_missing(client, tags, slug):
    make_hidden(tags)

    assert client.get(f"/articles/{slug}/").status_code == 404


@pytest.mark.parametrize("address", ["/shows/solaris/", "/themes/grief/", "/authors/ada/"])
def test_tags_that_only_hidden_articles_carry_have_no_page(client, tags, address):
    make_hidden(tags)
    assert client.get(address).status_code == 404

    make_article("Public", **tags)
    assert client.get(address).status_code == 200


def test_tags_that_only_hidden_articles_carry_are_not_listed(client, tags):
    make_hidden(tags)

    for address in ("/", "/shows/", "/themes/", "/sitemap-shows.xml", "/sitemap-themes.xml"):
        text = client.get(address).content.decode()
        assert "Solaris" not in text
        assert "solaris" not in text
        assert "Grief" not in text


def test_counts_count_public_articles(client, tags):
    make_article("Public", **tags)
    make_hidden(tags)

    assert page_of(client.get("/shows/")).texts("span", class_="index__count") == ["1 article"]
    assert page_of(client.get("/themes/")).texts("span", class_="index__count") == ["1 article"]
    for address in ("/themes/grief/", "/authors/ada/"):
        (count,) = page_of(client.get(address)).texts("p", class_="page__count")
        assert count.partition(" Follow")[0] == "1 article"


@pytest.mark.parametrize(
    ("moment", "is_out"),
    [(-SECOND, False), (timedelta(), True), (SECOND, True)],
    ids=["a second before", "at its time", "a second after"],
)
def test_an_embargo_ends_on_every_surface_at_its_exact_time(client, clock, tags, moment, is_out):
    make_article("Old", ago=timedelta(days=3), **tags)
    article = make_article("Held back", ago=-timedelta(hours=2), **tags)
    addresses = public_addresses(article)
    clock(article.published_at + moment)

    seen = {address: client.get(address) for address in addresses}

    assert seen["/"].status_code == 200
    assert seen[article.get_absolute_url()].status_code == (200 if is_out else 404)
    for address in ("/", "/shows/solaris/", "/themes/grief/", "/authors/ada/", "/feed/"):
        assert ("Held back" in seen[address].content.decode()) is is_out, address
    assert ("held-back" in seen["/sitemap-articles.xml"].content.decode()) is is_out


def test_a_withdrawn_article_is_gone_at_the_next_request(client, tags):
    make_article("Stays", **tags)
    article = make_article("Goes", **tags)
    assert "Goes" in client.get("/").content.decode()

    publishing.withdraw(article)

    for address in ("/", "/shows/solaris/", "/themes/grief/", "/authors/ada/", "/feed/"):
        assert "Goes" not in client.get(address).content.decode()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_editors_see_a_draft_marked_as_such_and_stored_nowhere(admin_client):
    make_draft("Unfinished")

    response = admin_client.get("/articles/unfinished/")

    page = page_of(response)
    assert page.texts("p", class_="notice") == ["Draft – only editors see this."]
    assert page.all("meta", name="robots") == [{"name": "robots", "content": "noindex"}]
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"


def test_editors_are_told_until_when_an_article_is_held_back(admin_client):
    article = make_article("Soon", ago=-timedelta(days=1))

    page = page_of(admin_client.get("/articles/soon/"))

    (notice,) = page.texts("p", class_="notice")
    assert notice.startswith(f"Embargoed until {article.published_at:%-d %B %Y}")


def test_a_public_article_bears_no_notice_even_for_editors(admin_client):
    make_article("Out")

    response = admin_client.get("/articles/out/")

    page = page_of(response)
    assert page.texts("p", class_="notice") == []
    assert page.all("meta", name="robots") == []
    assert "X-Robots-Tag" not in response


def test_a_login_without_the_right_to_change_articles_sees_no_draft(client, django_user_model):
    make_draft("Unfinished")
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))

    assert client.get("/articles/unfinished/").status_code == 404


def test_lists_show_editors_what_readers_see(admin_client, tags):
    make_hidden(tags)

    assert "Hidden" not in admin_client.get(reverse("reviews:home")).content.decode()
    assert "Hidden" not in admin_client.get(reverse("reviews:feed")).content.decode()
