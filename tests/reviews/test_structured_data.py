"""What pages say to machines: in schema.org's words, complete, and no more than readers see."""

import json
from decimal import Decimal

import pytest

from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_person,
    make_show,
    make_theme,
)

from .pages import Page

pytestmark = pytest.mark.django_db

THING = {"name", "alternateName", "description", "image", "url", "identifier", "sameAs"} | {
    "mainEntityOfPage",
    "potentialAction",
}
WORK = (
    THING
    | {"correction"}
    | {"about", "author", "creator", "dateCreated", "dateModified", "datePublished"}
    | {
        *("headline", "inLanguage", "keywords", "publisher", "countryOfOrigin"),
    }
)
# What schema.org defines of the types that are used; whatever else is written is a mistake.
VOCABULARY = {
    "Article": WORK,
    "NewsArticle": WORK,
    "Review": WORK | {"itemReviewed", "reviewRating"},
    "Movie": WORK | {"actor", "director"},
    "TVSeries": WORK | {"actor", "director", "startDate", "endDate", "numberOfSeasons"},
    "Rating": THING | {"ratingValue", "bestRating", "worstRating"},
    "Person": THING,
    "Organization": THING | {"logo"},
    "ImageObject": WORK,
    "Country": THING,
    "CorrectionComment": WORK | {"text"},
    "WebSite": WORK,
    "SearchAction": THING | {"target", "query-input"},
    "ProfilePage": WORK | {"mainEntity"},
    "CollectionPage": WORK,
    "BreadcrumbList": THING | {"itemListElement"},
    "ListItem": THING | {"item", "position"},
}
# What Google's pages under https://developers.google.com/search/docs/appearance/structured-data/
# require, as they read on 8 September 2026, when they were last changed: `review-snippet`,
# `breadcrumb` and `profile-page`. A rating must have its value only; the bounds and the date are
# recommended there, and needed here, since our lowest rating is 0 and the default is 1. Of what an
# `article` is recommended to have, all is asked for.
REQUIRED = {
    "Review": {"author", "itemReviewed", "reviewRating", "datePublished"},
    "Rating": {"ratingValue", "bestRating", "worstRating"},
    "Movie": {"name"},
    "TVSeries": {"name"},
    "Person": {"name"},
    "Organization": {"name"},
    "Article": {"headline", "author", "datePublished", "dateModified", "image"},
    "NewsArticle": {"headline", "author", "datePublished", "dateModified", "image"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"item", "name", "position"},
    "ProfilePage": {"mainEntity"},
}
# Which things may be reviewed: of Google's list, those that the paper writes of. A TVSeries is a
# CreativeWorkSeries, and subtypes are taken too.
MAY_BE_REVIEWED = {"Movie", "TVSeries"}
MAY_REVIEW = {"Person", "Organization"}
NAME_IS_SHORTER_THAN = 100
LEAST_CRUMBS = 2
ADDRESSES = ("url", "item", "image", "mainEntityOfPage")


def graphs(client, address):
    """The nodes of each block of a page."""
    response = client.get(address)
    assert response.status_code in {200, 404, 410}
    blocks = response.content.decode().split('<script type="application/ld+json">')[1:]
    found = [json.loads(block.split("</script>")[0]) for block in blocks]
    assert {data["@context"] for data in found} <= {"https://schema.org"}
    return [data["@graph"] for data in found]


def graph(client, address):
    """The nodes of a page that has one block."""
    (found,) = graphs(client, address)
    return found


def nodes(value):
    """Every object inside `value`, itself included."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from nodes(part)


def problems(tree):
    for node in nodes(tree):
        kind = node["@type"]
        names = set(node) - {"@type"}
        yield from (f"{kind} has no {name}" for name in names - VOCABULARY[kind])
        yield from (f"{kind} lacks {name}" for name in REQUIRED.get(kind, set()) - names)
        yield from (f"{kind}.{name} is empty" for name in names if node[name] in ("", None, []))
        if kind == "Review" and names >= REQUIRED["Review"]:
            yield from problems_of_review(node)
        if kind == "BreadcrumbList" and len(node.get("itemListElement", ())) < LEAST_CRUMBS:
            yield "BreadcrumbList has less than two steps"
        for name in ADDRESSES:
            found = node.get(name, [])
            for address in [found] if isinstance(found, str) else found:
                if not address.startswith("https://"):
                    yield f"{kind}.{name} is not a full address: {address}"


def problems_of_review(review):
    authors = review["author"]
    for author in [authors] if isinstance(authors, dict) else authors:
        if author["@type"] not in MAY_REVIEW:
            yield f"Review is by a {author['@type']}"
        if len(author["name"]) >= NAME_IS_SHORTER_THAN:
            yield f"Review is by a name of {len(author['name'])} characters"
    if review["itemReviewed"]["@type"] not in MAY_BE_REVIEWED:
        yield f"Review is of a {review['itemReviewed']['@type']}"
    rating = review["reviewRating"]
    if not rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]:
        yield f"Rating is out of its bounds: {rating}"


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.SITE_URL = "https://paper.example"


@pytest.fixture
def tags():
    cast = [make_person("Joel Kinnaman")]
    series = {"kind": "series", "first_year": 2019, "seasons": 4, "country": "United States"}
    show = make_show("For All Mankind", cast=cast, **series)
    show.credits.create(person=make_person("Ben Nedivi"), role="creator")
    show.credits.create(person=make_person("A writer"), role="writer")
    author = make_author("Ada", bio="Writes.", portrait=make_image())
    author.links.create(label="Elsewhere", url="https://ada.example/")
    return {
        "shows": [show, make_show("Solaris", original_title="Solyaris", first_year=1972)],
        "authors": [author, make_author("Ben")],
        "themes": [make_theme("Grief", description="Of loss.")],
    }


FULL = {"standfirst": "S" * 400, "rating": Decimal("3.5")}
KINDS = {
    "rated": FULL,
    "rated nought": FULL | {"rating": Decimal(0)},
    "unrated": FULL | {"rating": None},
    "news": {"kind": "news", "rating": None},
    "feature": {"kind": "feature", "standfirst": "A & <b>"},
    "list": {"kind": "list", "headline": "x" * 200},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("with_tags", [True, False])
@pytest.mark.parametrize("with_picture", [True, False])
def test_articles_speak_the_vocabulary(client, tags, kind, with_tags, with_picture):
    fields = {"headline": "One"} | KINDS[kind] | (tags if with_tags else {})
    make_article(**fields, slug="one", lead_image=make_image() if with_picture else None)

    assert list(problems(graph(client, "/articles/one/"))) == []


@pytest.mark.parametrize(
    ("address", "types"),
    [
        ("/", ["WebSite"]),
        ("/shows/for-all-mankind/", ["TVSeries", "BreadcrumbList"]),
        ("/shows/solaris/", ["Movie", "BreadcrumbList"]),
        ("/authors/ada/", ["ProfilePage", "BreadcrumbList"]),
        ("/authors/ben/", ["ProfilePage", "BreadcrumbList"]),
        ("/themes/grief/", ["CollectionPage", "BreadcrumbList"]),
    ],
)
def test_the_other_pages_speak_the_vocabulary(client, tags, address, types):
    make_article("One", **tags)

    found = graph(client, address)

    assert list(problems(found)) == []
    assert [node["@type"] for node in found] == types


@pytest.mark.parametrize("rating", [None, Decimal(0), Decimal(5)])
def test_no_page_of_any_type_lacks_what_google_requires(client, tags, rating):
    article = make_article("One", slug="one", rating=rating, **tags)
    make_article("Two", slug="two", kind="news")
    year, month = article.published_at.year, article.published_at.month
    reviewed = "Review" if rating is not None else "Article"

    found = {
        address: graphs(client, address)
        for address in (
            *("/", "/articles/one/", "/articles/two/", "/shows/", "/shows/solaris/"),
            *("/shows/for-all-mankind/", "/themes/", "/themes/grief/", "/authors/ada/"),
            *("/archive/", f"/archive/{year}/", f"/archive/{year}/{month}/"),
            *("/search/", "/search/?q=one", "/search/?q=nothing", "/articles/nowhere/"),
        )
    }

    wrong = [f"{address}: {problem}" for address in found for problem in problems(found[address])]
    assert wrong == []
    assert {
        address: [node["@type"] for node in tree[0]] for address, tree in found.items() if tree
    } == {
        "/": ["WebSite"],
        "/articles/one/": [reviewed, "BreadcrumbList"],
        "/articles/two/": ["NewsArticle", "BreadcrumbList"],
        "/shows/solaris/": ["Movie", "BreadcrumbList"],
        "/shows/for-all-mankind/": ["TVSeries", "BreadcrumbList"],
        "/themes/grief/": ["CollectionPage", "BreadcrumbList"],
        "/authors/ada/": ["ProfilePage", "BreadcrumbList"],
    }


@pytest.mark.parametrize("length", [99, 100, 120])
def test_a_reviewers_name_is_as_short_as_google_wants_it(client, tags, length):
    make_article("One", slug="one", **FULL | tags | {"authors": [make_author("A" * length)]})

    found = graph(client, "/articles/one/")

    assert list(problems(found)) == []
    (author,) = found[0]["author"]
    assert author["name"] == ("A" * 99 if length == 99 else "A" * 98 + "…")


def test_a_rated_review_says_of_what_by_whom_and_how_good(client, tags):
    make_article("One", slug="one", rating=Decimal("3.5"), **tags)

    review = graph(client, "/articles/one/")[0]

    assert review["@type"] == "Review"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 3.5,
        "bestRating": 5,
        "worstRating": 0,
    }
    assert [author["name"] for author in review["author"]] == ["Ada", "Ben"]
    work = review["itemReviewed"]
    assert (work["@type"], work["name"], work["startDate"]) == (
        "TVSeries",
        "For All Mankind",
        "2019",
    )
    assert [person["name"] for person in work["actor"]] == ["Joel Kinnaman"]
    assert len(review.get("description", "")) <= 200


def test_a_rating_of_nought_is_a_rating(client, tags):
    make_article("One", slug="one", rating=Decimal(0), **tags)

    assert graph(client, "/articles/one/")[0]["reviewRating"]["ratingValue"] == 0


@pytest.mark.parametrize("rating", [None, Decimal("3.5")])
def test_what_has_no_rating_or_no_show_is_no_review(client, tags, rating):
    fields = tags if rating is None else {}
    make_article("One", slug="one", rating=rating, **fields)

    article = graph(client, "/articles/one/")[0]

    assert article["@type"] == "Article"
    assert "reviewRating" not in json.dumps(article)
    assert [work["name"] for work in article.get("about", [])] == [s.title for s in tags["shows"]][
        : 2 * (rating is None)
    ]


def test_the_way_to_a_page_is_numbered_from_the_front_page(client, tags):
    make_article("One", slug="one", **tags)

    (trail,) = [node for node in graph(client, "/articles/one/") if "itemListElement" in node]

    steps = [(step["position"], step["name"]) for step in trail["itemListElement"]]
    assert steps == [(1, "Double Feature"), (2, "Shows"), (3, "For All Mankind"), (4, "One")]


def test_no_word_can_end_the_script(client):
    make_article("</script><!-- & \u2028 <script>", slug="one", standfirst="</SCRIPT>")

    html = client.get("/articles/one/").content.decode()
    headline = graph(client, "/articles/one/")[0]["headline"]

    assert headline == "</script><!-- & \u2028 <script>"
    assert Page(html).errors == []
    assert len(Page(html).all("script")) == html.count("<script")


def test_no_machine_is_told_a_spoiler(client, tags):
    spoiler = "<details><summary>Ending</summary><p>the butler</p></details>"
    make_article("One", slug="one", body=f"<p>open</p>{spoiler}", **tags)

    html = client.get("/articles/one/").content.decode()

    assert html.count("the butler") == 1
    assert "the butler" not in html.split("</head>")[0]
    for address in ("/", "/shows/solaris/", "/search/?q=butler", "/feed/"):
        assert "the butler" not in client.get(address).content.decode(), address
