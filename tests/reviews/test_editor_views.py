"""What the dialogs of the text editor ask: who may, and what is answered."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reviews.editor_views import PAGE_SIZE
from reviews.models import Image
from tests.factories import make_article, make_draft, make_image

from .newsroom import client_of, editor, staff
from .uploads import HTML, SVG, bomb_png, gif_with_html, truncated, upload

UPLOAD = "/admin/reviews/image/upload/"
LIBRARY = "/admin/reviews/image/library/"
WORDS = {"alt_text": "A red field"}


@pytest.fixture
def desk(db):
    return client_of(editor())


def test_an_upload_is_stored_and_answered_with_what_the_editor_inserts(desk):
    response = desk.post(
        UPLOAD, {"upload": upload(), "caption": "A field", "credit": "A test", **WORDS}
    )

    image = Image.objects.get()
    assert response.json() == {
        "image": {
            "id": image.pk,
            "alt": "A red field",
            "caption": "A field",
            "credit": "A test",
            "is_decorative": False,
            "url": image.rendition_url(800),
            "thumbnail": image.rendition_url(240),
        },
        "is_new": True,
    }


def test_a_decorative_picture_needs_no_words_and_has_an_empty_alternative(desk):
    response = desk.post(UPLOAD, {"upload": upload(), "is_decorative": "on"})

    assert response.json()["image"]["alt"] == ""


def test_the_same_picture_again_is_answered_with_the_first(desk):
    file = upload()
    first = desk.post(UPLOAD, {"upload": file, **WORDS}).json()
    file.seek(0)

    again = desk.post(UPLOAD, {"upload": file, "alt_text": "Other"}).json()

    assert again == first | {"is_new": False}


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"upload": upload(SVG, "x.svg")}, "upload", "not a picture"),
        ({"upload": upload(HTML, "x.png")}, "upload", "not a picture"),
        ({"upload": upload(truncated())}, "upload", "damaged"),
        ({"upload": upload(bomb_png(), "x.png")}, "upload", "50,000,000 is the most"),
        ({}, "upload", "required"),
        ({"upload": upload(), "alt_text": ""}, "alt_text", "Describe the picture"),
    ],
    ids=["svg", "html", "corrupt", "100 megapixels", "no file", "no words"],
)
def test_a_refused_upload_is_answered_400_with_the_message_of_its_field(
    desk, sent, field, message
):
    response = desk.post(UPLOAD, WORDS | sent)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
    assert message in response.json()["errors"][field][0]
    assert list(Image.objects.all()) == []


def test_what_is_stored_of_a_gif_with_html_is_a_picture_only(
    desk, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(UPLOAD, {"upload": upload(gif_with_html(), "x.html"), **WORDS})

    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".avif", ".jpg", ".webp"}
    assert not any(b"script" in path.read_bytes() for path in files)


def test_an_upload_without_the_csrf_token_is_refused(desk):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies

    response = strict.post(UPLOAD, {"upload": upload(), **WORDS})

    assert response.status_code == 403
    assert list(Image.objects.all()) == []


def test_an_upload_with_the_csrf_token_in_the_header_is_taken(desk):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    strict.get("/admin/reviews/image/add/")
    token = strict.cookies["csrftoken"].value

    response = strict.post(UPLOAD, {"upload": upload(), **WORDS}, headers={"X-CSRFToken": token})

    assert response.status_code == 200


def out_of_the_staff(*permissions):
    user = staff(*permissions, username="reader")
    user.is_staff = False
    user.save()
    return user


@pytest.mark.parametrize("address", [UPLOAD, LIBRARY])
@pytest.mark.parametrize("who", ["anonymous", "reader", "staff without permission", "inactive"])
def test_others_are_refused_in_words_that_the_dialog_can_show(db, address, who):
    other = "view_image" if address == UPLOAD else "add_image"
    clients = {
        "anonymous": Client,
        "reader": lambda: client_of(out_of_the_staff("add_image", "view_image")),
        "staff without permission": lambda: client_of(staff(other)),
        "inactive": lambda: client_of(User.objects.create_user("gone", is_active=False)),
    }
    client = clients[who]()
    ask = client.post if address == UPLOAD else client.get

    response = ask(address, {"upload": upload(), **WORDS} if address == UPLOAD else {})

    assert response.status_code == 403
    assert list(response.json()["errors"]) == ["__all__"]
    assert list(Image.objects.all()) == []


@pytest.mark.parametrize(("address", "method"), [(UPLOAD, "get"), (LIBRARY, "post")])
def test_the_wrong_method_is_refused(desk, address, method):
    assert getattr(desk, method)(address).status_code == 405


def test_the_library_is_found_by_any_text_of_a_picture_newest_first(desk):
    make_image("A café", caption="At night")
    make_image("A street", caption="By day", credit="Café Archive")
    make_image("A field")

    def found(query):
        return [image["alt"] for image in desk.get(LIBRARY, {"q": query}).json()["images"]]

    assert found("") == ["A field", "A street", "A café"]
    assert found("CAFE") == ["A street", "A café"]
    assert found("cafe night") == ["A café"]
    assert found("100%_") == []
    assert found("\0") == found("")


def test_the_library_comes_in_pages(desk, django_assert_num_queries):
    for _ in range(PAGE_SIZE + 1):
        make_image()

    with django_assert_num_queries(6):
        first = desk.get(LIBRARY).json()
    second = desk.get(LIBRARY, {"page": "2"}).json()

    assert (len(first["images"]), first["page"], first["pages"]) == (PAGE_SIZE, 1, 2)
    assert (len(second["images"]), second["page"]) == (1, 2)


@pytest.mark.parametrize("page", ["0", "999", "x", "-1"])
def test_an_odd_page_number_is_answered_with_a_page(desk, page):
    make_image()

    assert len(desk.get(LIBRARY, {"page": page}).json()["images"]) == 1


def test_one_picture_can_be_asked_for_by_its_id(desk):
    image = make_image("This")
    make_image("Other")

    def alts(number):
        return [i["alt"] for i in desk.get(LIBRARY, {"id": number}).json()["images"]]

    assert alts(image.pk) == ["This"]
    assert alts("9" * 30) == []


TO_LINK = "/admin/reviews/article/to-link/"
LONG = "a " * 1500


def test_a_long_search_is_one_for_its_first_words(desk):
    make_image("A b c d e f g h i j k l")
    make_draft("A b c d e f g h i j k l")
    writer = client_of(editor("another"))
    few, many = "b c d e f g h i j k l a", "b c d e f g h i j k l a " + "z " * 1500

    for query in (few, many, LONG):
        assert len(desk.get(LIBRARY, {"q": query}).json()["images"]) == 1
        assert len(writer.get(TO_LINK, {"q": query}).json()["articles"]) == 1


def test_articles_to_link_to_are_found_by_words_of_their_headlines(db):
    make_article("Café society in space", slug="cafe")
    make_draft("A society of drafts", slug="drafts")
    make_article("Elsewhere")
    desk = client_of(editor())

    found = desk.get(TO_LINK, {"q": "CAFE society"}).json()["articles"]
    both = desk.get(TO_LINK, {"q": "society"}).json()["articles"]

    assert found == [
        {"url": "/articles/cafe/", "headline": "Café society in space", "state": "public"}
    ]
    assert {each["url"]: each["state"] for each in both} == {
        "/articles/cafe/": "public",
        "/articles/drafts/": "not public yet",
    }
    assert len(desk.get(TO_LINK, {"q": "\0"}).json()["articles"]) == 3


def test_articles_to_link_to_are_for_those_who_write(db, client):
    assert client.get(TO_LINK).status_code == 403
    assert client_of(staff("view_article", "add_article")).get(TO_LINK).status_code == 403
