"""The groups Writer, Editor and Publisher, made by migration and never taken from operators."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from reviews.models import Role

pytestmark = pytest.mark.django_db


def held(name):
    group = Group.objects.get(name=name)
    return set(group.permissions.values_list("codename", flat=True))


def test_a_migrated_database_has_the_groups_with_what_each_is_for():
    writer, editor, publisher = held("Writer"), held("Editor"), held("Publisher")

    assert {"add_article", "change_article", "add_image"} <= writer
    assert not {"change_any_article", "publish_article", "add_theme", "change_image"} & writer
    assert {"change_any_article", "publish_article", "add_override", "add_theme"} <= editor
    assert not {"delete_article", "merge_tags", "change_user"} & editor
    assert {"delete_article", "merge_tags", "change_user"} <= publisher
    assert writer < editor < publisher
    assert "change_group" not in publisher


def test_another_migration_takes_nothing_away_and_gives_nothing_back():
    editor, extra = Group.objects.get(name="Editor"), Permission.objects.get(codename="view_group")
    editor.permissions.add(extra)
    editor.permissions.remove(Permission.objects.get(codename="publish_article"))
    before = held("Editor")

    call_command("migrate", verbosity=0)

    assert held("Editor") == before


def test_permissions_of_a_model_that_came_later_are_given():
    role = Role.objects.get(key="editor")
    role.given.remove("reviews.add_theme")
    role.save()
    Permission.objects.get(codename="add_theme").delete()

    call_command("migrate", verbosity=0)

    assert "add_theme" in held("Editor")
    assert "add_theme" not in held("Writer")


def test_a_renamed_group_stays_the_role_and_a_deleted_one_is_made_anew():
    Group.objects.filter(name="Writer").update(name="Schreiber")
    Group.objects.get(name="Publisher").delete()

    call_command("migrate", verbosity=0)

    assert set(Group.objects.values_list("name", flat=True)) == {
        *("Schreiber", "Editor", "Publisher")
    }
    assert "merge_tags" in held("Publisher")


def test_a_command_gives_back_what_was_taken(capsys):
    Group.objects.get(name="Writer").permissions.clear()

    call_command("setup_roles")
    untouched = held("Writer")
    call_command("setup_roles", again=True)

    assert untouched == set()
    assert "add_article" in held("Writer")
    assert "Writer: 0 permissions given." in capsys.readouterr().out
