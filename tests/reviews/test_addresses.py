"""An address that was public leads on for ever, in one step, or says that its page is gone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reviews import addresses, freshness, publishing
from reviews.addresses import Fate
from reviews.models import Article, OldAddress, Theme
from tests.factories import make_article, make_author, make_draft, make_show, make_theme

from .newsroom import client_of, editor, errors_beside, send

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db

TAGS = {"show": make_show, "theme": make_theme, "author": make_author}
UNDER = ["", "feed/", "feed/atom/", "feed/json/"]


def make_thing(kind):
    """An article, or a show, theme or author that a public article bears, under the slug “old”."""
    if kind == "article":
        return make_article("Old")
    thing = TAGS[kind]("Old")
    make_article(**{f"{kind}s": [thing]})
    return thing


def move(thing, *slugs):
    for slug in slugs:
        thing.slug = slug
        thing.save()


def hops(client, path):
    """The paths that a browser goes through, and the last answer's status."""
    response = client.get(path, follow=True)
    assert all(status == 301 for _, status in response.redirect_chain)
    return [address for address, _ in response.redirect_chain], response.status_code


@pytest.mark.parametrize("under", UNDER)
@pytest.mark.parametrize("kind", TAGS)
def test_every_address_under_a_renamed_page_leads_on_in_one_step(client, kind, under):
    move(make_thing(kind), "new")

    old, new = f"/{kind}s/old/{under}", f"/{kind}s/new/{under}"
    assert hops(client, old) == ([new], 200)
    assert hops(client, old.removesuffix("/")) == ([new], 200)
    assert hops(client, f"{old}?page=1&utm_source=x") == ([f"{new}?page=1&utm_source=x"], 200)


def test_an_archive_document_of_a_feed_moves_with_it(client):
    theme = make_theme("Old")
    day = make_article(themes=[theme]).published_at.date()
    move(theme, "new")

    found = hops(client, f"/themes/old/feed/atom/until/{day}/")

    assert found == ([f"/themes/new/feed/atom/until/{day}/"], 200)


@pytest.mark.parametrize("kind", addresses.KINDS)
def test_addresses_make_no_chain_and_no_circle(client, kind):
    thing = make_thing(kind)

    move(thing, "b", "c", "old", "d")

    for slug in ("old", "b", "c"):
        assert hops(client, f"/{kind}s/{slug}/") == ([f"/{kind}s/d/"], 200)
    move(thing, "old")
    assert hops(client, f"/{kind}s/old/") == ([], 200)
    assert {old.slug for old in OldAddress.objects.of(thing)} == {"b", "c", "d"}


@pytest.mark.parametrize("path", ["/articles/OLD/", "/articles/Old", "/articles/First/"])
def test_a_slug_in_capitals_leads_straight_to_the_page(client, path):
    move(make_article("First"), "old")

    assert hops(client, path) == (["/articles/old/"], 200)


def test_a_slug_is_kept_in_small_letters():
    theme = Theme.objects.create(name="Loss", slug="LOSS")

    assert theme.slug == Theme.objects.get().slug == "loss"


def test_a_redirect_is_kept_by_nobody_as_its_page_may_go_back(client):
    move(make_thing("article"), "new")

    assert client.get("/articles/old/")["Cache-Control"] == "no-cache"


def test_nothing_leads_to_what_readers_may_not_see(client):
    article = make_article("Old")
    move(article, "new")
    publishing.withdraw(article)

    assert client.get("/articles/old/").status_code == 404
    assert client.get("/articles/NEW/").status_code == 404
    publishing.publish(article)
    assert hops(client, "/articles/old/") == (["/articles/new/"], 200)


def test_a_tag_without_public_articles_is_not_led_to(client):
    theme = make_theme("Old")
    article = make_article(themes=[theme])
    move(theme, "new")

    publishing.withdraw(article)

    assert client.get("/themes/old/feed/").status_code == 404


def test_the_addresses_of_drafts_are_not_kept():
    draft = make_draft("Secret")
    move(draft, "other")
    draft.delete()
    make_article("Embargoed", ago=-timedelta(days=1)).delete()

    assert list(OldAddress.objects.all()) == []


@pytest.mark.parametrize(
    "delete", [lambda t: t.delete(), lambda t: type(t).objects.all().delete()]
)
@pytest.mark.parametrize("kind", ["show", "theme", "author"])
def test_a_deleted_tag_is_gone_under_all_its_addresses(client, kind, delete):
    thing = TAGS[kind]("Old")
    move(thing, "new")

    delete(thing)

    for slug in ("old", "new", "OLD"):
        for under in UNDER:
            response = client.get(f"/{kind}s/{slug}/{under}")
            assert response.status_code == 410
            assert response["Cache-Control"] == "no-cache"
    assert b"no longer in the paper" in response.content


def test_a_deleted_article_is_gone_and_has_its_address_back_when_recovered(client):
    article = make_article("Old")
    fields = {field.attname: getattr(article, field.attname) for field in Article._meta.fields}
    article.delete()
    assert client.get("/articles/old/").status_code == 410

    Article(**fields).save()

    assert client.get("/articles/old/").status_code == 200
    assert list(OldAddress.objects.all()) == []


def test_a_change_of_slug_moves_the_stamp_when_it_is_made():
    theme = make_theme("Old")
    before = freshness.current().name

    move(theme, "new")

    assert freshness.current().name != before


def test_a_save_that_fails_leaves_no_old_address():
    make_theme("Taken")
    theme = make_theme("Old")

    with pytest.raises(IntegrityError), transaction.atomic():
        move(theme, "taken")

    assert list(OldAddress.objects.all()) == []


def test_where_answers_for_any_path():
    assert addresses.where("/themes/no-such/").fate is Fate.UNKNOWN
    assert addresses.where("/wp-login.php").fate is Fate.UNKNOWN
    assert addresses.where("/shows/").fate is Fate.UNKNOWN
    assert addresses.where("").fate is Fate.UNKNOWN


@pytest.fixture
def desk():
    return client_of(editor())


@pytest.mark.parametrize(
    ("kind", "make", "typed"),
    [
        ("article", make_article, {"headline": "Old"}),
        ("show", make_show, {"title": "Old", "kind": "film", "first_year": "1999"}),
        ("theme", make_theme, {"name": "Oldest"}),
        ("author", make_author, {"name": "Old"}),
    ],
)
def test_an_old_address_is_taken_only_by_one_who_was_asked(desk, kind, make, typed):
    thing = make("Old")
    thing.slug = "new"
    if kind != "article":
        setattr(thing, "title" if kind == "show" else "name", "Renamed")
    thing.save()
    add = f"/admin/reviews/{kind}/add/"

    asked = send(desk, add, **typed, slug="OLD")

    model = addresses.KINDS[kind]
    assert f"This was the address of “{thing}” until" in errors_beside(asked)["slug"]
    assert model.objects.count() == 1
    send(desk, add, **typed, slug="old", take_address="old")
    assert model.objects.get(slug="old").pk != thing.pk
    assert list(OldAddress.objects.all()) == []


def test_consent_to_one_address_is_none_to_another(desk):
    for slug in ("one", "two"):
        make_theme(slug).delete()

    response = send(desk, "/admin/reviews/theme/add/", name="X", slug="two", take_address="one")

    assert "the address of a deleted theme until" in errors_beside(response)["slug"]


def test_a_page_goes_back_to_its_own_address_unasked(desk):
    theme = make_theme("Old")
    move(theme, "new")

    send(desk, f"/admin/reviews/theme/{theme.pk}/change/", slug="old")

    assert Theme.objects.get().slug == "old"


def test_a_renamed_slug_in_the_admin_leads_on(desk, client):
    article = make_article("Old", authors=[make_author()])

    send(desk, f"/admin/reviews/article/{article.pk}/change/", slug="new")

    assert hops(client, "/articles/old/") == (["/articles/new/"], 200)


def test_the_form_says_which_old_addresses_lead_to_the_page(desk):
    theme = make_theme("Old")
    address = f"/admin/reviews/theme/{theme.pk}/change/"
    assert "Old addresses lead here" not in desk.get(address).content.decode()

    move(theme, "new", "newer")

    assert "Old addresses lead here: new, old." in desk.get(address).content.decode()


def test_no_code_writes_slugs_past_save():
    """`update()` and `bulk_update()` would lose the address that a page had."""
    asks = re.compile(r"update\([^)]*\bslug\b")
    found = [
        path.name
        for app in ("reviews", "recommendations")
        for path in (ROOT / app).rglob("*.py")
        for call in asks.findall(path.read_text())
        if "models/address.py" not in str(path)
    ]

    assert found == []


@pytest.mark.parametrize("field", ["published_at", "status"])
def test_what_readers_could_see_until_the_save_leaves_its_address(client, field):
    article = make_article("Old")
    until = article.published_at
    new = {"published_at": timezone.now() + timedelta(days=1), "status": Article.Status.DRAFT}
    setattr(article, field, new[field])
    move(article, "new")
    assert client.get("/articles/old/").status_code == 404

    article.published_at, article.status = until, Article.Status.PUBLISHED
    article.save()

    assert hops(client, "/articles/old/") == (["/articles/new/"], 200)


def test_what_readers_see_from_the_save_on_leaves_no_address():
    article = make_article("Old", ago=-timedelta(days=1))
    article.published_at = timezone.now() - timedelta(days=1)

    move(article, "new")

    assert list(OldAddress.objects.all()) == []
