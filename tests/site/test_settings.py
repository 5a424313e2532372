"""Every variable of the environment: what it accepts, and the one line that refuses the rest."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKING = {
    "SECRET_KEY": "correct-horse-battery-staple-0123456789-abcdefghijkl",
    "SITE_URL": "https://www.example.org",
    "ENV_FILE": os.devnull,
}
TIMEOUT_SECONDS = 30
DUMP = """
import json
from django.conf import settings
names = filter(str.isupper, dir(settings))
print(json.dumps({name: repr(getattr(settings, name)) for name in names}))
"""

NOT_A_DATABASE = (
    "not an address like sqlite:///var/db.sqlite3 or postgres://user:password@host:5432/name."
)
NOT_A_CACHE = "not an address like locmem:// or redis://host:6379/0."
NOT_MAIL = "not an address like console:// or smtp+tls://user:password@host:587."
NOT_AN_ORIGIN = '"{}" is not a scheme and a host, as in https://www.example.org.'
NOT_A_PREFIX = '"{}" is not a path or an address that ends with "/", as in /media/.'
TOO_SHORT = "needs 50 random characters or more."
NO_ENTRY = '"{}" cannot be an entry of this list.'

REFUSED = [
    ("RECOMMENDATIONS", "[1]", "is not an object in JSON."),
    ("RECOMMENDATIONS", "{half", "is not an object in JSON."),
    ("COUNT_FOLLOWED", "maybe", '"maybe" is not one of true, false.'),
    ("DEBUG", "maybe", '"maybe" is not one of true, false.'),
    ("DEBUG", "2", '"2" is not one of true, false.'),
    ("SECRET_KEY", "", "missing."),
    ("SECRET_KEY", "short", TOO_SHORT),
    ("SECRET_KEY", "a" * 60, TOO_SHORT),
    ("SITE_URL", "", "missing."),
    ("SITE_URL", "www.example.org", NOT_AN_ORIGIN),
    ("SITE_URL", "ftp://example.org", NOT_AN_ORIGIN),
    ("SITE_URL", "https://example.org/paper", NOT_AN_ORIGIN),
    ("SITE_URL", "https://user@example.org", NOT_AN_ORIGIN),
    ("SITE_URL", "https://*", NOT_AN_ORIGIN),
    ("SITE_NAME", "Double\nFeature", "holds a line break or another control character."),
    ("ALLOWED_HOSTS", "example.org,https://example.com", NO_ENTRY.format("https://example.com")),
    ("ALLOWED_HOSTS", "example.org,", NO_ENTRY.format("")),
    ("TIME_ZONE", "Europe/Atlantis", '"Europe/Atlantis" is not a time zone, as in Europe/Prague.'),
    ("TIME_ZONE", "../UTC", '"../UTC" is not a time zone, as in Europe/Prague.'),
    ("DATABASE_URL", "mysql://u:hidden@h/n", NOT_A_DATABASE),
    ("DATABASE_URL", "sqlite://db.sqlite3", NOT_A_DATABASE),
    ("DATABASE_URL", "sqlite:///", NOT_A_DATABASE),
    ("DATABASE_URL", "postgres://u:hidden@h:port/n", NOT_A_DATABASE),
    ("DATABASE_URL", "postgres://u:hidden@h", NOT_A_DATABASE),
    ("DATABASE_URL", "postgres://u:hid#den@h/n", NOT_A_DATABASE),
    ("DATABASE_URL", "postgres://u:hidden@h/n?sslmode", NOT_A_DATABASE),
    ("DATABASE_POOL_SIZE", "0", '"0" is not a number from 1 to 1000.'),
    ("TRUSTED_PROXIES", "-1", '"-1" is not a number from 0 to 10.'),
    ("DATABASE_POOL_SIZE", "ten", '"ten" is not a number from 1 to 1000.'),
    ("CACHE_URL", "memcached://h", NOT_A_CACHE),
    ("CACHE_URL", "redis://:hidden@", NOT_A_CACHE),
    ("CACHE_URL", "redis://h:port", NOT_A_CACHE),
    ("STALE_AFTER_MONTHS", "0", '"0" is not a number from 1 to 1200.'),
    ("TASKS", "later", '"later" is not one of immediate, database.'),
    ("MEDIA_URL", "media/", NOT_A_PREFIX),
    ("MEDIA_URL", "/media", NOT_A_PREFIX),
    ("MEDIA_URL", "/", NOT_A_PREFIX),
    ("MEDIA_URL", "//example.org/", NOT_A_PREFIX),
    ("MEDIA_ROOT", "up\tloads", "holds a line break or another control character."),
    ("STAMP_FILE", "st\namp", "holds a line break or another control character."),
    ("FEED_FULL_TEXT", "some", '"some" is not one of true, false.'),
    ("FEED_READ_MORE", "less", '"less" is not one of true, false.'),
    ("WEBSUB_HUBS", "hub.example.org", NO_ENTRY.format("hub.example.org")),
    ("EMAIL_URL", "imap://u:hidden@h", NOT_MAIL),
    ("EMAIL_URL", "smtp://", NOT_MAIL),
    ("EMAIL_FROM", "not-an-address", '"not-an-address" is not an e-mail address.'),
    ("ADMINS", "a@example.org;b@example.org", NO_ENTRY.format("a@example.org;b@example.org")),
    ("HSTS_SECONDS", "-1", '"-1" is not a number from 0 to 1000000000.'),
    ("HSTS_INCLUDE_SUBDOMAINS", "yep", '"yep" is not one of true, false.'),
    ("HSTS_PRELOAD", "yep", '"yep" is not one of true, false.'),
    ("TRUST_X_FORWARDED_PROTO", "-1", '"-1" is not one of true, false.'),
    ("LOG_LEVEL", "LOUD", '"LOUD" is not one of DEBUG, INFO, WARNING, ERROR, CRITICAL.'),
    ("ENV_FILE", "/nowhere/.env", '"/nowhere/.env" cannot be read.'),
]


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project with these variables and no other of the site's."""
    environ = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "site_project.settings"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environ | WORKING | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )


def settings_with(**variables: str) -> dict[str, str]:
    """Return the `repr` of every setting under these variables."""
    result = python("-c", DUMP, **variables)
    assert result.stderr == ""
    return json.loads(result.stdout)


def values(settings: dict[str, str], *names: str) -> list[str]:
    return [settings[name] for name in names]


@pytest.mark.parametrize(("name", "value", "problem"), REFUSED)
def test_a_bad_value_stops_the_start_with_one_line_naming_its_variable(name, value, problem):
    result = python("manage.py", "check", **{name: value})

    assert result.stderr == f"{name}: {problem.format(value)}\n"
    assert result.stdout == ""
    assert result.returncode == 1


def test_a_bad_value_ends_the_web_server_and_not_only_its_workers():
    command = ("-m", "gunicorn", "--bind", "127.0.0.1:0", "site_project.wsgi")

    result = python(*command, DEBUG="maybe")

    assert result.stderr.splitlines()[-1] == 'DEBUG: "maybe" is not one of true, false.'
    assert "Traceback" not in result.stderr
    assert result.returncode == 1


def test_a_line_of_the_file_that_is_no_assignment_is_named_and_not_repeated(tmp_path):
    file = tmp_path / "site.env"
    file.write_text("# A comment\n\nSECRET_KEY = hidden\n")

    result = python("manage.py", "check", ENV_FILE=str(file))

    assert result.stderr == "site.env: line 3 is not NAME=value.\n"
    assert result.returncode == 1


def test_the_environment_wins_over_the_file_and_quotes_are_taken_off(tmp_path):
    file = tmp_path / "site.env"
    file.write_text("SITE_NAME=\"The # Paper\"\nTIME_ZONE='Europe/Prague'\nLOG_LEVEL=ERROR\n")

    found = settings_with(ENV_FILE=str(file), TIME_ZONE="Asia/Tokyo")

    assert values(found, "SITE_NAME", "TIME_ZONE") == ["'The # Paper'", "'Asia/Tokyo'"]


@pytest.mark.parametrize(("value", "is_on"), [("1", "True"), ("Yes", "True"), ("off", "False")])
def test_switches_take_the_usual_words(value, is_on):
    assert settings_with(DEBUG=value)["DEBUG"] == is_on


def test_a_site_is_safe_with_nothing_but_its_key_and_its_address():
    found = settings_with()

    assert values(found, "DEBUG", "ALLOWED_HOSTS") == ["False", "['www.example.org']"]
    assert values(found, "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE") == [
        "True",
        "True",
        "True",
    ]
    assert found["SECURE_HSTS_SECONDS"] == "3600"
    assert found["SECURE_PROXY_SSL_HEADER"] == "None"


def test_a_site_whose_address_is_plain_http_does_not_redirect_to_https():
    found = settings_with(SITE_URL="http://paper.internal:8080/")

    assert values(found, "SITE_URL", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT") == [
        "'http://paper.internal:8080'",
        "['paper.internal']",
        "False",
    ]


def test_the_header_of_a_proxy_is_trusted_only_on_request():
    found = settings_with(TRUST_X_FORWARDED_PROTO="true")

    assert found["SECURE_PROXY_SSL_HEADER"] == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_the_example_file_shows_the_true_defaults(tmp_path):
    example = (ROOT / ".env.example").read_text().replace("SECRET_KEY=\n", "")
    (tmp_path / "set").write_text(example)
    (tmp_path / "all").write_text(re.sub(r"(?m)^#(?=[A-Z_]+=)", "", example))

    assert settings_with(ENV_FILE=str(tmp_path / "set")) == settings_with(
        ENV_FILE=str(tmp_path / "all")
    )


def test_the_example_file_lists_every_variable_and_no_other():
    source = (ROOT / "site_project" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source)) - {"ENV_FILE"}
    listed = re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text())

    assert sorted(listed) == sorted(read)
    assert {name for name, _, _ in REFUSED} == read | {"ENV_FILE"}
