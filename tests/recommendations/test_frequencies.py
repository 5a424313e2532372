"""Word statistics in blocks, and texts compared by the part that two of them share."""

import random

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations import frequencies
from recommendations.builder import rebuild
from recommendations.frequencies import last_build, read_terms, save_terms
from recommendations.models import Build, TermBlock
from recommendations.neighbourhood import neighbourhood
from recommendations.paper import Paper
from recommendations.reading import WholePaper
from recommendations.scoring import Statistics
from recommendations.terms import TermStatistics
from recommendations.tuning import score_settings
from tests.factories import make_article, make_theme

pytestmark = pytest.mark.django_db


def statistics(terms):
    """Statistics of as many terms, spread over all keys."""
    keys = np.sort(np.random.default_rng(1).choice(2**32, terms, replace=False)).astype(np.uint32)
    return TermStatistics(10_000, keys, np.arange(2, terms + 2, dtype=np.uint32))


def written(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    starts = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in queries if query["sql"].startswith(starts)]


@pytest.mark.parametrize("terms", [0, 1, 100, 5000])
def test_blocks_give_back_what_was_stored_and_leave_out_what_was_not(terms):
    whole = statistics(terms)
    build = Build(articles=10_000, term_bits=save_terms(whole))
    asked = np.append(whole.keys[::7], np.uint32(77))

    found = read_terms(asked, build)

    assert found.keys.tolist() == whole.keys[::7].tolist()
    assert found.frequencies.tolist() == whole.frequencies[::7].tolist()


def test_a_few_terms_are_read_from_few_blocks():
    build = Build(articles=10_000, term_bits=save_terms(statistics(5000)))

    assert TermBlock.objects.count() > 30
    assert max(len(block.keys) for block in TermBlock.objects.all()) < 4 * 300
    assert build.term_bits == 6


def test_only_blocks_that_differ_are_written():
    whole = statistics(5000)
    save_terms(whole)
    assert written(lambda: save_terms(whole)) == []

    whole.frequencies[4] += 1
    before = dict(TermBlock.objects.values_list("number", "frequencies"))
    save_terms(whole)

    after = dict(TermBlock.objects.values_list("number", "frequencies"))
    assert sum(bytes(before[number]) != bytes(after[number]) for number in after) == 1


def test_blocks_of_a_smaller_paper_replace_those_of_a_larger_one():
    save_terms(statistics(5000))

    build = Build(articles=10_000, term_bits=save_terms(statistics(100)))

    assert TermBlock.objects.count() == 1
    assert len(read_terms(statistics(100).keys, build).keys) == 100


# Of terms of one weight at the end of a vector the update keeps all, so a cut one is less exact.
@pytest.mark.parametrize(("heaviest", "difference"), [(200, 2e-4), (60, 0.02)])
def test_an_article_and_its_neighbours_score_as_in_the_whole_paper(
    heaviest, difference, monkeypatch
):
    monkeypatch.setattr("recommendations.terms.HEAVIEST_TERMS", heaviest)
    monkeypatch.setattr("recommendations.columns.HEAVIEST_TERMS", heaviest)
    draw = random.Random(1)  # noqa: S311
    vocabulary = [f"word{number}" for number in range(120)]
    themes = [make_theme() for _ in range(4)]
    for _ in range(30):
        words = draw.choices(vocabulary, weights=range(1, 121), k=300)
        make_article(themes=draw.sample(themes, 2), body=f"<p>{' '.join(words)}</p>")
    rebuild()
    whole = WholePaper(score_settings())
    paper = Paper(whole.documents(), score_settings(), Statistics.of(whole.documents()))

    for pk in paper.ids.tolist()[:5]:
        found = {
            each.target: each for each in neighbourhood(pk, score_settings()).paper.matches(pk)
        }
        expected = {each.target: each for each in paper.matches(pk)}
        assert found.keys() == expected.keys()
        for target, match in expected.items():
            assert found[target].text_points == pytest.approx(match.text_points, abs=difference)
            assert found[target].contributions == match.contributions


def test_a_tag_that_many_carry_is_counted_by_the_build(monkeypatch):
    monkeypatch.setattr(frequencies, "COMMON_CARRIERS", 2)
    common, rare = make_theme(), make_theme()
    for _ in range(3):
        make_article(themes=[common])
    make_article(themes=[rare])

    rebuild()

    assert last_build().common_tags == {f"theme:{common.pk}": 3}
