"""Addresses that readers, feed readers and search engines keep: they never change."""

import pytest
from django.urls import resolve, reverse

PUBLIC = [
    ("reviews:home", [], "/"),
    ("reviews:article", ["for-all-mankind"], "/articles/for-all-mankind/"),
    ("reviews:shows", [], "/shows/"),
    ("reviews:show", ["dark"], "/shows/dark/"),
    ("reviews:themes", [], "/themes/"),
    ("reviews:theme", ["cold-war"], "/themes/cold-war/"),
    ("reviews:author", ["ada"], "/authors/ada/"),
    ("reviews:archive", [], "/archive/"),
    ("reviews:archive_year", [2026], "/archive/2026/"),
    ("reviews:archive_month", [2026, 3], "/archive/2026/3/"),
    ("reviews:search", [], "/search/"),
    ("reviews:preview", ["a-Token_1"], "/preview/a-Token_1/"),
    ("reviews:feed", [], "/feed/"),
    ("reviews:feed_atom", [], "/feed/atom/"),
    ("reviews:feed_json", [], "/feed/json/"),
    ("reviews:show_feed", ["dark"], "/shows/dark/feed/"),
    ("reviews:show_feed_atom", ["dark"], "/shows/dark/feed/atom/"),
    ("reviews:theme_feed_json", ["cold-war"], "/themes/cold-war/feed/json/"),
    ("reviews:author_feed", ["ada"], "/authors/ada/feed/"),
    ("reviews:feed_until", ["2026-10-31"], "/feed/until/2026-10-31/"),
    ("reviews:opml", [], "/feeds.opml"),
    ("reviews:sitemap", [], "/sitemap.xml"),
    ("reviews:robots", [], "/robots.txt"),
    ("recommendations:followed", [], "/followed/"),
    ("admin:index", [], "/admin/"),
]


@pytest.mark.parametrize(("name", "arguments", "address"), PUBLIC)
def test_the_address_stays(name, arguments, address):
    assert reverse(name, args=arguments) == address
    assert resolve(address).view_name == name
