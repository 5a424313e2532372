"""
Each role at each door of the newsroom, over HTTP, with forged posts; nobody is a superuser.

Two tables: the doors by name, and the stock pages of each model.
"""

import pytest
from django.contrib import admin
from django.db import transaction

from .doors import DOORS
from .doors.house import House
from .doors.pages import PAGES, knock

pytestmark = pytest.mark.django_db

ROLES = ["nobody", "stranger", "writer", "editor", "publisher"]
WRITERS = {
    *("begin an article", "change own draft", "submit own by the form", "submit own in the list"),
    *("take own back from review", "upload a picture", "read the picture library"),
    *("read the history of own draft", "read the history of own live", "restore own draft"),
    *("compare versions of own draft", "read notes on own draft", "note on own draft"),
    *("note on own in review", "note on own live", "answer on own draft", "resolve on own draft"),
    *("reopen on own draft", "be said to have own draft open"),
    *("preview own unsaved", "preview what is new", "check own unsaved", "check what is new"),
    *("hear of tags in a text", "read own draft on the site", "read the links of own draft"),
    *("lend own draft", "take own draft back from whom it is lent"),
    "read to whom own draft is lent",
    *("find own draft by autocomplete", "find own draft for a link"),
}
# Also what no role may do: what a forger tries.
NOBODYS = {
    *("change without the version", "change with another's version", "edit in the list"),
    *("publish own without the version", "take another's draft", "set the state by the form"),
    *("restore own draft without the version", "restore own draft as it was of another's"),
    *("publish own by a restore", "recover what is there"),
    *("change a note", "take a note away", "resolve on another's by way of own"),
    *("take another's back by way of own", "lift another's pin by way of own"),
    *("make oneself a superuser", "change a superuser", "set a superuser's password"),
    *("delete a superuser", "change a group", "delete oneself", "give a group that holds more"),
    *("change an account that holds more", "change an account that holds more by a group"),
}
PUBLISHERS = {
    *("delete own draft", "delete own live", "delete another's", "delete in the list"),
    *("delete a theme", "delete a show", "delete a picture", "merge themes", "undo a merge"),
    *("merge shows", "merge people"),
    *("give oneself an author", "make an account", "delete an account"),
    *("make somebody an editor", "change an account that holds no more"),
    "find accounts by autocomplete",
}
EDITORS = DOORS.keys() - NOBODYS - PUBLISHERS
OPEN = {
    "nobody": set(),
    "stranger": set(),
    "writer": WRITERS,
    "editor": EDITORS,
    "publisher": EDITORS | PUBLISHERS,
}

STOCK = ("_add", "_change", "_changelist", "_delete", "_history")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_the_doors_that_it_is_for_and_no_others(role):
    house, opened = House(role), set()

    for name, door in DOORS.items():
        with transaction.atomic():
            if door(house):
                opened.add(name)
            transaction.set_rollback(True)
        house.see_again()

    assert opened == OPEN[role]
    assert set(own_pages()) - house.asked == set()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_the_pages_of_each_model_that_it_is_for(role):
    house = House(role)
    letter = role[0].upper() if role in {"writer", "editor", "publisher"} else "-"

    opened = {}
    for name in PAGES:
        with transaction.atomic():
            opened[name] = knock(house, name)
            transaction.set_rollback(True)

    assert opened == {
        name: [page for page, roles in row.items() if letter in roles]
        for name, row in PAGES.items()
    }


def test_every_model_of_the_newsroom_is_in_the_table():
    assert {model._meta.label_lower for model in admin.site._registry} == PAGES.keys()


def own_pages():
    """The names of the admin's addresses that Django has not given to every model."""
    for part in admin.site.urls[0]:
        for each in getattr(part, "url_patterns", []):
            if each.name and not each.name.endswith(STOCK):
                yield each.name
