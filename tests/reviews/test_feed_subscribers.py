"""Two programs that people read feeds with see each article once, whatever moves."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta

import feedparser_sgmllib
import pytest
from django.utils import timezone

from reviews.models import Article
from tests.factories import make_article, make_author, make_image

pytestmark = pytest.mark.django_db(transaction=True)

HOW_TO_GET = "no newsboat: apt-get install newsboat"
FORMATS = ["feed/", "feed/atom/", "feed/json/"]


class Reader:
    """The library of this name, with an account in memory."""

    def __init__(self, url):
        # Its own copy of feedparser asks for a module by the name that it had in Python 2.
        sys.modules.setdefault("sgmllib", feedparser_sgmllib)
        from reader import make_reader

        self.account, self.url = make_reader(":memory:"), url
        self.account.add_feed(url)

    def fetch(self):
        self.account.update_feed(self.url)

    def items(self):
        """Title, authors and text of each item that was ever seen."""
        return [
            (entry.title, entry.authors_str, entry.get_content(prefer_summary=False).value)
            for entry in self.account.get_entries()
        ]

    def read_all(self):
        for entry in self.account.get_entries():
            self.account.mark_entry_as_read(entry)

    def unread(self):
        return [entry.title for entry in self.account.get_entries(read=False)]


class Newsboat:
    """Debian's newsboat, with its cache in a folder."""

    def __init__(self, url, folder):
        self.folder = folder
        (folder / "urls").write_text(f"{url}\n")

    def fetch(self):
        files = ["-u", "urls", "-c", "cache.db", "-C", "/dev/null", "-l", "1", "-d", "/dev/null"]
        command = ["newsboat", *files, "-x", "reload"]
        environment = os.environ | {"HOME": str(self.folder)}
        subprocess.run(command, cwd=self.folder, env=environment, check=True)

    def ask(self, statement):
        with sqlite3.connect(self.folder / "cache.db") as database:
            return database.execute(statement).fetchall()

    def items(self):
        return self.ask("SELECT title, author, content FROM rss_item ORDER BY pubDate DESC")

    def read_all(self):
        self.ask("UPDATE rss_item SET unread = 0")

    def unread(self):
        return [title for (title,) in self.ask("SELECT title FROM rss_item WHERE unread = 1")]


@pytest.fixture
def articles(settings, live_server):
    """Three articles, the last one newest, each with a picture and two authors."""
    settings.SITE_URL = live_server.url
    authors = [make_author("Ada"), make_author("Ben")]
    return [
        make_article(
            f"Number {n}",
            ago=timedelta(hours=9 - n),
            authors=authors,
            lead_image=make_image("A ship"),
            body=f"<p>Text {n}.</p>",
        )
        for n in range(3)
    ]


def rename(article, settings):
    article.slug, article.headline = "another", "Another name"
    article.save()


def mend_a_typo(article, settings):
    Article.objects.filter(pk=article.pk).update(body="<p>Mended.</p>")


def move_to_another_domain(article, settings):
    settings.SITE_URL = "http://elsewhere.example"


def move_to_https(article, settings):
    settings.SITE_URL = "https://elsewhere.example"


def update_significantly(article, settings):
    Article.objects.filter(pk=article.pk).update(significantly_updated_at=timezone.now())


CHANGES = [rename, mend_a_typo, move_to_another_domain, move_to_https, update_significantly]


def follow(subscriber, articles, settings):
    """Subscribe, read all, and come back after each change and after one more publication."""
    address = settings.SITE_URL
    subscriber.fetch()
    first = subscriber.items()
    subscriber.read_all()
    for change in CHANGES:
        change(articles[0], settings)
        subscriber.fetch()
        assert (len(subscriber.items()), subscriber.unread()) == (3, []), change.__name__
    make_article("Number 3", ago=timedelta(0), body="<p>Text 3.</p>")
    subscriber.fetch()

    assert [title for title, *_ in first] == ["Number 2", "Number 1", "Number 0"]
    for number, (_, authors, text) in zip((2, 1, 0), first, strict=True):
        # Either of the two where the software has room for one; the text names both.
        assert "Ben" in authors
        assert "By Ada and Ben" in text
        assert f'src="{address}/media/' in text
        assert 'alt="A ship"' in text
        assert f"Text {number}." in text
    assert subscriber.unread() == ["Number 3"]
    assert len(subscriber.items()) == 4


@pytest.mark.parametrize("format", FORMATS)
def test_reader_sees_each_article_once(articles, settings, live_server, format):
    follow(Reader(f"{live_server.url}/{format}"), articles, settings)


# It reads no JSON.
@pytest.mark.parametrize("format", FORMATS[:2])
def test_newsboat_sees_each_article_once(articles, settings, live_server, tmp_path, format):
    if not shutil.which("newsboat"):
        if os.environ.get("REQUIRE_NEWSBOAT"):
            pytest.fail(HOW_TO_GET)
        pytest.skip(HOW_TO_GET)

    follow(Newsboat(f"{live_server.url}/{format}", tmp_path), articles, settings)
