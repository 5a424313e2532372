"""The picture library: found, narrowed down, kept while it is used, replaced under its id."""

import hashlib

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from lxml import html

from reviews import publishing
from reviews.models import ArticlePicture, Image
from tests.factories import (
    jpeg_bytes,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_stored_image,
)

from .newsroom import client_of, editor, errors_beside, send, staff
from .uploads import SVG, upload

pytestmark = pytest.mark.django_db

LIBRARY = "/admin/reviews/image/"


@pytest.fixture
def desk():
    return client_of(editor())


def change_page(image):
    return reverse("admin:reviews_image_change", args=[image.pk])


def figure(image):
    return f'<figure data-image="{image.pk}"></figure>'


def found(desk, **query):
    response = desk.get(LIBRARY, query)
    assert response.status_code == 200
    return sorted(image.alt_text for image in response.context["cl"].result_list)


def table_of_uses(desk, image):
    page = html.fromstring(desk.get(change_page(image)).content.decode())
    return [
        [cell.text_content() for cell in row.findall("td")]
        for row in page.xpath("//section[contains(@class, 'uses')]//tbody/tr")
    ]


def test_pictures_are_found_by_any_of_their_words_and_by_their_file(desk):
    image = make_stored_image(alt_text="A lander", caption="Dust", credit="Mission control")
    Image.objects.filter(pk=image.pk).update(original_name="Étude_07.jpg")
    make_image("Other")

    for words in ("LANDER", "dust", "mission", "etude_07", image.url, image.small_url):
        assert found(desk, q=words) == ["A lander"], words


def test_the_original_name_of_a_file_is_kept_for_search_and_shown_to_no_reader(desk, client):
    send(desk, f"{LIBRARY}add/", upload=upload(name="holiday.jpg"), alt_text="A lander")
    make_article("One", lead_image=Image.objects.get())

    assert found(desk, q="holiday") == ["A lander"]
    assert "holiday" not in client.get("/articles/one/").content.decode()


@pytest.fixture
def used():
    """A picture for each use, of drafts as of what is live."""
    images = {name: make_image(name) for name in ("lead", "body", "poster", "portrait", "none")}
    make_draft("Draft", lead_image=images["lead"])
    make_article("Live", body=f"<p>a</p>{figure(images['body'])}")
    make_show(poster=images["poster"])
    make_author(portrait=images["portrait"])
    return images


@pytest.mark.parametrize("use", ["lead", "body", "poster", "portrait", "none"])
def test_pictures_are_narrowed_down_by_their_use_with_counts(desk, used, use):
    assert found(desk, use=use) == [use]
    page = desk.get(LIBRARY).content.decode()
    assert page.count("(1)") == 5


@pytest.mark.parametrize(
    ("words", "names"),
    [("decorative", [""]), ("caption", ["", "B"]), ("credit", ["A"]), ("alt", [])],
)
def test_pictures_are_narrowed_down_by_what_is_left_to_say(desk, words, names):
    make_image("A", caption="A caption")
    make_image("B", credit="C")
    make_image("", is_decorative=True, credit="C")

    assert found(desk, words=words) == names


def test_uses_follow_each_save_of_a_text():
    first, second = make_image("A"), make_image("B")
    article = make_draft(
        body=figure(first) + figure(first) + '<figure data-image="9999"></figure>'
    )
    assert [row.image for row in ArticlePicture.objects.all()] == [first]

    article.body = figure(second)
    article.save(update_fields=["headline"])
    assert [row.image for row in ArticlePicture.objects.all()] == [first]
    article.save(update_fields=["body"])

    assert [row.image for row in ArticlePicture.objects.all()] == [second]


def test_the_page_of_a_picture_says_where_it_is_used_in_drafts_too(desk):
    image = make_image()
    make_draft("Draft", lead_image=image)
    make_article("Live", lead_image=image, body=figure(image))
    make_show("Solaris", poster=image)
    make_author("Ada", portrait=image)

    assert table_of_uses(desk, image) == [
        ["Lead image of", "Live", "live"],
        ["Lead image of", "Draft", "draft"],
        ["In the text of", "Live", "live"],
        ["Poster of", "Solaris (2000)", ""],
        ["Portrait of", "Ada", ""],
    ]


def test_the_titles_of_others_drafts_are_not_shown_to_who_may_not_see_them():
    writer = staff("view_image", "change_image", "change_article", username="writer")
    image = make_image()
    make_draft("Secret", lead_image=image, created_by=User.objects.create_user("other"))

    page = client_of(writer).get(change_page(image)).content.decode()

    assert "Secret" not in page
    assert "By 1 article that you may not see" in page


@pytest.mark.parametrize("state", ["draft", "live"])
def test_a_picture_in_use_is_not_deleted_and_its_users_are_listed(desk, state):
    image = make_image()
    article = make_draft("User", body=figure(image))
    if state == "live":
        publishing.publish(article)
    delete = reverse("admin:reviews_image_delete", args=[image.pk])

    page = desk.post(delete, {"post": "yes"}).content.decode()
    bulk = desk.post(
        LIBRARY,
        {"action": "delete_selected", "_selected_action": [image.pk], "post": "yes"},
    )

    assert Image.objects.filter(pk=image.pk).exists()
    assert f"/admin/reviews/article/{article.pk}/change/" in page
    assert f"/admin/reviews/article/{article.pk}/change/" in bulk.content.decode()


def test_an_unused_picture_is_deleted(desk):
    image = make_image()

    desk.post(reverse("admin:reviews_image_delete", args=[image.pk]), {"post": "yes"})

    assert not Image.objects.exists()


def test_a_file_is_replaced_under_its_id_with_its_words(desk, django_capture_on_commit_callbacks):
    image = make_stored_image(jpeg_bytes(900, 300), alt_text="Before", credit="C")
    before = image.file.name

    with django_capture_on_commit_callbacks(execute=True):
        send(desk, change_page(image), alt_text="After", upload=upload(jpeg_bytes(500, 400)))

    there = Image.objects.get()
    assert (there.pk, there.alt_text, there.credit) == (image.pk, "After", "C")
    assert (there.width, there.height) == (500, 400)
    assert there.copies
    assert not there.file.storage.exists(before)


def test_a_bad_replacement_is_refused_beside_its_field_and_nothing_is_lost(desk):
    image = make_stored_image(alt_text="Before")
    twin = make_stored_image(jpeg_bytes(70, 70), alt_text="The twin")
    data = upload(jpeg_bytes(71, 71, (9, 99, 9)))
    Image.objects.filter(pk=twin.pk).update(content_hash=hash_of(data))

    for bad, message in (
        (upload(SVG, "a.svg"), "not a picture that we can read"),
        (data, f"has this file already, as “The twin” (number {twin.pk})"),
    ):
        response = send(desk, change_page(image), alt_text="After", upload=bad)
        assert message in errors_beside(response)["upload"]
        assert "After" in response.content.decode()

    image.refresh_from_db()
    assert image.alt_text == "Before"
    assert image.file.storage.exists(image.file.name)


def hash_of(file):
    data = file.read()
    file.seek(0)
    return hashlib.sha256(data).hexdigest()


def test_a_focal_point_is_moved_by_the_form_and_its_crops_follow(
    desk, django_capture_on_commit_callbacks
):
    image = make_stored_image()
    crops = image.crops

    with django_capture_on_commit_callbacks(execute=True):
        send(desk, change_page(image), focal_x="0.12", focal_y="0.9")

    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.12, 0.9)
    assert image.crops not in {"", crops}


def test_words_alone_make_no_new_crops(desk):
    image = make_stored_image()
    crops = image.crops

    send(desk, change_page(image), alt_text="Other words")

    image.refresh_from_db()
    assert (image.alt_text, image.crops) == ("Other words", crops)


@pytest.mark.parametrize(
    ("query", "message"),
    [({}, "The library is empty"), ({"q": "nothing"}, "No picture fits")],
)
def test_an_empty_list_says_what_to_do(desk, query, message):
    assert message in desk.get(LIBRARY, query).content.decode()


@pytest.mark.parametrize("count", [1, 40])
def test_the_library_and_a_pictures_page_cost_the_same_for_1_and_for_40(
    desk, count, django_assert_max_num_queries
):
    image = make_image()
    for _ in range(count):
        make_article(lead_image=make_image(), body=figure(image))
        make_show(poster=image)

    with django_assert_max_num_queries(9):
        library = desk.get(LIBRARY)
    with django_assert_max_num_queries(11):
        page = desk.get(change_page(image))

    assert len(library.context["cl"].result_list) == count + 1
    assert page.status_code == 200
