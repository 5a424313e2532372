"""Whatever an editor pastes, every feed parses, and every address in it is a full one."""

import json
from itertools import count
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from reviews.models import Article, Theme
from reviews.richtext import clean_html
from reviews.richtext.tree import FORBIDDEN_CHARACTERS
from tests.factories import make_article, make_author, make_show, make_theme

pytestmark = pytest.mark.django_db

numbers = count(1)
ADDRESSES = ("href", "src", "cite", "poster", "action", "data")
FORBIDDEN_TAGS = ("script", "style", "iframe", "form", "object", "details", "section")
EXAMPLES = 30
PLAYER = "https://www.youtube.com/embed/abc"

TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "👩‍🚀🏳️‍🌈",
            "שלום \u202eעולם\u202c",
            "a\x00b\x08c\x0bd\x1fe",
            "\ufffe\uffff",
            "]]>",
            "<![CDATA[",
            "&amp;&lt;",
            "“‘quoted ”in “quotes”’”",
            "<!--",
            "?>",
            "\u2028\x85",
            "'\"`",
        ]
    ),
)
LINKS = st.sampled_from(
    [
        "/articles/x/",
        "../x/",
        "./",
        "?q=1",
        "#here",
        "//other.example/x",
        "x y",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "https://other.example/ü?a=1&b=2",
        "http://[broken",
        "",
        " /spaced/ ",
        "HTTPS://OTHER.EXAMPLE/",
        "https:/one-slash.example/",
        "http:no-slash.example",
        "https:",
        "\\\\back.example\\x",
    ]
)
PIECES = st.one_of(
    st.builds("<p>{}</p>".format, TEXTS),
    st.builds('<p><a href="{}">{}</a></p>'.format, LINKS, TEXTS),
    st.builds('<blockquote cite="{}"><blockquote><p>{}</p></blockquote>'.format, LINKS, TEXTS),
    st.builds('<table><tr><td>{}<td><a href="{}">x</a></table>'.format, TEXTS, LINKS),
    # The first character ends what an unclosed "<?" before it would make a comment of.
    st.builds("><details><summary>{}</summary><p>GIVEN AWAY</p></details>".format, TEXTS),
    st.builds(
        '<iframe src="https://www.youtube.com/embed/abc" title="{}"></iframe>'.format, TEXTS
    ),
    st.builds(
        '<iframe src="{}"></iframe><img src="{}" srcset="{} 2x">'.format, LINKS, LINKS, LINKS
    ),
    st.builds("<script>{}</script><style>{}</style><form><input>".format, TEXTS, TEXTS),
    st.builds("<ul><li>{}<ol><li>{}".format, TEXTS, TEXTS),
    TEXTS,
)


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.SITE_URL = "https://paper.example"


def name(text):
    """A name that a database stores: it takes neither NUL nor lone surrogates."""
    return "".join(c for c in text if c != "\x00" and not "\ud800" <= c <= "\udfff") or "x"


def texts_of_items(client):
    """The items' HTML from each format, each read by a strict parser."""
    rss, atom = client.get("/feed/").content, client.get("/feed/atom/").content
    for document in (rss, atom):
        assert feedparser.parse(document).bozo == 0
        ET.fromstring(document)  # noqa: S314
    content = "{http://purl.org/rss/1.0/modules/content/}encoded"
    yield from (node.text for node in ET.fromstring(rss).iter(content))  # noqa: S314
    content = "{http://www.w3.org/2005/Atom}content"
    yield from (node.text for node in ET.fromstring(atom).iter(content))  # noqa: S314
    feed = json.loads(client.get("/feed/json/").content)
    yield from (item["content_html"] for item in feed["items"] if "content_html" in item)


def is_full(address):
    parts = urlsplit(address)
    return parts.scheme == "mailto" or (parts.scheme in ("https", "http") and parts.netloc != "")


def assert_fit_for_readers(html):
    tree = lxml_html.fragment_fromstring(html or "", create_parent="div")
    for node in tree.iter():
        assert node.tag not in FORBIDDEN_TAGS
        for attribute in ADDRESSES:
            value = node.get(attribute)
            assert value is None or is_full(value), value
        for candidate in filter(None, (node.get("srcset") or "").split(", ")):
            assert candidate.startswith("https://")
    assert "GIVEN AWAY" not in (html or "")
    assert not FORBIDDEN_CHARACTERS.search(html or "")


@hypothesis_settings(
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(PIECES, max_size=8), TEXTS, TEXTS)
def test_nasty_articles_make_good_feeds(client, pieces, headline, tag):
    Article.objects.all().delete()
    number = next(numbers)
    make_article(
        name(headline),
        slug=f"nasty-{number}",
        standfirst=name(tag),
        # With and without the cleaning that the editor's form does.
        body=clean_html("".join(pieces)) if number % 2 else name("".join(pieces)),
        correction_note=name(headline),
        authors=[make_author(name(tag), slug=f"author-{number}")],
        shows=[make_show(name(headline), slug=f"show-{number}")],
        rating="2.5",
        themes=[
            Theme.objects.filter(slug="theme").first() or make_theme("Theme", slug="theme"),
        ],
    )

    found = list(texts_of_items(client))

    assert len(found) == 3
    for html in found:
        assert_fit_for_readers(html)


def test_a_megabyte_of_text_reaches_the_reader_whole(client):
    paragraph = '<p>Word &amp; <a href="/x/">link</a> ]]&gt; 👩‍🚀</p>'
    make_article("Long", body=paragraph * (2**20 // len(paragraph)))

    found = list(texts_of_items(client))

    assert len(found) == 3
    for html in found:
        assert html.count("👩‍🚀") == 2**20 // len(paragraph)
        assert html.count('href="https://paper.example/x/"') == html.count("👩‍🚀")
