"""A list leaves room for other shows, however much its own show is covered."""

import numpy as np
from scipy.sparse import csr_array

from recommendations.paper import Paper
from recommendations.scoring import Settings
from recommendations.stored import Entry
from recommendations.variety import SameShow, cut, kept
from tests.recommendations.papers import document

SETTINGS = Settings(stored=5, most_of_own_show=2)


def paper(**options):
    """Article 1 among 300 on its show and theme, and three on the theme alone."""
    covered = [document(number, "show:1 theme:1 theme:2") for number in range(1, 302)]
    elsewhere = [document(number, f"show:{number} theme:1") for number in (900, 901, 902)]
    rest = [document(number, "theme:9") for number in range(1000, 1900)]
    return Paper([*covered, *elsewhere, *rest], Settings(**options))


def test_it_is_said_of_each_row_whether_it_shares_a_show():
    tags = csr_array(np.array([[1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1]]))
    same_show = SameShow(tags, np.array([True, True, False, False]))

    answers = [same_show.among(row, np.array([1, 3, 2, 0])).tolist() for row in range(4)]

    assert answers == [
        [True, False, False, True],
        [True, True, False, True],
        [False, False, False, False],
        [True, True, False, False],
    ]


def test_so_many_of_the_own_show_are_kept_and_the_best_of_the_rest():
    own = np.array([True, True, True, False, True, False, False, False])

    assert kept(own, SETTINGS).tolist() == [0, 1, 3, 5, 6]
    assert kept(np.array([], dtype=bool), SETTINGS).tolist() == []


def test_a_stored_list_is_cut_by_the_same_rule():
    lines = [
        Entry(1, 0.9, ["theme:1", "show:1"]),
        Entry(2, 0.8, ["show:1"]),
        Entry(3, 0.7, ["show:2"]),
        Entry(4, 0.6, ["person:1"]),
        Entry(5, 0.5, []),
    ]

    assert [line.target for line in cut(lines, SETTINGS)] == [1, 2, 4, 5]


def test_a_much_covered_show_leaves_places_to_others_in_a_list():
    ranking = paper().rank(1)

    targets = [match.target for match in ranking.matches]
    assert [target for target in targets if target > 301] == [902, 901, 900]
    assert len(targets) == 8 + 3
    assert [match.damped for match in ranking.matches] == sorted(
        (match.damped for match in ranking.matches), reverse=True
    )


def test_all_lists_made_at_once_keep_the_same_rule():
    lists = {ranking.source: ranking.matches for ranking in paper().rankings()}

    own = [sum(match.target <= 301 for match in lists[source]) for source in range(1, 302)]
    assert own.count(8) > 200
    # One that nobody else recommends is put in for another.
    assert max(own) == 8
