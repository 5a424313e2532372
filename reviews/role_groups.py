"""
The groups Writer, Editor and Publisher, kept in step with the models after each migration.

Rules, not lists, say what a group holds, so that a model that comes later is covered by them.
"""

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS

PAPER = ("reviews", "recommendations")
WRITER = {
    *("add_article", "change_article", "view_article"),
    *(f"{act}_articleauthor" for act in ("add", "change", "delete", "view")),
    *(f"{act}_articleshow" for act in ("add", "change", "delete", "view")),
    *("view_author", "view_show", "view_theme", "view_person"),
    *("view_image", "add_image"),
}
FOR_PUBLISHERS = {
    "merge_tags",
    *(f"delete_{row}" for row in ("article", "author", "image", "person", "show", "theme")),
}
ACCOUNTS = {"add_user", "change_user", "delete_user", "view_user"}


def is_a_writers(app: str, codename: str) -> bool:
    """Own drafts with their tags, and pictures for them."""
    return app == "reviews" and codename in WRITER


def is_an_editors(app: str, codename: str) -> bool:
    """Everything of the paper but to delete it, or to merge tags."""
    return app in PAPER and codename not in FOR_PUBLISHERS


def is_a_publishers(app: str, codename: str) -> bool:
    """Everything of the paper, and the accounts of those who make it."""
    return app in PAPER or (app == "auth" and codename in ACCOUNTS)


RULES = {"Writer": is_a_writers, "Editor": is_an_editors, "Publisher": is_a_publishers}


def set_up(*, apps=current_apps, using=DEFAULT_DB_ALIAS, again=False, **kwargs) -> dict[str, list]:
    """
    Make the groups that are missing and give each what it was never given; return that.

    With `again`, what an operator has taken from a group is given back, too. Also the receiver
    of `post_migrate`; permissions are made here first, since Django may not have come to it.
    """
    for label in (*PAPER, "auth"):
        create_permissions(current_apps.get_app_config(label), 0, False, using, apps)
    try:
        roles = apps.get_model("reviews", "Role").objects.using(using)
    except LookupError:
        return {}  # Migrated back to before there were roles.
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    held = list(permissions.values_list("content_type__app_label", "codename", "pk"))
    groups = apps.get_model("auth", "Group").objects.using(using)
    return {
        name: _give(roles, groups, name, wanted, again)
        for name, rule in RULES.items()
        if (wanted := {f"{app}.{code}": pk for app, code, pk in held if rule(app, code)})
    }


def _give(roles, groups, name, wanted, again) -> list[str]:
    """Give the group of one role what is new among the `wanted` permissions."""
    role = roles.filter(key=name.lower()).select_related("group").first()
    if role is None:
        group, _ = groups.get_or_create(name=name)
        role = roles.create(key=name.lower(), group=group)
    new = sorted(wanted.keys() - (set() if again else set(role.given)))
    if new:
        role.group.permissions.add(*(wanted[permission] for permission in new))
        role.given = sorted({*role.given, *new})
        role.save(update_fields=["given"])
    return new
