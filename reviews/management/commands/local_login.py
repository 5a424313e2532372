"""Print an address and a login for someone trying the site on their own machine."""

import secrets
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

USERNAME = "editor"
PASSWORD_BYTES = 12


class Command(BaseCommand):
    help = "Make a login for this machine, or print the one made before. Needs DEBUG=true."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="make a new password")

    def handle(self, *, reset: bool, **options: object) -> None:
        if not settings.DEBUG:
            raise CommandError("DEBUG is off; use createsuperuser.")
        kept = settings.VAR_DIR / "local_password"
        user = get_user_model().objects.filter(username=USERNAME).first()
        if reset or user is None:
            user = _save_user(_new_password(kept))
        self.stdout.write(_summary(_known_password(user, kept)))


def _new_password(kept: Path) -> str:
    """Return a random password, kept in a file that only its owner may read."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(password)
    return password


def _save_user(password: str) -> AbstractBaseUser:
    users = get_user_model().objects
    user, _ = users.get_or_create(
        username=USERNAME, defaults={"is_staff": True, "is_superuser": True}
    )
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _known_password(user: AbstractBaseUser, kept: Path) -> str | None:
    """Return the kept password while it is still the user's."""
    password = kept.read_text() if kept.exists() else ""
    return password if password and user.check_password(password) else None


def _summary(password: str | None) -> str:
    return "\n".join(
        (
            "",
            f"  The site   {settings.SITE_URL}{reverse('reviews:home')}",
            f"  Editors    {settings.SITE_URL}{reverse('admin:index')}",
            f"  User       {USERNAME}",
            f"  Password   {password or 'changed by you; local_login --reset makes a new one'}",
            "",
        )
    )
