"""What a browser is told about every page, and about the editors' session."""

import pytest

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/no-such-page/"])
def test_every_page_bears_the_security_headers(client, path):
    headers = client.get(path).headers

    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED


def test_a_plain_request_is_sent_to_https_where_the_site_has_it(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/shows/?page=2")

    assert (response.status_code, response.url) == (301, "https://testserver/shows/?page=2")


def test_scripts_cannot_read_the_session_and_other_sites_cannot_send_it(client, admin_user):
    client.post("/admin/login/", {"username": "admin", "password": "password"})

    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
