"""The RSS feed, read by a feed parser and by a strict XML parser."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.utils import timezone

from reviews.models import Article
from tests.factories import make_article, make_author, make_image, make_show, make_theme

pytestmark = pytest.mark.django_db

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
ADDRESSES = re.compile(r'(?:href|src|cite)="([^"]*)"')


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.SITE_URL = "https://paper.example"


def channel(client):
    response = client.get("/feed/")
    assert response.status_code == 200
    parsed = feedparser.parse(response.content)
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    return ET.fromstring(response.content).find("channel")  # noqa: S314


def items(client):
    return channel(client).findall("item")


def text(element, path):
    return element.findtext(path, namespaces=NAMES)


def titles(client):
    return [item.findtext("title") for item in items(client)]


def content(client):
    (item,) = items(client)
    return text(item, "content:encoded")


def test_the_channel_says_what_it_is(client):
    make_article()

    response, found = client.get("/feed/"), channel(client)

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert found.findtext("title") == "Double Feature"
    assert found.findtext("link") == "https://paper.example/"
    assert found.findtext("language") == "en"
    assert found.find("atom:link", NAMES).attrib == {
        "rel": "self",
        "href": "https://paper.example/feed/",
    }


def test_an_empty_feed_is_a_feed(client):
    assert titles(client) == []


def test_the_newest_articles_come_first_and_the_rest_stays_away(client):
    for minutes in range(21):
        make_article(f"Number {minutes}", ago=timedelta(minutes=minutes))

    assert titles(client) == [f"Number {minutes}" for minutes in range(20)]


def test_an_item_names_its_article(client):
    tags = {
        "authors": [make_author("Ada"), make_author("Ben")],
        "shows": [make_show("Solaris")],
        "themes": [make_theme("Grief & loss")],
    }
    article = make_article("On <Solaris>", standfirst="A & B", **tags)

    (item,) = items(client)

    assert item.findtext("title") == "On <Solaris>"
    assert item.findtext("link") == "https://paper.example/articles/on-solaris/"
    # It is read as HTML.
    assert item.findtext("description") == "A &amp; B"
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert item.findtext("guid") == f"urn:uuid:{article.uuid}"
    assert [creator.text for creator in item.findall("dc:creator", NAMES)] == ["Ada", "Ben"]
    assert [(tag.get("domain"), tag.text) for tag in item.findall("category")] == [
        ("https://paper.example/shows/", "Solaris"),
        ("https://paper.example/themes/", "Grief & loss"),
    ]
    published = feedparser.parse(client.get("/feed/").content).entries[0].published_parsed
    assert published[:6] == article.published_at.utctimetuple()[:6]


def test_renaming_a_slug_or_moving_the_site_keeps_the_guid(client, settings):
    article = make_article("Before")
    before = items(client)[0].findtext("guid")

    Article.objects.filter(pk=article.pk).update(slug="after")
    settings.SITE_URL = "https://elsewhere.example"

    (item,) = items(client)
    assert item.findtext("link") == "https://elsewhere.example/articles/after/"
    assert item.findtext("guid") == before


def test_the_whole_text_is_in_the_feed_with_full_addresses(client):
    inside = make_image("A corridor", caption="Inside.", credit="Studio")
    body = (
        '<p>All of it: <a href="/articles/dark/">here</a>, <a href="#note">below</a>, '
        '<a href="../x/">beside</a>, <a href="//other.example/">over</a>.</p>'
        '<blockquote cite="/q"><p>Q</p></blockquote>'
        f'<figure data-image="{inside.pk}"></figure>'
    )
    make_article("Here", body=body, lead_image=make_image("A ship"))

    html = content(client)

    found = ADDRESSES.findall(html)
    assert "https://paper.example/articles/dark/" in found
    assert "https://paper.example/articles/here/#note" in found
    assert "https://paper.example/articles/x/" in found
    assert "https://other.example/" in found
    assert all(address.startswith("https://") for address in found)
    for srcset in re.findall(r'srcset="([^"]*)"', html):
        assert all(part.strip().startswith("https://") for part in srcset.split(","))
    assert html.count("srcset=") == 2
    assert html.index('alt="A ship"') < html.index("All of it") < html.index('alt="A corridor"')


def test_frames_become_links_and_spoilers_stay_on_the_site(client):
    make_article(
        "Twist",
        body="<p>Before.</p><details><summary>The end</summary><p>He is a ghost.</p></details>"
        '<iframe src="https://www.youtube.com/embed/abc" title="Trailer"></iframe><p>After.</p>',
    )

    html = content(client)

    assert "ghost" not in html
    assert "<details" not in html
    assert "<iframe" not in html
    hidden = '<a href="https://paper.example/articles/twist/">Spoiler hidden – read it on the site'
    assert hidden in html
    assert '<a href="https://www.youtube-nocookie.com/embed/abc">Video: Trailer</a>' in html
    assert (
        html.index("Before.") < html.index("Spoiler") < html.index("Video") < html.index("After")
    )


def test_links_to_other_articles_are_not_part_of_the_text(client):
    theme = make_theme("Grief")
    body = "".join(f"<p>{'word ' * 60}</p>" for _ in range(12))
    for _ in range(3):
        make_article(themes=[theme], body=body)

    found = items(client)

    assert len(found) == 3
    for item in found:
        assert "data-slot" not in text(item, "content:encoded")
        assert "You may also like" not in text(item, "content:encoded")


def test_a_spoiler_is_not_given_away_by_the_description(client):
    make_article(
        body="<p>It begins.</p><details><summary>The end</summary><p>He is a ghost.</p></details>"
    )

    assert items(client)[0].findtext("description") == "It begins."


def test_the_lead_picture_is_announced_with_its_size_text_and_credit(client):
    make_article(lead_image=make_image("A ship", width=2400, height=1500, credit="Studio"))

    picture = items(client)[0].find("media:content", NAMES)

    assert picture.get("url").startswith("https://paper.example/media/")
    assert {name: picture.get(name) for name in ("medium", "type", "width", "height")} == {
        "medium": "image",
        "type": "image/webp",
        "width": "1200",
        "height": "750",
    }
    assert text(picture, "media:description") == "A ship"
    assert text(picture, "media:credit") == "Studio"


def test_a_picture_without_scaled_copies_is_announced_as_what_it_is(client):
    image = make_image()
    image.copies = ""
    image.save()
    make_article(lead_image=image)

    assert items(client)[0].find("media:content", NAMES).get("type") == "image/jpeg"


def test_a_rating_and_its_work_are_in_the_text(client):
    make_article(rating="3.5", shows=[make_show("Solaris", first_year=1972)])

    assert "<strong>Solaris (1972): 3½ out of 5 stars</strong>" in content(client)


def test_several_authors_are_named_in_the_text_too(client):
    """Much software has room for one author, and takes the last."""
    article = make_article(authors=[make_author("Ada"), make_author("Ben"), make_author("Cy")])
    assert "<p>By Ada, Ben and Cy</p>" in content(client)

    article.article_authors.exclude(author__name="Ada").delete()
    assert "By Ada" not in content(client)


def test_updated_is_the_editors_word_and_not_the_time_of_a_save(client):
    article = make_article()
    article.save()
    assert items(client)[0].find("atom:updated", NAMES) is None

    article.significantly_updated_at = article.published_at - timedelta(days=1)
    article.save()
    assert items(client)[0].find("atom:updated", NAMES) is None

    article.significantly_updated_at = timezone.now()
    article.save()

    updated = text(items(client)[0], "atom:updated")
    assert updated.startswith(f"{article.significantly_updated_at:%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize("character", ["\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_characters_that_xml_forbids_stop_no_subscriber(client, character):
    nasty = f"a{character}b]]>c<i>d&e"
    make_article(
        headline=nasty,
        slug="nasty",
        standfirst=nasty,
        body=f"<p>{nasty}</p>",
        correction_note=nasty,
        authors=[make_author(nasty, slug="ada")],
        shows=[make_show(nasty, slug="show")],
        themes=[make_theme(nasty, slug="theme")],
        lead_image=make_image(nasty, caption=nasty, credit=nasty),
    )

    (item,) = items(client)

    clean = "ab]]>c<i>d&e"
    assert item.findtext("title") == clean
    assert text(item, "dc:creator") == clean
    assert [tag.text for tag in item.findall("category")] == [clean, clean]
    assert text(item, "media:content/media:credit") == clean
