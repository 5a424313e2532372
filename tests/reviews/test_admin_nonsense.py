"""What stands in a request where a row is chosen, and is no key: told, and never a failure."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from lxml import html

from .newsroom import client_of, errors_beside, form_values

NONSENSE = ["zz", "٣", "-1", "1.0", "9" * 18, "9" * 30, "9" * 5000, "\x00", "1,2"]
# Each has fields in which a row is chosen by typing, or rows with such fields.
FORMS = [
    *("reviews_article", "reviews_show", "reviews_author"),
    *("recommendations_override", "recommendations_editorspick"),
    *("recommendations_neverrecommend", "recommendations_evergreen"),
    "recommendations_ignoredtag",
]


@pytest.fixture
def chief(db):
    return client_of(User.objects.create_superuser("chief"))


def choosers(response):
    """The names of the fields of a page in which a row is chosen by typing."""
    page = html.fromstring(response.content.decode())
    found = page.xpath("//select[contains(@class, 'admin-autocomplete')]/@name")
    beside_the_form = {"asked"}
    return [name for name in found if "__prefix__" not in name and name not in beside_the_form]


def test_every_form_that_lets_choose_by_typing_is_tried(chief):
    names = [
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model, model_admin in admin.site._registry.items()
        if model_admin.autocomplete_fields
    ]

    assert set(names) <= set(FORMS)
    assert all(choosers(chief.get(reverse(f"admin:{name}_add"))) for name in FORMS)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", NONSENSE, ids=range(len(NONSENSE)))
def test_an_address_that_fills_in_nonsense_opens_an_empty_form(chief, form, value):
    address = reverse(f"admin:{form}_add")
    names = [name for name in choosers(chief.get(address)) if "-" not in name]

    response = chief.get(address, dict.fromkeys(names, value))

    assert response.status_code == 200
    assert choosers(response)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_that_is_posted_is_no_choice(chief, form, value):
    address = reverse(f"admin:{form}_add")
    page = chief.get(address)
    names = choosers(page)

    response = chief.post(address, form_values(page) | dict.fromkeys(names, value))

    assert response.status_code == 200
    told = errors_beside(response)
    assert {name for name in names if "-" not in name} <= set(told)
