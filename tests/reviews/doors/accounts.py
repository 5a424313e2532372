"""Doors to accounts, and to what they may do."""

from django.contrib.auth.models import Group, Permission, User

from reviews.models import Author
from tests.factories import make_author

from .house import no_rows

PASSWORD = {"password1": "a-long-pass-word-1", "password2": "a-long-pass-word-1"}


def is_author_taken(house):
    author = make_author("Another")
    Author.objects.filter(user=house.user).update(user=None)
    fields = {"name": "Another", "slug": author.slug, "user": house.user.pk if house.user else ""}
    house.post("reviews_author_change", author.pk, **fields, **no_rows("links"))
    author.refresh_from_db()
    return author.user == house.user is not None


def is_account_made(house):
    house.post("auth_user_add", username="new", usable_password="true", **PASSWORD)
    return house.is_there(User, username="new")


def is_made_superuser(house):
    if house.user is None:
        return False
    powers = {"username": house.user.username, "is_superuser": "on", "is_active": "on"}
    house.post("auth_user_change", house.user.pk, **powers)
    return house.is_there(User, pk=house.user.pk, is_superuser=True)


def is_superuser_changed(house):
    chief = User.objects.create_superuser("chief", password="password")
    house.post("auth_user_change", chief.pk, username="mine", is_active="on")
    return house.is_there(User, username="mine")


def is_password_of_superuser_set(house):
    chief = User.objects.create_superuser("chief", password="password")
    house.post("auth_user_password_change", chief.pk, usable_password="true", **PASSWORD)
    return User.objects.get(pk=chief.pk).check_password(PASSWORD["password1"])


def is_account_deleted(house, **who):
    account = User.objects.create_user("other", **who)
    house.post("auth_user_delete", account.pk, post="yes")
    return not house.is_there(User, pk=account.pk)


def is_deleted_oneself(house):
    if house.user is None:
        return False
    house.post("auth_user_delete", house.user.pk, post="yes")
    return not house.is_there(User, pk=house.user.pk)


def is_given(house, name, *permissions):
    """Whether an account is put into a group of that name, which holds `permissions`."""
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.add(*Permission.objects.filter(codename__in=permissions))
    account = User.objects.create_user("other")
    house.post("auth_user_change", account.pk, username="other", groups=[group.pk])
    return account.groups.exists()


def is_changed_as_holder(house, *, of, by_a_group):
    """Whether an account is changed that holds a permission, its own or a group's."""
    account = User.objects.create_user("other")
    held = Permission.objects.get(codename=of)
    if by_a_group:
        group = Group.objects.create(name="Holders")
        group.permissions.add(held)
        account.groups.add(group)
    else:
        account.user_permissions.add(held)
    house.post("auth_user_change", account.pk, username="typed", is_active="on")
    return house.is_there(User, username="typed")


def is_group_renamed(house):
    house.post("auth_group_change", Group.objects.get(name="Writer").pk, name="Typed")
    return house.is_there(Group, name="Typed")


DOORS = {
    "give oneself an author": is_author_taken,
    "make an account": is_account_made,
    "delete an account": is_account_deleted,
    "delete oneself": is_deleted_oneself,
    "make somebody an editor": lambda h: is_given(h, "Editor"),
    "give a group that holds more": lambda h: is_given(h, "Operators", "change_group"),
    "change an account that holds no more": lambda h: is_changed_as_holder(
        h, of="change_user", by_a_group=False
    ),
    "change an account that holds more": lambda h: is_changed_as_holder(
        h, of="change_group", by_a_group=False
    ),
    "change an account that holds more by a group": lambda h: is_changed_as_holder(
        h, of="change_group", by_a_group=True
    ),
    "delete a superuser": lambda h: is_account_deleted(h, is_superuser=True),
    "make oneself a superuser": is_made_superuser,
    "change a superuser": is_superuser_changed,
    "set a superuser's password": is_password_of_superuser_set,
    "change a group": is_group_renamed,
}
