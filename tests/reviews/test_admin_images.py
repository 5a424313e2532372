"""The picture library in the admin: uploads accepted, refused, and met twice."""

import pytest
from django.urls import reverse

from reviews.models import Image
from tests.factories import make_image

from .newsroom import client_of, editor, errors_beside, form_values, send, staff
from .uploads import HTML, SVG, bomb_png, gif_with_html, truncated, upload

ADD = "/admin/reviews/image/add/"
WORDS = {"alt_text": "A red field", "caption": "A field", "credit": "Drawn by a test"}


@pytest.fixture
def desk(db):
    return client_of(editor())


def test_an_uploaded_picture_is_stored_with_its_words(desk):
    send(desk, ADD, upload=upload(), focal_x="0.25", **WORDS)

    image = Image.objects.get()
    assert {name: getattr(image, name) for name in WORDS} == WORDS
    assert (image.focal_x, image.focal_y, image.width) == (0.25, 0.5, 64)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (SVG, "photo.svg", "not a picture that we can read"),
        (HTML, "photo.jpg", "not a picture that we can read"),
        (bomb_png(), "photo.png", "has 100,000,000 pixels; 50,000,000 is the most"),
        (truncated(), "photo.jpg", "damaged or incomplete"),
        (b"", "photo.jpg", "empty"),
    ],
    ids=["svg", "html", "100 megapixels", "corrupt", "empty"],
)
def test_a_bad_file_is_refused_beside_its_field_and_the_words_are_kept(desk, data, name, message):
    response = send(desk, ADD, upload=upload(data, name), **WORDS)

    assert list(errors_beside(response)) == ["upload"]
    assert message in errors_beside(response)["upload"]
    assert {name: form_values(response)[name] for name in WORDS} == {
        name: [value] for name, value in WORDS.items()
    }
    assert list(Image.objects.all()) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"alt_text": ""}, "alt_text"), ({"focal_x": "2"}, "focal_x")],
)
def test_bad_words_are_refused_beside_their_field(desk, typed, field):
    response = send(desk, ADD, upload=upload(), **WORDS | typed)

    assert list(errors_beside(response)) == [field]
    assert list(Image.objects.all()) == []


def test_a_good_file_that_comes_back_with_bad_words_is_asked_for_again(desk):
    asked = "Choose the file again"

    assert asked in send(desk, ADD, upload=upload(), alt_text="").content.decode()
    assert asked not in send(desk, ADD, upload=upload(SVG), alt_text="").content.decode()


def test_a_script_behind_a_gif_is_left_behind(desk):
    send(desk, ADD, upload=upload(gif_with_html(), "photo.html"), **WORDS)

    image = Image.objects.get()
    with image.file.open() as file:
        assert b"script" not in file.read()
    assert image.file.name.endswith(".jpg")


def test_the_same_picture_again_leads_to_the_first_with_a_message_of_what_was_typed(desk):
    file = upload()
    send(desk, ADD, upload=file, **WORDS)
    file.seek(0)

    response = send(desk, ADD, upload=file, alt_text="Other words")

    image = Image.objects.get()
    assert response.url == reverse("admin:reviews_image_change", args=[image.pk])
    page = desk.get(response.url).content.decode()
    assert image.alt_text == WORDS["alt_text"]
    assert "in the library already" in page
    assert "alternative text “Other words”" in page


def test_words_can_be_changed_and_a_forged_file_field_changes_nothing(desk):
    image = make_image("Before")
    file = image.file.name

    send(
        desk,
        reverse("admin:reviews_image_change", args=[image.pk]),
        alt_text="After",
        file=upload(),
    )

    image.refresh_from_db()
    assert (image.alt_text, image.file.name) == ("After", file)


def test_who_may_not_add_pictures_cannot(db):
    client = client_of(staff("view_image"))

    response = client.post(ADD, {"upload": upload(), **WORDS})

    assert response.status_code == 403
    assert list(Image.objects.all()) == []
