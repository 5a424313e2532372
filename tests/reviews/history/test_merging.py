"""Two edits of one text: what goes together does, and the rest is put to a person."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.history.merging import Agreed, Conflict, merge

TEXT = st.lists(st.sampled_from("abcde"), max_size=8)


def outcome(base, mine, theirs):
    """The merged text, a conflict in it as (mine, theirs)."""
    parts = []
    for chunk in merge(base, mine, theirs):
        if isinstance(chunk, Conflict):
            parts.append(("".join(chunk.mine), "".join(chunk.theirs)))
        else:
            parts += chunk.items
    return parts


@given(TEXT, TEXT)
def test_what_only_one_has_changed_is_taken(base, edited):
    assert outcome(base, edited, base) == edited
    assert outcome(base, base, edited) == edited
    assert outcome(base, edited, edited) == edited


@given(TEXT, TEXT, TEXT)
def test_each_side_can_be_had_whole(base, mine, theirs):
    """Taking one side of every conflict, and of every change, gives that side's text."""

    def side(name, other):
        found = []
        for chunk in merge(base, mine, theirs):
            if isinstance(chunk, Conflict):
                found += getattr(chunk, name)
            elif chunk.by != other:
                found += chunk.items
        return found

    for name, other, text in (("mine", "theirs", mine), ("theirs", "mine", theirs)):
        rest = iter(text)
        assert all(item in rest for item in side(name, other))


@given(TEXT, TEXT, TEXT)
def test_it_does_not_matter_who_comes_second(base, mine, theirs):
    swapped = [
        Conflict(c.base, c.theirs, c.mine)
        if isinstance(c, Conflict)
        else Agreed(c.items, {"mine": "theirs", "theirs": "mine"}.get(c.by, c.by))
        for c in merge(base, theirs, mine)
    ]

    assert swapped == merge(base, mine, theirs)


def test_edits_in_two_places_go_together():
    assert outcome("abcde", "aXcde", "abcdYe") == list("aXcdYe")


def test_edits_of_one_place_conflict():
    assert outcome("abc", "aXc", "aYc") == ["a", ("X", "Y"), "c"]


def test_what_one_deletes_and_the_other_edits_conflicts():
    assert outcome("abc", "ac", "aYc") == ["a", ("", "Y"), "c"]


def test_without_a_base_all_that_differs_conflicts():
    assert outcome(None, "aXc", "ac") == ["a", ("X", ""), "c"]
