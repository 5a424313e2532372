"""The login that `make run` prints."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.test import RequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _development(settings, tmp_path):
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path / "var"


def local_login(**options: bool) -> str:
    """Run the command and return the password that it prints."""
    output = StringIO()
    call_command("local_login", stdout=output, **options)
    return re.search(r"Password +(.+)", output.getvalue())[1]


def who_has(password: str):
    """The editor, if this is the password."""
    request = RequestFactory().post("/admin/login/")
    return authenticate(request, username="editor", password=password)


def test_it_makes_a_login_that_may_enter_the_admin():
    user = authenticate(
        RequestFactory().post("/admin/login/"), username="editor", password=local_login()
    )

    assert user.is_staff
    assert user.is_superuser


def test_passwords_differ_between_installations(settings, tmp_path):
    first = local_login()
    get_user_model().objects.all().delete()
    settings.VAR_DIR = tmp_path / "other"

    assert local_login() != first


def test_a_second_run_prints_the_same_password():
    assert local_login() == local_login()


def test_the_kept_password_is_readable_by_its_owner_only(settings):
    local_login()

    (kept,) = settings.VAR_DIR.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_password_that_the_editor_chose_is_neither_reset_nor_guessed():
    local_login()
    user = get_user_model().objects.get()
    user.set_password("chosen by hand")
    user.save()

    assert local_login() == "changed by you; local_login --reset makes a new one"
    assert authenticate(
        RequestFactory().post("/admin/login/"), username="editor", password="chosen by hand"
    )


def test_a_new_password_is_made_on_request():
    first = local_login()

    second = local_login(reset=True)

    assert second != first
    assert who_has(second)


def test_a_public_site_gets_no_login(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("local_login")

    assert not get_user_model().objects.exists()
