"""The search page: what a reader types, gets, and is told."""

import pytest

from reviews import freshness
from reviews.models import Article
from reviews.search import index
from tests.factories import make_article, make_show, make_theme
from tests.reviews.pages import Page, headlines, page_of

pytestmark = pytest.mark.django_db


def test_the_page_finds_and_marks(client):
    make_article("The Moons <i>", standfirst="A moon", body="<p>Words about moons & men.</p>")
    index.rebuild()

    response = client.get("/search/", {"q": "moon"})
    page = page_of(response)

    assert headlines(response) == ["The Moons <i>"]
    assert page.texts("mark") == ["Moons", "moon", "moons"]
    assert page.texts("p", role="status") == ["1 article for “moon”."]
    assert page.errors == []


def test_an_empty_search_asks_the_database_nothing(client, django_assert_num_queries):
    freshness.current()

    for address in ("/search/", "/search/?q=", "/search/?q=%20%22%00", "/search/?q=%F0%9F%8E%AC"):
        with django_assert_num_queries(0):
            response = client.get(address)
        assert page_of(response).all("input", name="q")[0]["type"] == "search"


def test_search_pages_are_kept_out_of_other_indexes(client):
    response = client.get("/search/?q=x")

    assert response["X-Robots-Tag"] == "noindex"
    assert page_of(response).all("meta", name="robots") == [
        {"name": "robots", "content": "noindex"}
    ]


HOSTILE = [
    '"',
    "'",
    "\\",
    "a\\",
    "a AND",
    "NEAR(a b)",
    "headline:x",
    "{a b} : c",
    "a* ^b -c +d",
    "(((",
    "; DROP TABLE reviews_article; --",
    "' | 'x",
    "& ! <->",
    "a:*",
    "\0\0",
    "🎬🎬",
    "\u202e\ufeff\u200d",
    "%",
    "x" * 10_000,
    "word " * 2_000,
    '"' * 10_000,
    "<script>alert(1)</script>",
    "\ud7ff\ue000",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_text_that_a_person_can_type_is_safe(client, typed):
    make_article("A moon")
    index.rebuild()

    response = client.get("/search/", {"q": typed})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert Page(response.content.decode()).errors == []


@pytest.mark.parametrize("query", [b"q=%FF%FE%00", b"q=%ED%A0%80", b"q=%", b"%00=%00", b"q=a&q=b"])
def test_bytes_that_are_no_text_are_safe(client, query):
    assert client.get("/search/", QUERY_STRING=query.decode()).status_code == 200


def test_a_hundred_filters_and_values_that_mean_nothing_narrow_nothing(client):
    make_article("A moon")
    index.rebuild()
    nonsense = "&".join(f"kind=x{n}&year={n}x&show=%00{n}&theme=%E2%80%AE" for n in range(100))

    response = client.get(f"/search/?q=moon&{nonsense}")

    assert headlines(response) == ["A moon"]


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "1.5", "", "٣"])
def test_pages_that_are_not_there_are_missing(client, number):
    make_article("A moon")
    index.rebuild()

    assert client.get("/search/", {"q": "moon", "page": number}).status_code == 404


def test_pages_keep_the_words_and_the_narrowing(client):
    for number in range(21):
        make_article(f"Moon & {number}", kind="news")
    index.rebuild()

    page = page_of(client.get("/search/", {"q": "moon &", "kind": "news"}))

    (link,) = page.all("a", rel="next")
    assert link["href"] == "?q=moon+%26&kind=news&page=2"
    assert len(headlines(client.get(f"/search/{link['href']}"))) == 1


def test_a_search_can_be_narrowed_and_widened_again(client):
    shows = [make_show("Solaris"), make_show("Stalker")]
    make_article("Moon one", shows=shows[:1], kind="news")
    make_article("Moon two", shows=shows[1:], themes=[make_theme("Grief")])
    index.rebuild()

    wide = page_of(client.get("/search/?q=moon"))
    addresses = [link["href"] for link in wide.all("a") if link["href"].startswith("?")]
    assert "?q=moon&show=stalker" in addresses
    assert "?q=moon&kind=news" in addresses
    labels = wide.texts("a")
    assert labels[labels.index("Review") : labels.index("Stalker (2000)") + 1] == [
        *("Review", "News", "Solaris (2000)", "Stalker (2000)"),
    ]

    narrow = client.get("/search/?q=moon&show=stalker")
    assert headlines(narrow) == ["Moon two"]
    assert page_of(narrow).all("a", href="?q=moon") != []


def test_one_narrowing_has_one_address_however_it_was_clicked_together(client):
    shows = [make_show("Solaris"), make_show("Stalker")]
    for kind in ("news", "review"):
        make_article(f"Moon one, {kind}", shows=shows[:1], kind=kind)
        make_article(f"Moon two, {kind}", shows=shows[1:], kind=kind)
    index.rebuild()

    first = page_of(client.get("/search/?q=moon&kind=news")).all("a")
    then = page_of(client.get("/search/?q=moon&show=solaris")).all("a")

    address = "?q=moon&kind=news&show=solaris"
    assert [address in [link["href"] for link in links] for links in (first, then)] == [True] * 2


def test_a_hit_says_which_of_its_tags_answers(client):
    tags = {"shows": [make_show("Moon")], "themes": [make_theme("Moons of Saturn")]}
    make_article("Found by its tags", **tags | {"themes": [*tags["themes"], make_theme("Grief")]})
    index.rebuild()

    page = page_of(client.get("/search/?q=moon"))

    assert page.texts("p", class_="hit__tags") == ["About Moon (2000), Moons of Saturn"]
    assert page.texts("mark") == ["Moon", "Moons"]


def test_who_finds_nothing_is_offered_near_names_and_other_articles(client):
    make_article("On Solaris", shows=[make_show("Solaris")])
    make_show("Solarix")
    index.rebuild()

    near = page_of(client.get("/search/?q=solarsi"))
    assert near.texts("p", role="status") == ["No article for “solarsi”."]
    assert near.all("a", href="/shows/solaris/") != []
    assert near.all("a", href="/shows/solarix/") == []

    some = client.get("/search/?q=solaris+zzz")
    assert headlines(some) == ["On Solaris"]


@pytest.mark.parametrize("number", [1, 20])
def test_queries_of_a_search(client, django_assert_num_queries, number):
    theme, show = make_theme("Grief"), make_show("Solaris")
    for _ in range(number):
        make_article(body="<p>moon</p>", themes=[theme], shows=[show])
    index.rebuild()

    with django_assert_num_queries(14):
        client.get("/search/?q=moon")


def test_the_box_stands_on_every_page_once(client):
    make_article("Moon", slug="moon")

    for address in ("/", "/articles/moon/", "/search/", "/nothing/"):
        page = Page(client.get(address).content.decode())
        assert len(page.all("form", role="search")) == 1, address
    assert Article.objects.count() == 1
