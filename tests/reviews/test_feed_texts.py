"""The text of an item, made from its parts alone."""

import pytest

from reviews.feeds.texts import Parts, Picture, html_of

ADDRESS = "https://paper.example/a/"
HIDDEN = '<p><a href="https://paper.example/a/">Spoiler hidden – read it on the site</a></p>'
PLAYER = '<iframe src="https://player.vimeo.com/video/1" title="v"></iframe>'
PICTURE = "https://paper.example/1.webp"
LEAD = Picture(PICTURE, f"{PICTURE} 4w", 4, 3, "A ship", "Caption.", "Studio")


def text(body, **parts):
    empty = {"slugs": (), "pictures": (), "lead": None, "onward": ()}
    words = {"standfirst": "", "byline": "", "rating": ""}
    words |= {"correction": "", "corrected": "Correction"}
    return html_of(Parts(**empty | words | {"address": ADDRESS, "body": body} | parts))


@pytest.mark.parametrize("address", ["//[x", "//a]b/", "//\u2100.example/"])
def test_a_link_that_no_software_can_read_stops_no_feed(address):
    assert text(f'<p><a href="{address}">a</a></p>') == "<p>a</p>"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https:/other.example/x?a=1#b", "https://other.example/x?a=1#b"),
        ("HTTP:other.example", "http://other.example"),
        ("http:///other.example/", "http://other.example/"),
        ("https:\\\\other.example/", "https://other.example/"),
        ("ht\ttps:/other.example/", "https://other.example/"),
    ],
)
def test_a_link_that_lacks_the_slashes_before_its_host_gets_them(typed, meant):
    assert text(f'<p><a href="{typed}">a</a></p>') == f'<p><a href="{meant}">a</a></p>'


@pytest.mark.parametrize("address", ["http:", "https://", "https:/?x", "http:/#x"])
def test_a_link_to_no_host_at_all_is_words(address):
    assert text(f'<p><a href="{address}">a</a></p>') == "<p>a</p>"


def test_words_after_a_hidden_passage_survive():
    html = "<details><summary>s</summary><p>secret</p></details><p>tail</p>"

    assert text(html) == f"{HIDDEN}<p>tail</p>"


def test_a_hidden_passage_inside_another_is_hidden_with_it():
    inner = f"<details><summary>t</summary><p>secret</p></details>{PLAYER}"

    assert text(f"<details><summary>s</summary>{inner}</details>") == HIDDEN


def test_a_film_becomes_a_link_with_a_picture_of_ours():
    html = text(f"<p>a</p>{PLAYER}", lead=LEAD)

    assert html.endswith(
        '<a href="https://player.vimeo.com/video/1">'
        '<img src="https://paper.example/1.webp" alt="" width="4" height="3">Video: v</a></p>'
        "</figure>"
    )


def test_what_stands_above_the_text_comes_first_and_in_order():
    html = text(
        "<p>Body.</p>", lead=LEAD, standfirst="S", byline="By A", rating="4 out", correction="C"
    )

    parts = [
        "<figure>",
        'alt="A ship"',
        "Caption. <small>Studio",
        ">S<",
        "By A",
        "4 out",
        " C<",
        "Body.",
    ]
    assert [html.index(part) for part in parts] == sorted(html.index(part) for part in parts)
    assert "<strong>Correction:</strong> C" in html
