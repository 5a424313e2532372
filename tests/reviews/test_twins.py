"""Names that people would take for one are found, and others are left alone."""

import pytest

from reviews.folding import fold_name
from reviews.models import KeptApart
from reviews.names import twins_of
from reviews.twins import Likeness, Name, twins
from tests.factories import make_person, make_show, make_theme


def alike(one, other):
    found = twins([Name(1, fold_name(one)), Name(2, fold_name(other))])
    return found.get((1, 2))


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("SciFi", "Sci-Fi", Likeness.SPACED),
        ("J. J. Abrams", "JJ Abrams", Likeness.SPACED),
        ("War and Memory", "Memory, War", Likeness.ORDERED),
        ("The Moon", "Moon", Likeness.ORDERED),
        ("Star Wars", "Star War", Likeness.SPELLED),
        ("Colonialism", "Colonailism", Likeness.SPELLED),
        ("Tarkovsky", "Tarkovski", Likeness.SPELLED),
        ("Cold War", "Cold War cinema", Likeness.CONTAINED),
        ("Grief", "Time", None),
        ("War", "Cold War", None),
        ("Home", "Rome", None),
        ("Memory", "Machines", None),
    ],
)
def test_likeness(one, other, likeness):
    assert alike(one, other) is likeness
    assert alike(other, one) is likeness


def test_an_alias_of_one_may_be_like_the_name_of_another_and_of_itself_counts_not():
    names = [Name(1, "grief"), Name(1, "grieff"), Name(2, "mourning"), Name(2, "grieff ")]

    assert set(twins(names)) == {(1, 2)}


def test_ten_thousand_names_are_compared_without_comparing_all_pairs():
    names = [Name(i, f"theme of {i * 7919 % 10_007} and {i}") for i in range(10_000)]
    names.append(Name(10_000, "theme of 0 and 0x"))

    found = twins(names)

    assert (0, 10_000) in found


@pytest.mark.django_db
def test_shows_of_one_title_are_twins_only_in_one_year():
    make_show("Solaris", first_year=1972)
    make_show("Solaris", first_year=2002, slug="solaris-2002")
    assert twins_of("show") == {}

    make_show("Solyaris", first_year=1972)
    assert len(twins_of("show")) == 1


@pytest.mark.django_db
def test_what_an_editor_keeps_apart_is_not_named_again():
    pair = make_theme("Star Wars"), make_theme("Star War")
    assert list(twins_of("theme")) == [(pair[0].pk, pair[1].pk)]

    KeptApart.objects.create(kind="theme", low_id=pair[0].pk, high_id=pair[1].pk)

    assert twins_of("theme") == {}


@pytest.mark.django_db
def test_aliases_are_compared_too():
    one, other = make_person("Andrei Tarkovsky"), make_person("A. Tarkovskij")
    other.aliases.create(name="Andrej Tarkovsky")

    assert list(twins_of("person")) == [(one.pk, other.pk)]
