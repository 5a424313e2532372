"""The article page: what it says, and what it leaves out where there is nothing to say."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from reviews.models import Credit
from reviews.search import index
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_person,
    make_show,
    make_theme,
)

from .pages import page_of

pytestmark = pytest.mark.django_db


def shown(client, **fields):
    return page_of(client.get(make_article(**fields).get_absolute_url()))


def test_headline_standfirst_and_byline(client):
    authors = [make_author(name) for name in ("Ada", "Ben", "Cy")]

    page = shown(client, headline="On <Solaris>", standfirst="A & B.", authors=authors)

    assert page.texts("h1") == ["On <Solaris>"]
    assert page.texts("p", class_="article__standfirst") == ["A & B."]
    assert page.texts("p", class_="byline") == ["By Ada, Ben and Cy"]
    assert [link["href"] for link in page.all("a", rel="author")] == [
        "/authors/ada/",
        "/authors/ben/",
        "/authors/cy/",
    ]


def test_the_time_of_publication_carries_its_offset(client, settings):
    settings.TIME_ZONE = "Europe/Prague"
    article = make_article()
    local = article.published_at.astimezone(ZoneInfo("Europe/Prague"))

    page = page_of(client.get(article.get_absolute_url()))

    (written,) = [time["datetime"] for time in page.all("time")]
    assert written == local.isoformat(timespec="seconds")


def test_updated_is_said_only_when_an_editor_said_so(client):
    article = make_article()
    article.save()
    plain = page_of(client.get(article.get_absolute_url()))
    article.significantly_updated_at = timezone.now()
    article.save()

    updated = page_of(client.get(article.get_absolute_url()))

    article.significantly_updated_at = article.published_at - timedelta(days=1)
    article.save()
    during_embargo = page_of(client.get(article.get_absolute_url()))

    assert plain.texts("span", class_="dates__updated") == []
    assert during_embargo.texts("span", class_="dates__updated") == []
    (said,) = updated.texts("span", class_="dates__updated")
    assert said.startswith("Updated ")


@pytest.mark.parametrize(
    ("rating", "words"),
    [
        ("0.0", "0 out of 5 stars"),
        ("0.5", "½ out of 5 stars"),
        ("4.0", "4 out of 5 stars"),
        ("4.5", "4½ out of 5 stars"),
        ("5.0", "5 out of 5 stars"),
    ],
)
def test_a_rating_is_read_out_once(client, rating, words):
    page = shown(client, rating=Decimal(rating))

    assert page.texts("span", class_="rating") == [words]
    assert page.all("svg", class_="stars")[0]["aria-hidden"] == "true"


def test_nothing_is_said_of_a_rating_that_is_not_there(client):
    page = shown(client, rating=None, verdict="")

    assert page.all("span", class_="rating") == []
    assert page.all("div", class_="verdict") == []


@pytest.mark.parametrize(
    ("season", "episode", "words"),
    [
        (1, 4, ["Spoilers Covers season 1 through episode 4."]),
        (2, None, ["Spoilers Covers everything through season 2."]),
        (None, None, []),
    ],
)
def test_how_far_the_text_gives_things_away(client, season, episode, words):
    page = shown(client, covers_season=season, covers_episode=episode)

    assert page.texts("p", class_="note--spoilers") == words


def test_a_correction_is_printed(client):
    page = shown(client, correction_note="It was 1963.")

    assert page.texts("p", class_="note--correction") == ["Correction It was 1963."]


def test_facts_of_the_primary_show(client):
    show = make_show(
        "Ikarie XB-1", original_title="Ikarie XB 1", first_year=1963, country="Czechoslovakia"
    )
    Credit.objects.create(show=show, person=make_person("Jindřich Polák"), role="director")
    Credit.objects.create(
        show=show, person=make_person("Zdeněk Štěpánek"), role="cast", character="Abayev"
    )
    show.watch_options.create(provider="Kino", url="https://kino.example/", region="GB")
    show.watch_options.create(provider="Disc")

    page = shown(client, shows=[show, make_show("Another")])

    assert page.texts("dt")[:6] == [
        "Original title",
        "Kind",
        "Directed by",
        "Cast",
        "Country",
        "Where to watch",
    ]
    assert page.texts("dd")[:7] == [
        "Ikarie XB 1",
        "Film, 1963",
        "Jindřich Polák",
        "Zdeněk Štěpánek as Abayev",
        "Czechoslovakia",
        "Disc",
        "Kino (GB)",
    ]


def test_an_article_about_no_show_has_no_facts(client):
    page = shown(client)

    assert page.all("dl", class_="facts") == []


def test_contents_are_listed_from_three_headings_on(client):
    two = "<h2>One</h2><p>a</p><h3>Two</h3><p>b</p><h4>Small</h4><p>c</p>"

    short = shown(client, body=two)
    long = shown(client, body=two + "<h2>Three</h2><p>d</p>")

    assert short.all("nav", class_="contents") == []
    links = [link["href"] for link in long.all("a") if link["href"].startswith("#")]
    assert links == ["#main", "#one", "#two", "#three"]
    assert {"one", "two", "three"} <= {heading.get("id") for heading in long.all("h2")} | {
        heading.get("id") for heading in long.all("h3")
    }


def test_tags_are_grouped_by_type(client):
    show = make_show("Dark", kind="series", cast=[make_person("Louis Hofmann")])
    maker = make_person("Jantje & Friese")
    for role in ("creator", "writer"):
        show.credits.create(person=maker, role=role)

    page = shown(client, shows=[show], themes=[make_theme("Time")])

    assert page.texts("nav", class_="filed") == ["Shows Dark Themes Time People Jantje & Friese"]
    assert page.all("a", href="/search/?q=%22Jantje%20%26%20Friese%22") != []


def test_a_maker_s_name_leads_to_all_that_mentions_them(client):
    show = make_show("Dark")
    show.credits.create(person=make_person("Jantje Friese"), role="creator")
    make_article("On 1899", slug="other", body="<p>Jantje Friese again.</p>")
    page = shown(client, shows=[show])
    index.rebuild()

    (link,) = [a["href"] for a in page.all("a") if a.get("rel") == "nofollow"]

    found = client.get(link).content.decode()
    assert "On <mark>" not in found
    assert "/articles/other/" in found


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (231, 2), (920, 4), (921, 5)])
def test_reading_time_is_rounded_up(client, words, minutes):
    figure = f'<figure data-image="{make_image(credit="Not a word of the text").pk}"></figure>'
    page = shown(client, body=f"<p>{'word ' * words}</p>{figure}")

    assert page.texts("span", class_="dates__minutes") == [f"{minutes} min read"]


def test_the_lead_picture_comes_first_and_the_others_when_they_are_near(client):
    lead = make_image("A ship", caption="Outward bound.", credit="Film studio")
    inside = make_image("A corridor")

    page = shown(client, lead_image=lead, body=f'<figure data-image="{inside.pk}"></figure>')

    first, second = page.all("img")
    assert (first["alt"], first["fetchpriority"], first.get("loading")) == ("A ship", "high", None)
    assert (second["alt"], second["loading"]) == ("A corridor", "lazy")
    assert page.texts("figcaption")[0] == "Outward bound. Film studio"


def test_the_body_is_cleaned_again_on_its_way_out(client):
    article = make_article()
    type(article).objects.filter(pk=article.pk).update(body="<p>ok<script>alert(1)</script></p>")

    page = page_of(client.get(article.get_absolute_url()))

    assert page.texts("div", class_="prose") == ["ok"]
    assert "alert" not in "".join(page.texts("script"))


def test_an_author_with_a_bio_is_introduced(client):
    page = shown(client, authors=[make_author("Ada", bio="Writes on film."), make_author("Ben")])

    assert page.texts("div", class_="bio") == ["Ada Writes on film."]


def test_links_to_other_articles_stand_in_the_text_and_after_it(client):
    theme = make_theme("Grief")
    for days in range(5):
        make_article(ago=timedelta(days=days + 1), themes=[theme])
        make_article(ago=timedelta(days=days + 1))
    body = "".join(f"<p>{'word ' * 60}</p>" for _ in range(12))

    page = shown(client, themes=[theme], body=body)

    slots = [section["data-slot"] for section in page.all("section") if "data-slot" in section]
    assert slots == ["mid", "end"]
