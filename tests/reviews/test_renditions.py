"""The files of a picture that are written off the request: which, when, and what goes for them."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PillowImage

from reviews import freshness, renditions
from reviews.images import move_focus, read_upload, replace_file, store_image
from reviews.models import Image, SupersededFile
from reviews.models.image import CROPS_PX
from reviews.renditions import crop_box
from tests.factories import jpeg_bytes, make_stored_image

from .uploads import encoded, upload

pytestmark = pytest.mark.django_db

RED, GREY = (220, 20, 20), (90, 90, 90)


def stored(image, name):
    with image.file.storage.open(name) as file:
        return PillowImage.open(BytesIO(file.read()))


def files_there(settings):
    root = Path(settings.MEDIA_ROOT)
    return {str(file.relative_to(root)) for file in root.rglob("*.*")}


def with_a_dot(size, at):
    """A grey PNG with a red dot around the point `at`, given from 0 to 1."""
    picture = PillowImage.new("RGB", size, GREY)
    x, y = (round(point * side) for point, side in zip(at, size, strict=True))
    picture.paste(RED, (x - 12, y - 12, x + 12, y + 12))
    return encoded(picture, "PNG")


def has_a_dot(picture):
    pixels = np.asarray(picture.convert("RGB").resize((300, 300)), dtype=int)
    return bool(((pixels[..., 0] > 150) & (pixels[..., 1] < 90)).any())


def test_every_file_is_written_in_its_format_and_width():
    image = make_stored_image(jpeg_bytes(900, 300))

    copies = [stored(image, name) for name in image.copy_names]

    assert [(picture.format, picture.size) for picture in copies] == [
        (form, size)
        for form in ("AVIF", "WEBP", "JPEG")
        for size in ((480, 160), (800, 267), (900, 300))
    ]
    crops = {name: stored(image, f"{image.crops}-{name}.jpg").size for name in CROPS_PX}
    assert crops == CROPS_PX


def test_an_upload_waits_for_its_first_file_only_and_the_rest_follow_the_commit(
    settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        image = store_image(upload(jpeg_bytes(900, 300)), alt_text="Grey")
    assert files_there(settings) == {image.file.name}

    for callback in callbacks:
        callback()

    image.refresh_from_db()
    assert files_there(settings) == set(image.file_names)
    assert len(image.file_names) == 1 + 9 + 3


def test_a_finished_picture_makes_new_pages(django_capture_on_commit_callbacks):
    image = store_image(upload(), alt_text="Grey")
    before = freshness.current().name

    renditions.finish(image)

    assert freshness.current().name != before


def test_an_upload_stays_when_its_copies_fail(
    settings, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    monkeypatch.setitem(renditions.COPY_FORMATS, "avif", ("AVIF", {"quality": "broken"}))

    with django_capture_on_commit_callbacks(execute=True):
        image = store_image(upload(), alt_text="Grey")

    image.refresh_from_db()
    assert (bool(image.crops), image.copies) == (True, "")
    assert files_there(settings) == set(image.file_names)
    assert "Invalid quality setting" in caplog.text


def test_a_failing_queue_harms_no_upload(
    monkeypatch, settings, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise RuntimeError("the queue is away")

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(DBTaskResult.objects.__class__, "create", fail)

    with django_capture_on_commit_callbacks(execute=True):
        image = store_image(upload(), alt_text="Grey")

    assert list(Image.objects.unfinished()) == [image]


def test_a_killed_writer_is_followed_by_another_that_does_the_rest(settings, monkeypatch, capsys):
    def die_at_third_copy(storage, name, *args, save=FileSystemStorage._save):
        if len(files_there(settings)) >= 1 + 3 + 2:
            raise SystemExit
        return save(storage, name, *args)

    image = store_image(upload(jpeg_bytes(900, 300)), alt_text="Grey")
    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", die_at_third_copy)
        # Nobody tidies up after a process that is killed.
        patched.setattr(renditions, "delete_files", lambda storage, names: None)
        with pytest.raises(SystemExit):
            renditions.finish(image)
    assert Image.objects.get().copies == ""
    assert len(files_there(settings)) == 1 + 3 + 2

    call_command("make_renditions")

    whole = Image.objects.get()
    assert set(whole.file_names) <= files_there(settings)
    assert capsys.readouterr().out == "1 pictures have all their files now.\n"


def test_of_two_that_write_at_once_one_set_stays(settings):
    image = store_image(upload(jpeg_bytes(900, 300)), alt_text="Grey")
    also = Image.objects.get()

    renditions.finish(image)
    renditions.finish(also)

    there = Image.objects.get()
    assert there.copies == image.copies
    assert files_there(settings) == set(there.file_names)


def test_the_command_names_what_it_cannot_finish(capsys):
    whole = store_image(upload(), alt_text="Grey")
    lost = store_image(upload(jpeg_bytes(50, 50)), alt_text="Lost")
    lost.file.storage.delete(lost.file.name)

    call_command("make_renditions")

    assert list(Image.objects.unfinished()) == [lost]
    output = capsys.readouterr()
    assert output.out == "1 pictures have all their files now.\n"
    assert f"Picture {lost.pk} was left" in output.err
    assert Image.objects.get(pk=whole.pk).copies


@pytest.mark.parametrize(
    ("size", "focus", "box"),
    [
        ((1200, 630), (0.5, 0.5), (0, 0, 1200, 630)),
        ((2400, 630), (0, 0.5), (0, 0, 1200, 630)),
        ((2400, 630), (1, 0.5), (1200, 0, 2400, 630)),
        ((2400, 630), (0.5, 0), (600, 0, 1800, 630)),
        ((1200, 1260), (0.5, 0.25), (0, 0, 1200, 630)),
        ((1200, 1260), (0.5, 1), (0, 630, 1200, 1260)),
    ],
)
def test_a_cut_keeps_the_focal_point_and_stays_inside(size, focus, box):
    assert crop_box(size, (1200, 630), focus) == pytest.approx(box)


side, point = st.integers(1, 5000), st.floats(0, 1)


@given(st.tuples(side, side), st.sampled_from([*CROPS_PX.values()]), st.tuples(point, point))
def test_any_cut_has_its_proportions_and_holds_the_focal_point(size, wanted, focus):
    left, upper, right, lower = crop_box(size, wanted, focus)

    assert -1e-6 <= left <= focus[0] * size[0] + 1e-6
    assert focus[0] * size[0] - 1e-6 <= right <= size[0] + 1e-6
    assert -1e-6 <= upper <= focus[1] * size[1] + 1e-6
    assert focus[1] * size[1] - 1e-6 <= lower <= size[1] + 1e-6
    assert (right - left) / (lower - upper) == pytest.approx(wanted[0] / wanted[1])


@pytest.mark.parametrize("size", [(1600, 400), (400, 1600)], ids=["wide", "tall"])
@pytest.mark.parametrize("at", [(0.03, 0.97), (0.3, 0.2), (0.5, 0.5), (0.9, 0.6)])
def test_what_lies_at_the_focal_point_is_in_every_crop(size, at):
    data = with_a_dot(size, at)

    image = make_stored_image(data, focal_x=at[0], focal_y=at[1])

    assert [shape for shape in CROPS_PX if has_a_dot(stored(image, f"{image.crops}-{shape}.jpg"))]
    assert all(has_a_dot(stored(image, name)) for name in image.crop_names)


def test_what_lies_away_from_it_is_cut_off():
    image = make_stored_image(with_a_dot((1600, 400), (0.97, 0.5)), focal_x=0)

    assert not any(has_a_dot(stored(image, name)) for name in image.crop_names)


def test_a_moved_focal_point_cuts_anew_and_leaves_the_copies(
    settings, django_capture_on_commit_callbacks
):
    image = make_stored_image(with_a_dot((1600, 400), (0.97, 0.5)), focal_x=0)
    before, copies = image.crop_names, image.copies

    with django_capture_on_commit_callbacks() as callbacks:
        move_focus(image, 0.97, 0.5)
    # Stored pages go on with the old ones until there are others.
    assert set(before) < files_there(settings)
    for callback in callbacks:
        callback()

    image.refresh_from_db()
    assert (image.copies, image.focal_x) == (copies, 0.97)
    assert all(has_a_dot(stored(image, name)) for name in image.crop_names)
    assert files_there(settings) == set(image.file_names)
    assert not SupersededFile.objects.exists()


def test_a_focal_point_that_moves_while_crops_are_cut_wins(settings):
    image = make_stored_image(with_a_dot((1600, 400), (0.97, 0.5)), focal_x=0)
    before, late = set(image.crop_names), Image.objects.get()
    late.crops = ""
    move_focus(image, 0.97, 0.5)

    renditions.finish(late)
    assert Image.objects.get().crops == ""
    assert before < files_there(settings)
    renditions.finish(Image.objects.get())

    image.refresh_from_db()
    assert files_there(settings) == set(image.file_names)
    assert all(has_a_dot(stored(image, name)) for name in image.crop_names)


def test_a_replaced_file_keeps_its_place_and_the_old_files_go_after_the_new_are_there(
    settings, django_capture_on_commit_callbacks
):
    image = make_stored_image(jpeg_bytes(900, 300), alt_text="Grey")
    before = set(image.file_names)

    with django_capture_on_commit_callbacks() as callbacks:
        replace_file(image, read_upload(upload(jpeg_bytes(500, 500))))
    there = Image.objects.get()
    assert (there.pk, there.alt_text, there.width, there.height) == (image.pk, "Grey", 500, 500)
    assert files_there(settings) == before | {there.file.name}
    assert there.last_url(800) == there.file.url
    for callback in callbacks:
        callback()

    there.refresh_from_db()
    assert files_there(settings) == set(there.file_names)
    assert before.isdisjoint(there.file_names)


def test_a_picture_deleted_while_it_has_old_files_takes_them_along(
    settings, django_capture_on_commit_callbacks
):
    image = make_stored_image()
    replace_file(image, read_upload(upload()))

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert files_there(settings) == set()


@pytest.mark.parametrize(
    "change",
    [
        lambda image: replace_file(image, read_upload(upload(jpeg_bytes(500, 500)))),
        lambda image: move_focus(image, 0.1, 0.1),
    ],
    ids=["replace", "move"],
)
def test_files_that_were_made_since_the_form_was_loaded_go_too(
    settings, django_capture_on_commit_callbacks, change
):
    image = store_image(upload(jpeg_bytes(900, 300)), alt_text="Grey")
    renditions.finish(Image.objects.get())

    with django_capture_on_commit_callbacks(execute=True):
        change(image)

    image.refresh_from_db()
    assert image.copies
    assert image.crops
    assert files_there(settings) == set(image.file_names)
