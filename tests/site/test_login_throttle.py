"""Wrong passwords, one after another."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def _people(db):
    for name in ("ada", "ben"):
        User.objects.create_user(name, password="right", is_staff=True)


def log_in(word="right", username="ada", **headers):
    return Client().post(LOGIN, {"username": username, "password": word}, **headers)


def fail(times, **headers):
    return [log_in("wrong", **headers).status_code for _ in range(times)]


def test_the_fifth_wrong_password_in_a_row_makes_the_name_wait_at_that_address():
    assert fail(5) == [200, 200, 200, 200, 429]

    answer = log_in()

    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 300
    assert "Too many wrong passwords" in page
    assert "in 5 minutes" in page


def test_others_and_other_addresses_do_not_wait():
    fail(5)

    assert log_in(username="ben").status_code == 302
    assert log_in(REMOTE_ADDR="198.51.100.7").status_code == 302


def test_trying_meanwhile_makes_the_wait_no_longer_and_it_ends():
    fail(9)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=4, seconds=58))
    before = log_in().status_code
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=5, seconds=1))

    assert (before, log_in().status_code) == (429, 302)


def test_a_right_password_forgets_the_wrong_ones():
    fail(4)
    log_in()

    assert fail(4) == [200] * 4
    assert log_in().status_code == 302


def test_no_password_is_kept():
    fail(1)

    assert "wrong" not in str(AccessAttempt.objects.values())


@pytest.mark.parametrize(
    ("proxies", "heard", "forwarded", "waits"),
    [
        (0, "198.51.100.1", "203.0.113.9", True),
        (1, "198.51.100.1", "203.0.113.9", False),
        (2, "198.51.100.1, 10.0.0.1", "203.0.113.9, 10.0.0.1", False),
        # What a forger put before what the proxy heard does not count.
        (1, "198.51.100.1", "203.0.113.9, 198.51.100.1", True),
        (1, "198.51.100.1", "nonsense", False),
    ],
)
def test_behind_a_proxy_the_address_is_what_the_proxy_heard(
    settings, proxies, heard, forwarded, waits
):
    settings.TRUSTED_PROXIES = proxies
    fail(5, headers={"X-Forwarded-For": heard})

    answer = log_in(headers={"X-Forwarded-For": forwarded})

    assert (answer.status_code == 429) is waits
