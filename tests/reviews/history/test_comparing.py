"""The difference between two texts as a person reads it, and what it may cost."""

import time

from hypothesis import given
from hypothesis import strategies as st

from reviews.history.alignment import compare_bodies, paragraphs, runs
from reviews.history.words import compare_text

WORDS = st.lists(st.sampled_from(["a", "b", "c", "word", "it's", ",", "é"]), max_size=12).map(
    " ".join
)


def marked(pieces):
    signs = {"del": "[-{}-]", "ins": "{{+{}+}}", "set": "<{}>", "": "{}"}
    return "".join(signs[piece.mark].format(piece.text) for piece in pieces)


def sides(old, new):
    return [
        (row.kind, *(side and marked(side.pieces) for side in (row.old, row.new)))
        for row in compare_bodies(old, new)
    ]


@given(WORDS, WORDS)
def test_each_side_says_all_of_its_text_and_the_rest_is_common(old, new):
    left, right = compare_text(old, new)

    assert "".join(piece.text for piece in left) == old
    assert "".join(piece.text for piece in right) == new
    common = ["".join(p.text for p in side if not p.mark) for side in (left, right)]
    assert common[0] == common[1]


def test_words_that_stand_together_are_marked_together():
    left, right = compare_text("It was a dark night.", "It was one bright night.")

    assert marked(left) == "It was [-a dark-] night."
    assert marked(right) == "It was {+one bright+} night."


def test_a_paragraph_is_found_again_beside_what_it_became():
    old = "<p>One stays.</p><p>Two is about a long and winding road.</p><p>Three goes.</p>"
    new = "<p>One stays.</p><p>New here entirely.</p><p>Two is about a long, straight road.</p>"

    assert sides(old, new) == [
        ("same", "One stays.", "One stays."),
        ("added", None, "{+New here entirely.+}"),
        (
            "changed",
            "Two is about a long[- and winding-] road.",
            "Two is about a long{+, straight+} road.",
        ),
        ("removed", "[-Three goes.-]", None),
    ]


def test_headings_pictures_links_and_emphasis_are_part_of_the_difference():
    old = (
        '<h2 id="x">The base</h2><figure data-image="3"><img alt="A dome"></figure>'
        '<p>See <a href="/a/">there</a> now.</p><p>So it is.</p>'
    )
    new = (
        '<h3 id="x">The base</h3><figure data-image="4"><img alt="A dome"></figure>'
        '<p>See <a href="/b/">there</a> now.</p><p>So <em>it</em> is.</p>'
    )

    assert sides(old, new) == [
        ("changed", "The base", "The base"),
        ("changed", "no. [-3-] described as “A dome”", "no. {+4+} described as “A dome”"),
        ("changed", "See there [-[→ /a/]-] now.", "See there {+[→ /b/]+} now."),
        ("changed", "So <it> is.", "So <it> is."),
    ]
    heading = compare_bodies(old, new)[0]
    assert (heading.old.name, heading.new.name) == ("heading 2", "heading 3")


def test_what_is_the_same_stands_together_to_be_folded_away():
    old = "".join(f"<p>Paragraph {n} of them.</p>" for n in range(9))

    found = runs(compare_bodies(old, old.replace("4 of", "4 out of")))

    assert [(run.is_same, len(run.rows)) for run in found] == [(True, 4), (False, 1), (True, 4)]


def test_a_list_shows_its_items():
    (block,) = paragraphs("<ul><li>One</li><li>Two</li></ul>")

    assert (block.name, "".join(word.text for word in block.words)) == ("list", "• One • Two")


def test_texts_that_repeat_themselves_are_not_compared_word_by_word():
    """The bound is on the work, and far from any machine's speed: without it this takes hours."""
    old = "<p>" + "a b " * 20_000 + "</p>" + "<p>a</p>" * 6_000
    new = "<p>" + "b c a " * 15_000 + "</p>" + "<p>a</p><p>b</p>" * 3_000

    began = time.process_time()
    rows = compare_bodies(old, new)

    assert {row.kind for row in rows} >= {"added", "removed"}
    assert time.process_time() - began < 60
