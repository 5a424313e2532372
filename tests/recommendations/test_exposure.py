"""How the links are spread over a paper."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.paper import Paper
from recommendations.scoring import Settings
from tests.recommendations.papers import document


def shown(paper):
    """The shown part of every list, by article."""
    size = paper.settings.shown
    return {
        each.source: [match.target for match in each.matches[:size]] for each in paper.rankings()
    }


def inlinks(paper):
    return Counter(target for targets in shown(paper).values() for target in targets)


def star(size):
    """An article that shares a rare theme with each other, and each other a common one."""
    tags = " ".join(f"theme:{number}" for number in range(2, size))
    others = [document(number, f"theme:{number} theme:1") for number in range(2, size)]
    loners = [document(number) for number in range(size + 1, size * 20)]
    return [document(1, tags), *others, *loners]


def test_an_article_above_the_limit_leaves_lists_that_can_do_without_it():
    free = Settings(exposure=0, most_inlinks=1000, shown=2, stored=6)
    bound = Settings(exposure=0, most_inlinks=5, shown=2, stored=6)

    assert inlinks(Paper(star(20), free))[1] == 18
    assert inlinks(Paper(star(20), bound))[1] == 5


def test_it_stays_in_reserve_where_it_was_shown():
    settings = Settings(exposure=0, most_inlinks=5, shown=2, stored=6)

    lists = [each.matches for each in Paper(star(20), settings).rankings() if each.matches]

    without = [[match.target for match in each] for each in lists if each[0].target != 1]
    assert {targets.index(1) for targets in without if 1 in targets} <= {2, 3}
    assert sum(1 in targets for targets in without) > 5


def test_it_stays_where_nothing_that_is_half_as_good_could_take_its_place():
    settings = Settings(exposure=0, most_inlinks=1, shown=1, stored=1)
    paper = [document(1, "theme:1 theme:2"), document(2, "theme:1"), document(3, "theme:2")]

    assert shown(Paper([*paper, document(4)], settings)) == {1: [3], 2: [1], 3: [1], 4: []}


def test_an_article_that_nobody_recommends_takes_the_place_that_costs_least():
    settings = Settings(exposure=0, shown=1, stored=2)
    paper = [
        document(1, "theme:1 theme:2 theme:3"),
        document(2, "theme:1 theme:2 theme:3", days=3),
        document(3, "theme:1 theme:2 theme:3", days=2),
        document(4, "theme:1 theme:2", days=1),
        *(document(id) for id in range(5, 9)),
    ]

    assert inlinks(Paper(paper, settings)).keys() == {1, 2, 3, 4}


def test_a_place_keeps_its_score_so_lists_stay_in_order():
    settings = Settings(exposure=0, most_inlinks=3, shown=2, stored=6)

    for each in Paper(star(30), settings).rankings():
        damped = [match.damped for match in each.matches]
        assert damped == sorted(damped, reverse=True)
        assert all(damped)


tags = st.lists(st.sampled_from([f"theme:{n}" for n in range(6)]), min_size=1, max_size=3)


@given(st.lists(tags, min_size=2, max_size=25))
def test_spreading_neither_doubles_nor_loses_a_line(papers):
    documents = [document(id, " ".join(own)) for id, own in enumerate(papers, 1)]
    free = Paper(documents, Settings(exposure=0, most_inlinks=1000, shown=2))
    bound = Paper(documents, Settings(most_inlinks=2, shown=2))

    for before, after in zip(free.rankings(), bound.rankings(), strict=True):
        targets = [match.target for match in after.matches]
        assert len(targets) == len(set(targets)) == len(before.matches)
        assert after.source not in targets


@pytest.mark.parametrize("most", [0, -1])
def test_a_limit_below_one_is_refused(most):
    with pytest.raises(ValueError, match="most in-links"):
        Settings(most_inlinks=most)
