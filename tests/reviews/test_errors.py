"""What a reader sees when a page is missing, or when the site itself fails."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from .pages import Page


def fail(request):
    raise RuntimeError("on purpose")


urlpatterns = [path("fail/", fail)]


@pytest.mark.urls(__name__)
@pytest.mark.filterwarnings("ignore")
def test_a_failure_is_told_in_words_without_database_or_context():
    response = Client(raise_request_exception=False).get("/fail/")

    page = Page(response.content.decode())
    assert response.status_code == 500
    assert page.errors == []
    assert page.texts("h1") == ["The projector has jammed"]


def test_the_failure_page_depends_on_no_other_file():
    html = render_to_string("500.html")

    assert "<link" not in html
    assert "src=" not in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/nothing/", "/articles/", "/articles/no-such/", "/articles/No%00Such/"),
        *("/articles/%ff%fe/", "/shows/no-such/", "/themes/%2e%2e/", "/authors/", "/%F0%9F%8E%AC"),
        *("/authors/no-such/", "/archive/x/", "/archive/2021/x/", "/articles/" + "a" * 5000 + "/"),
    ],
)
def test_an_address_without_a_page_is_missing_and_offers_a_way_on(client, address):
    response = client.get(address)

    page = Page(response.content.decode())
    assert response.status_code == 404
    assert page.texts("h1") == ["This page is not in the paper"]
    onward = {link["href"] for link in page.all("a")}
    assert {"/", "/shows/", "/themes/", "/archive/"} <= onward
