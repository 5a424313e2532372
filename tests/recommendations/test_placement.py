from dataclasses import dataclass
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.placement import CLEAR_WORDS, automatic, chosen
from reviews import richtext


@dataclass(frozen=True)
class Block:
    tag: str
    words: int = 50


def body(tags):
    """Blocks written as a line: `p:80 h2 p` is 80 words, a heading, 50 words."""
    parts = [tag.partition(":") for tag in tags.split()]
    return [
        Block(tag, int(words or (5 if tag.startswith("h") else 50))) for tag, _, words in parts
    ]


def test_the_place_is_nearest_to_45_percent_of_the_words():
    assert automatic(body("p:100 p:100 p:100 p:100 p:100 p:100")) == 3
    assert automatic(body("p:170 p:10 p:220")) == 2


def test_of_two_places_as_near_the_earlier_is_taken():
    assert automatic(body("p:170 p:20 p:210")) == 1


@pytest.mark.parametrize(
    "barred", ["h2", "h3", "h4", "figure", "blockquote", "ul", "ol", "table", "details", "hr"]
)
def test_never_next_to_anything_but_a_paragraph(barred):
    assert automatic(body(f"p:100 p:100 p:30 {barred}:5 p:30 p:100 p:155")) in {2, 5}
    assert automatic(body(f"p:200 {barred}:5 p:200")) is None


@pytest.mark.parametrize("barred", ["h2", "figure"])
def test_two_lines_of_text_at_least_are_between_the_place_and_anything_else(barred):
    assert automatic(body(f"p:100 p:100 p:29 {barred}:5 p:29 p:100 p:155")) in {1, 6}
    assert automatic(body(f"p:29 p:10 {barred}:5 p:300")) is None


def test_the_ends_of_the_text_are_kept_clear():
    assert automatic(body("p:29 p:300 p:20 p:20")) == 2
    assert automatic(body("p:29 p:300 p:29")) is None
    assert automatic(body("p:30 p:300 p:29")) == 1


def test_no_place_in_fewer_than_300_words():
    assert automatic(body("p:150 p:149")) is None
    assert automatic(body("p:150 p:150")) == 1


@pytest.mark.parametrize("tags", ["", "p:900", "h2 h2 h2", "figure:200 figure:200", "table:999"])
def test_bodies_without_a_place_have_none(tags):
    assert automatic(body(tags)) is None


def test_an_empty_paragraph_is_no_paragraph():
    assert automatic(body("p:200 p:0 p:200")) is None


def test_the_editor_may_choose_any_block():
    assert chosen(body("h2 figure p"), 1) == 1
    assert chosen(body("h2 figure p"), 3) == 3


def test_a_block_that_is_no_longer_there_means_automatic():
    assert chosen(body("p:150 p:150"), 3) == automatic(body("p:150 p:150"))
    assert chosen(body("p:10"), 2) is None


@given(st.lists(st.tuples(st.sampled_from(["p", "p", "h2", "figure", "ul"]), st.integers(0, 300))))
def test_a_place_has_paragraphs_of_some_length_on_both_sides(rows):
    blocks = [Block(tag, words) for tag, words in rows]

    place = automatic(blocks)

    if place is not None:
        for side in (reversed(blocks[:place]), blocks[place:]):
            text = takewhile(lambda block: block.tag == "p" and block.words, side)
            assert sum(block.words for block in text) >= CLEAR_WORDS


LONG = "word " * 120
NASTY = {
    "nested lists": f"<p>{LONG}</p><ul><li>a<ul><li><p>{LONG}</p><p>b</p></li></ul></li></ul>",
    "paragraphs in a quote": f"<blockquote><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p></blockquote>",
    "paragraphs in a table": f"<table><tr><td><p>{LONG}</p><p>{LONG * 3}</p></td></tr></table>",
    "one giant block": f"<p>{LONG * 9}</p>",
    "only headings": f"<h2>{LONG}</h2><h3>{LONG}</h3><h2>{LONG}</h2>",
    "a spoiler between": f"<p>{LONG}</p><details><p>{LONG}</p></details><p>{LONG}</p>",
    "a picture between": f'<p>{LONG * 2}</p><figure data-image="1"></figure><p>{LONG}</p>',
}


@pytest.mark.parametrize("html", NASTY.values(), ids=NASTY.keys())
def test_nasty_bodies_get_no_slot_inside_or_beside_a_block(html):
    assert automatic(richtext.blocks(richtext.clean_html(html))) is None


def test_unclosed_tags_are_paragraphs_all_the_same():
    html = richtext.clean_html(f"<p>{LONG}<p>{LONG}<p>{LONG}")

    assert automatic(richtext.blocks(html)) == 1


@pytest.mark.parametrize("html", NASTY.values(), ids=NASTY.keys())
def test_around_a_nasty_block_the_place_is_between_two_paragraphs_and_cuts_nothing(html):
    body = richtext.clean_html(f"<p>{LONG}</p><p>{LONG}</p>{html}<p>{LONG}</p><p>{LONG}</p>")
    blocks = richtext.blocks(body)

    place = automatic(blocks)

    assert (blocks[place - 1].tag, blocks[place].tag) == ("p", "p")
    assert "".join(block.html for block in blocks) == body
