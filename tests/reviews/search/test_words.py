"""What counts as a word, and the stems; SQLite's own Porter stemmer is the judge of ours."""

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.search.excerpts import excerpt, marked
from reviews.search.query import MOST_WORDS, parse
from reviews.search.stemming import stem
from reviews.search.words import stems, words

ROOT = Path(__file__).parents[3]
# Here SQLite departs from the paper.
DEPARTURES = {"ies", "eed"}


def sqlite_stems(vocabulary):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(word, tokenize='porter ascii')")
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
    database.executemany("INSERT INTO t VALUES (?)", [(word,) for word in vocabulary])
    found = database.execute("SELECT term FROM v ORDER BY doc").fetchall()
    database.close()
    return [term for (term,) in found]


def test_stems_are_those_of_another_porter_stemmer():
    texts = [path.read_text() for path in ROOT.rglob("*.md") if ".venv" not in path.parts]
    texts += [path.read_text() for path in (ROOT / "reviews/demo").rglob("*.html")]
    vocabulary = sorted(set(re.findall("[a-z]{3,30}", " ".join(texts).lower())) - DEPARTURES)
    extra = "relational conditional hopping hoping filing falling agreed happy sky controlling"
    vocabulary += extra.split()

    assert len(vocabulary) > 1000
    assert [stem(word) for word in vocabulary] == sqlite_stems(vocabulary)


@given(st.text())
def test_words_are_found_where_they_stand_and_their_stems_are_plain(text):
    for word in words(text):
        assert text[word.start : word.end]
        assert word.stem == "".join(filter(str.isalnum, word.stem))


@given(st.text(max_size=600))
def test_every_text_can_be_typed(text):
    query = parse(text)

    assert sum(map(len, query.phrases)) <= MOST_WORDS
    assert all(stem.isalnum() for stem in query.stems)


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ('"cold war" moon', (("cold", "war"), ("moon",))),
        ('"cold war', (("cold",), ("war",))),
        ("“cold war”", (("cold", "war"),)),
        ('"', ()),
        ("' \" () * ^ : - + 🎬 \0", ()),
        ("a AND b", (("a",), ("and",), ("b",))),
        ("moon Moon moons", (("moon",),)),
    ],
)
def test_what_is_typed_is_read_as_words_and_phrases(typed, phrases):
    assert parse(typed).phrases == phrases


def test_a_long_text_is_cut_and_says_so():
    assert parse("word " * 2000).is_cut
    assert len(parse(" ".join(map(str, range(50)))).phrases) == MOST_WORDS
    assert not parse("a few words").is_cut


def test_marks_stand_on_the_words_as_they_were_written():
    pieces = marked("Le Café, cafés & <b>", frozenset(stems("cafe")))

    assert [(piece.text, piece.is_marked) for piece in pieces] == [
        ("Le ", False),
        ("Café", True),
        (", ", False),
        ("cafés", True),
        (" & <b>", False),
    ]


@given(st.text(), st.sets(st.sampled_from(["a", "moon", "1"])))
def test_marking_loses_no_character(text, wanted):
    assert "".join(piece.text for piece in marked(text, frozenset(wanted))) == text


def test_an_excerpt_is_the_passage_with_the_most_of_what_was_looked_for():
    text = f"moon {'far ' * 100}before the moon met the sun today {'after ' * 100}"

    shown = "".join(piece.text for piece in excerpt(text, frozenset(["moon", "sun"])))

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "moon met the sun" in shown
    assert len(shown.split()) < 45


def test_an_excerpt_without_a_hit_is_the_beginning():
    assert "".join(p.text for p in excerpt("One two. " * 50, frozenset("x"))).startswith("One two")
    assert excerpt("", frozenset("x")) == []
