"""What the editor of a text is given to show, and what it lets through."""

import re

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders

from reviews.ckeditor_config import ALLOWED_CONTENT, CKEDITOR_CONFIGS, PLUGINS
from reviews.richtext.cleaning import ALLOWED_ATTRIBUTES, ALLOWED_TAGS
from reviews.widgets import BodyWidget, editable_html
from tests.factories import make_image


def rules():
    """CKEditor's filter as {tag: attributes}."""
    found = {}
    for rule in ALLOWED_CONTENT.split("; "):
        tags, _, attributes = rule.partition("[")
        names = attributes.rstrip("]").replace("!", "").split(",") if attributes else []
        for tag in tags.split("(")[0].split():
            found[tag] = set(names)
    return found


def test_the_editor_lets_through_the_tags_that_are_kept_and_no_others():
    assert rules().keys() == ALLOWED_TAGS


def test_the_editor_lets_through_no_attribute_that_is_dropped():
    # An editor sees pictures by their address, which is put in again at each showing.
    kept = {tag: ALLOWED_ATTRIBUTES.get(tag, set()) | ALLOWED_ATTRIBUTES["*"] for tag in rules()}
    kept["img"] = kept["img"] | {"src"}

    assert {tag: names - kept[tag] for tag, names in rules().items() if names - kept[tag]} == {}


def test_no_stock_upload_is_installed_or_configured():
    config = CKEDITOR_CONFIGS["default"]

    assert "ckeditor_uploader" not in django_settings.INSTALLED_APPS
    assert not [name for name in config if name.startswith("filebrowser")]


@pytest.mark.django_db
def test_a_picture_is_shown_with_its_own_words_where_the_text_has_none():
    image = make_image("A field", caption="Wide")

    html = editable_html(f'<figure data-image="{image.pk}"><img></figure>')

    assert html == (
        f'<figure data-image="{image.pk}"><img src="{image.rendition_url(800)}" width="64" '
        'height="36" alt="A field">'
        "<figcaption>Wide</figcaption></figure>"
    )


@pytest.mark.django_db
def test_the_words_of_the_text_come_before_those_of_the_picture():
    image = make_image("A field", caption="Wide")
    body = f'<figure data-image="{image.pk}"><img alt=""><figcaption></figcaption></figure>'

    html = editable_html(body)

    assert 'alt=""' in html
    assert "<figcaption></figcaption>" in html


@pytest.mark.django_db
def test_a_picture_that_is_gone_keeps_its_words():
    html = editable_html('<figure data-image="99"><img alt="Gone"></figure>')

    assert html == '<figure data-image="99"><img alt="Gone"></figure>'


@pytest.mark.parametrize("pictures", [1, 5])
@pytest.mark.django_db
def test_pictures_of_a_text_cost_one_query(pictures, django_assert_num_queries):
    figures = [f'<figure data-image="{make_image().pk}"><img></figure>' for _ in range(pictures)]

    with django_assert_num_queries(1):
        editable_html("".join(figures))


def test_a_text_that_closes_the_textarea_stays_inside_it():
    html = BodyWidget().render("body", "<p>&lt;/textarea&gt;&lt;script&gt;</p>", {"id": "id_body"})

    assert html.count("</textarea>") == 1
    assert "<script>" not in html


def test_every_file_that_the_editor_loads_is_there():
    html = BodyWidget().render("body", "", {"id": "id_body"})

    names = re.findall(r"/static/([\w/-]+\.(?:js|css))", html + str(BodyWidget().media))

    assert {f"reviews/ckeditor/{name}.js" for name in PLUGINS} < set(names)
    assert [name for name in names if not finders.find(name)] == []
