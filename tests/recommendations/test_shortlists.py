"""Candidates found in bounded work, against all pairs."""

import random

import numpy as np
import pytest

from recommendations import shortlists
from recommendations.paper import Paper
from recommendations.scoring import Settings
from tests.recommendations.papers import document

WORDS = [f"word{number}" for number in range(400)]


def random_paper(size):
    """Articles of Zipf-like themes whose texts have words of these themes."""
    draw = random.Random(5)  # noqa: S311
    documents = []
    for id in range(1, size + 1):
        themes = {int(40 * draw.random() ** 3) for _ in range(3)}
        words = [WORDS[theme * 10 + draw.randrange(10)] for theme in themes for _ in range(5)]
        words += draw.choices(WORDS, k=10)
        tags = " ".join(f"theme:{theme}" for theme in themes)
        documents.append(document(id, tags, " ".join(words)))
    return documents


def best(found, paper):
    order = np.lexsort((-paper.recency[found.rows], -found.scores))[:4]
    return set(found.rows[order].tolist())


def recall(paper):
    """The part of the true best four, by all pairs, that is among the best four found."""
    hits = total = 0
    for row in range(len(paper.ids)):
        everybody = np.delete(np.arange(len(paper.ids)), row)
        true = best(paper.related(row, everybody), paper)
        hits += len(true & best(paper.candidates(row), paper))
        total += len(true)
    return hits / total


def test_short_lists_hold_the_true_best_four(monkeypatch):
    monkeypatch.setattr(shortlists, "POSTINGS_READ", 300)
    paper = Paper(random_paper(600), Settings(candidates=60, text_candidates=40))

    assert recall(paper) >= 0.95
    assert max(len(paper.candidates(row).rows) for row in range(600)) <= 100


def test_a_small_paper_is_compared_whole():
    assert recall(Paper(random_paper(150))) == 1


def test_what_everybody_carries_is_not_followed(monkeypatch):
    monkeypatch.setattr(shortlists, "POSTINGS_READ", 10)
    paper = Paper([document(id, f"theme:{id // 3} theme:999") for id in range(60)])

    assert {len(paper.candidates(row).rows) for row in range(60)} == {2}


def test_the_only_tag_of_an_article_is_followed_further_but_not_to_everybody(monkeypatch):
    monkeypatch.setattr(shortlists, "POSTINGS_READ", 10)
    monkeypatch.setattr(shortlists, "MOST_POSTINGS_OF_ONE", 30)
    settings = Settings(threshold=0.0001)

    def candidates(carriers):
        documents = [document(id, "theme:1") for id in range(carriers)]
        documents += [document(id) for id in range(carriers, 3 * carriers)]
        return len(Paper(documents, settings).candidates(0).rows)

    assert candidates(31) == 30
    assert candidates(32) == 0


@pytest.mark.parametrize("rows_at_once", [1, 7, 64])
def test_the_size_of_the_parts_changes_nothing(rows_at_once, monkeypatch):
    rows = np.arange(100)
    expected = [each.tolist() for each in Paper(random_paper(100)).shortlister.each(rows)]
    monkeypatch.setattr(shortlists, "ROWS_AT_ONCE", rows_at_once)

    paper = Paper(random_paper(100))
    assert [each.tolist() for each in paper.shortlister.each(rows)] == expected
    assert [each.tolist() for each in paper.shortlister.each(rows[3::9])] == expected[3::9]
    assert [paper.shortlister.of(row).tolist() for row in range(100)] == expected


def test_ten_thousand_tags_on_one_article_are_borne():
    many = " ".join(f"theme:{number}" for number in range(10_000))
    paper = Paper([document(1, many), document(2, many), document(3, "theme:7"), document(4)])

    assert [match.target for match in paper.matches(1)] == [2]


def test_rows_and_carriers_are_numbered_alike():
    """Else SciPy copies the whole index at every product, and a build becomes quadratic."""
    paper = Paper(random_paper(50))

    for index, _ in paper.shortlister.indexes:
        rarest, carriers = index._rarest(index.matrix[np.arange(9)]), index.carriers
        types = {each.dtype for part in (rarest, carriers) for each in (part.indptr, part.indices)}
        assert types == {np.dtype(np.int32)}
