import random
import subprocess
import sys
from math import log
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations import shortlists
from recommendations.paper import Paper
from recommendations.scoring import Settings
from tests.recommendations.papers import document

ROOT = Path(__file__).resolve().parents[2]
TAGS = [f"{kind}:{key}" for kind in ("show", "person", "theme") for key in range(4)]

papers = st.lists(
    st.tuples(
        st.sets(st.sampled_from(TAGS), max_size=5),
        st.lists(st.sampled_from(["moon", "rocket", "father", "time"]), max_size=6),
        st.integers(0, 3),
    ),
    max_size=9,
).map(
    lambda rows: [
        document(id, " ".join(tags), " ".join(words), days=days)
        for id, (tags, words, days) in enumerate(rows, 1)
    ]
)


def targets(paper, source):
    return [match.target for match in paper.rank(source).matches]


def test_the_formula_worked_out_by_hand():
    paper = Paper(
        [
            document(1, "show:1 theme:1", "moon rocket rocket"),
            document(2, "show:1", "moon rocket"),
            document(3, "theme:1", "rocket"),
            document(4, "theme:2", "moon"),
        ]
    )

    first, second = paper.rank(1).matches

    assert first.target == 2
    assert first.tag_points == pytest.approx(2 * log(5 / 2), abs=1e-6)
    moon, rocket = log(5 / 3), (1 + log(2)) * log(5 / 3)
    cosine = (moon + rocket) / (2**0.5 * (moon**2 + rocket**2) ** 0.5)
    assert first.text_points == pytest.approx(cosine, abs=1e-4)
    assert first.score == 2.0
    assert second.target == 3
    assert second.tag_points == pytest.approx(log(5 / 2), abs=1e-6)
    alone = rocket / (moon**2 + rocket**2) ** 0.5
    assert second.score == pytest.approx(1 / 2 + alone / cosine, abs=1e-4)


def test_a_match_says_what_each_shared_tag_adds_heaviest_first():
    paper = Paper(
        [document(1, "show:1 theme:1 theme:2"), document(2, "theme:1 show:1"), document(3)]
    )

    (match,) = paper.rank(1).matches

    assert [tag for tag, _ in match.contributions] == ["show:1", "theme:1"]
    assert sum(points for _, points in match.contributions) == pytest.approx(match.tag_points)


def test_of_two_shared_tags_the_rarer_is_named_first():
    common = [document(id, "person:1") for id in range(3, 9)]
    paper = Paper([document(1, "person:1 theme:1"), document(2, "person:1 theme:1"), *common])

    assert paper.rank(1).matches[0].reasons == ["theme:1", "person:1"]


def test_a_rare_tag_counts_more_than_a_common_one():
    common = [document(id, "theme:common") for id in range(3, 9)]
    paper = Paper(
        [document(1, "theme:rare theme:common"), document(2, "theme:rare", days=-9), *common]
    )

    assert targets(paper, 1)[0] == 2


def test_a_tag_that_everybody_carries_relates_nobody():
    paper = Paper([document(id, "theme:all") for id in range(1, 31)])

    assert [ranking.matches for ranking in paper.rankings()] == [()] * 30


def test_text_alone_relates_nobody():
    paper = Paper([document(1, "theme:1", "moon rocket"), document(2, "theme:2", "moon rocket")])

    assert targets(paper, 1) == []


def test_text_decides_among_equal_tags():
    paper = Paper(
        [
            document(1, "theme:1", "moon rocket crew"),
            document(2, "theme:1", "moon rocket crew"),
            document(3, "theme:1", "father garden boy", days=5),
            document(4, "", "father garden boy"),
        ]
    )

    assert targets(paper, 1) == [2, 3]


def test_ties_go_to_the_newer_article_then_to_the_higher_id():
    paper = Paper(
        [
            document(1, "theme:1"),
            document(2, "theme:1", days=1),
            document(3, "theme:1", days=2),
            document(4, "theme:1", days=1),
            *(document(id) for id in range(5, 12)),
        ]
    )

    assert targets(paper, 1) == [3, 4, 2]


def test_candidates_are_the_best_by_tags_and_of_equals_the_newer():
    paper = Paper(
        [
            document(1, "show:1 theme:1"),
            document(2, "theme:1", "moon"),
            document(3, "theme:1", days=1),
            document(4, "show:1"),
            *(document(id) for id in range(5, 12)),
        ],
        Settings(candidates=2, stored=2, shown=1),
    )

    assert targets(paper, 1) == [4, 3]


def test_what_was_recommended_before_yields_to_what_was_not():
    tied = [document(id, "theme:1") for id in range(1, 9)]
    paper = Paper([*tied, *(document(id) for id in range(9, 40))])

    inlinks = dict.fromkeys(range(1, 9), 0)
    for ranking in paper.rankings():
        for match in ranking.matches[:4]:
            inlinks[match.target] += 1

    assert min(inlinks.values()) >= 3
    assert max(inlinks.values()) <= 5


def test_the_first_list_is_not_damped_and_later_ones_are():
    paper = Paper([*(document(id, "theme:1") for id in (1, 2, 3)), document(4)])

    first, second, *_ = paper.rankings()

    assert [match.damped for match in first.matches] == [1.0, 1.0]
    assert {m.target: m.damped for m in second.matches} == {
        3: pytest.approx(1 / (1 + 0.03 / 4)),
        1: 1.0,
    }


def test_lists_are_cut_to_the_length_that_is_stored():
    paper = Paper(
        [*(document(id, "theme:1") for id in range(1, 9)), *map(document, range(9, 30))],
        Settings(stored=3, shown=3),
    )

    assert {len(ranking.matches) for ranking in paper.rankings()} == {0, 3}


@pytest.mark.parametrize("weight", [0, -1, float("nan")])
def test_a_weight_of_nothing_is_refused_by_name(weight):
    with pytest.raises(ValueError, match="weight of theme tags must be a number above"):
        Settings(kind_weights={"show": 2, "person": 1, "theme": weight})


@pytest.mark.parametrize("documents", [[], [document(1)], [document(1, "theme:1", "moon")]])
def test_papers_of_nothing_and_of_one_article_have_no_links(documents):
    assert [ranking.matches for ranking in Paper(documents).rankings()] == [()] * len(documents)


@given(papers)
def test_no_article_is_recommended_to_itself_or_twice_or_without_a_shared_tag(documents):
    tags = {each.id: each.tags for each in documents}

    for ranking in Paper(documents).rankings():
        ids = [match.target for match in ranking.matches]
        assert ranking.source not in ids
        assert len(ids) == len(set(ids))
        assert all(tags[ranking.source] & tags[id] for id in ids)


@given(papers, st.randoms(use_true_random=False))
def test_the_order_in_which_articles_are_read_changes_nothing(documents, shuffler):
    expected = list(Paper(documents).rankings())
    shuffled = shuffler.sample(documents, len(documents))

    assert list(Paper(shuffled).rankings()) == expected


@given(papers)
def test_being_related_is_mutual_and_worth_the_same_from_both_sides(documents):
    paper = Paper(documents)
    points = {
        (source.id, match.target): (match.tag_points, match.text_points)
        for source in documents
        for match in paper.matches(source.id)
    }

    assert {(b, a): worth for (a, b), worth in points.items()} == points


def random_lists():
    """
    The lists of a random paper, the same in every process, as text.

    So few rows are met that it matters which of two tags as rare as each other is followed.
    """
    draw = random.Random(7)  # noqa: S311
    documents = [
        document(
            id,
            " ".join(f"theme:{number}" for number in draw.sample(range(30), 5)),
            " ".join(draw.choices([f"word{n}" for n in range(300)], k=80)),
            days=draw.randrange(9),
        )
        for id in range(1, 60)
    ]
    with patch.object(shortlists, "POSTINGS_READ", 25):
        return "\n".join(map(repr, Paper(documents).rankings()))


def test_two_processes_agree_to_the_last_bit():
    script = "from tests.recommendations.test_scoring import random_lists; print(random_lists())"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert outputs == {f"{random_lists()}\n".encode()}
