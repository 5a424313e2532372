"""No search in the newsroom is too long for the database."""

import pytest
from django.contrib import admin
from django.urls import reverse

LONG = "a " * 1500


@pytest.mark.django_db
def test_every_list_of_the_admin_takes_a_long_search(admin_client):
    searched = [
        model._meta
        for model, model_admin in admin.site._registry.items()
        if model_admin.search_fields
    ]
    assert len(searched) >= 14

    admin_client.raise_request_exception = False
    answers = {
        str(meta): admin_client.get(
            reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"), {"q": LONG}
        ).status_code
        for meta in searched
    }

    assert answers == dict.fromkeys(answers, 200)
