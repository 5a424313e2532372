from collections import Counter
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommendations.terms import (
    HEAVIEST_TERMS,
    TEXT_UNIT,
    Terms,
    TermStatistics,
    count_terms,
    weigh,
    words,
)


def test_words_are_folded_and_short_ones_dropped():
    assert words("L’Été à PRAGUE, in 2001: été!") == ["ete", "prague", "2001", "ete"]


def test_terms_are_counted():
    terms = count_terms("Moon moon MOON rocket")

    assert sorted(terms.counts.tolist()) == [1, 3]
    assert list(terms.keys) == sorted(terms.keys)


def test_a_word_of_one_article_alone_weighs_nothing():
    paper = [count_terms("moon rocket"), count_terms("moon garden"), count_terms("sea")]

    statistics = TermStatistics.of(paper)
    vector = weigh(paper[0], statistics)
    columns, units = vector.columns, vector.units

    assert statistics.keys[columns].tolist() == count_terms("moon").keys.tolist()
    assert units.tolist() == [TEXT_UNIT]


@given(st.lists(st.lists(st.integers(0, 30), unique=True, max_size=12), max_size=30))
def test_terms_are_counted_alike_in_parts_of_any_size(paper):
    counted = Counter(key for keys in paper for key in keys)
    terms = [Terms(np.array(sorted(keys), dtype=np.uint32), np.ones(len(keys))) for keys in paper]

    with patch("recommendations.terms.WAITING_BYTES", 8):
        statistics = TermStatistics.of(terms)

    found = dict(zip(statistics.keys.tolist(), statistics.frequencies.tolist(), strict=True))
    assert found == {key: count for key, count in counted.items() if count > 1}
    assert list(found) == sorted(found)


def test_only_the_heaviest_terms_are_kept():
    text = " ".join(f"word{number}" for number in range(HEAVIEST_TERMS + 50))
    paper = [count_terms(text), count_terms(text)]

    vector = weigh(paper[0], TermStatistics.of(paper))
    columns, units = vector.columns, vector.units

    assert len(columns) == len(units) == HEAVIEST_TERMS


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_becomes_a_vector_of_length_one_or_of_nothing(texts):
    paper = [count_terms(text) for text in texts]
    statistics = TermStatistics.of(paper)

    for terms in paper:
        units = weigh(terms, statistics).units.astype(float) / TEXT_UNIT
        length = float(np.sqrt((units**2).sum()))
        assert length == 0 or abs(length - 1) < 1e-3
