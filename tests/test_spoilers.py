"""What a spoiler block hides stands on its article's page, behind its summary, and only there."""

import re

import pytest

from reviews.search import index
from tests.factories import make_article, make_author, make_image, make_show, make_theme

pytestmark = pytest.mark.django_db

SECRET = "zibeline"
SPOILER = re.compile(r"<details.*?</details>", re.S)
PAGES = [
    *("/", "/articles/one/", "/articles/other/", "/shows/dark/", "/themes/grief/"),
    *("/authors/ada/", "/archive/{year}/", "/search/?q=lantern", "/articles/lantern-one/"),
    *("/feed/", "/feed/atom/", "/feed/json/", "/shows/dark/feed/", "/feeds.opml"),
    *("/sitemap-articles.xml", "/sitemap-news.xml"),
]


@pytest.fixture
def paper():
    """Two articles on one show, one of which hides a word in all that a block can hold."""
    tags = {
        "shows": [make_show("Dark", kind="series", seasons=3)],
        "themes": [make_theme("Grief")],
    }
    tags["authors"] = [make_author("Ada")]
    picture = make_image("A door")
    hidden = (
        f"<details><summary>How it ends, {SECRET}</summary><h2>{SECRET} at last</h2>"
        f"<p>It was the {SECRET}.</p>"
        f'<figure data-image="{picture.pk}"><img alt="{SECRET}"><figcaption>{SECRET}</figcaption>'
        f'</figure><iframe src="https://www.youtube.com/embed/a" title="{SECRET}"></iframe>'
        "</details>"
    )
    text = "<h2>One</h2><p>A lantern.</p><h2>Two</h2><p>Dark.</p><h2>Three</h2>"
    article = make_article("One", slug="one", body=hidden + text + hidden, **tags)
    make_article("Other", slug="other", body="<p>A lantern.</p>", **tags)
    index.rebuild()
    return article


@pytest.mark.parametrize("address", PAGES)
def test_the_hidden_word_is_nowhere_but_in_its_block(client, paper, address):
    response = client.get(address.format(year=paper.published_at.year))

    html = SPOILER.sub("", response.content.decode())
    assert len(html) > 200
    assert SECRET not in html


def test_the_page_holds_it_twice_behind_its_summary_and_lists_no_heading_of_it(client, paper):
    html = client.get("/articles/one/").content.decode()

    assert len(SPOILER.findall(html)) == 2
    assert all(SECRET in block for block in SPOILER.findall(html))
    assert 'href="#three"' in html
    assert f'href="#{SECRET}-at-last"' not in html


def test_who_searches_for_it_finds_no_article(client, paper):
    assert "No article" in client.get("/search/", {"q": SECRET}).content.decode()


def test_what_a_review_gives_away_is_said_before_it_begins(client):
    show = make_show("Dark", kind="series")
    make_article("Recap", slug="recap", shows=[show], covers_season=2, covers_episode=4)

    html = client.get("/articles/recap/").content.decode()

    assert "Covers season 2 through episode 4." in html
    assert html.index("Covers season 2") < html.index('class="prose"')
