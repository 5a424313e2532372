"""What enters the picture library, what is refused, and what is left behind."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import ExifTags, ImageCms
from PIL import Image as PillowImage

from reviews import image_reading, images, renditions
from reviews.images import files_undone_on_failure, keep_upload, read_upload, store_image
from reviews.models import Image
from tests.factories import jpeg_bytes, make_stored_image

from .uploads import HTML, SVG, bomb_png, encoded, gif_with_html, truncated, upload

RED, BLUE = (200, 30, 30), (30, 30, 200)


def two_colours(mode="RGB", size=(40, 20)):
    """Red on the left, blue on the right."""
    picture = PillowImage.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def stored_bytes(name):
    with default_storage.open(name) as file:
        return file.read()


def stored_pixels(image):
    return PillowImage.open(BytesIO(stored_bytes(image.file.name)))


def is_near(pixel, colour):
    return all(abs(a - b) < 12 for a, b in zip(pixel[:3], colour, strict=True))


def files_in(folder):
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.django_db
def test_each_known_format_is_taken_whatever_the_file_is_called(file_format):
    image = store_image(upload(encoded(two_colours(), file_format), "x.html"), alt_text="Colours")

    assert (image.width, image.height) == (40, 20)
    assert image.file.name.endswith(".jpg")
    assert stored_pixels(image).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA", "RGBA"])
@pytest.mark.django_db
def test_every_mode_becomes_plain_colour(mode):
    file_format = "JPEG" if mode == "CMYK" else "PNG"
    source = two_colours("L").convert("I;16") if mode == "I;16" else two_colours(mode)

    image = store_image(upload(encoded(source, file_format)), alt_text="Colours")

    assert stored_pixels(image).mode == "RGB"


@pytest.mark.django_db
def test_sixteen_bit_grey_keeps_its_brightness():
    grey = PillowImage.new("I;16", (8, 8), 128 * 256)

    image = store_image(upload(encoded(grey, "PNG")), alt_text="Grey")

    assert is_near(stored_pixels(image).getpixel((4, 4)), (128, 128, 128))


@pytest.mark.django_db
def test_transparency_is_kept():
    picture = two_colours("RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))

    image = store_image(upload(encoded(picture, "PNG")), alt_text="Colours")

    assert image.file.name.endswith(".png")
    assert stored_pixels(image).getpixel((0, 0))[3] == 0


@pytest.mark.django_db
def test_only_the_first_frame_of_an_animation_is_kept():
    frames = [PillowImage.new("RGB", (10, 10), colour) for colour in (RED, BLUE)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])

    image = store_image(upload(data, "moving.gif"), alt_text="Colours")

    assert getattr(stored_pixels(image), "n_frames", 1) == 1
    assert is_near(stored_pixels(image).convert("RGB").getpixel((5, 5)), RED)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (40, 20), (5, 10)),
        (2, (40, 20), (35, 10)),
        (3, (40, 20), (35, 10)),
        (4, (40, 20), (5, 10)),
        (5, (20, 40), (10, 5)),
        (6, (20, 40), (10, 5)),
        (7, (20, 40), (10, 35)),
        (8, (20, 40), (10, 35)),
    ],
)
@pytest.mark.django_db
def test_orientation_is_applied(orientation, size, red_at):
    exif = PillowImage.Exif()
    exif[ExifTags.Base.Orientation] = orientation

    image = store_image(upload(encoded(two_colours(), "JPEG", exif=exif)), alt_text="Colours")

    assert (image.width, image.height) == size
    assert is_near(stored_pixels(image).getpixel(red_at), RED)


@pytest.mark.django_db
def test_no_metadata_are_kept():
    exif = PillowImage.Exif()
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 8.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(
        two_colours(),
        "JPEG",
        exif=exif,
        xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>",
        comment=b"SecretComment",
        icc_profile=profile,
    )
    assert b"Secret" in data

    image = store_image(upload(data), alt_text="Colours")

    renditions.finish(image)
    stored = [stored_bytes(name) for name in image.file_names]
    assert not any(mark in content for content in stored for mark in (b"Secret", b"Exif", b"ICC"))


@pytest.mark.django_db
def test_unreadable_metadata_are_no_reason_to_refuse():
    data = encoded(two_colours(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7fnonsense")

    assert store_image(upload(data), alt_text="Colours").width == 40


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        HTML,
        b"%PDF-1.7",
        encoded(two_colours(), "TIFF"),
        encoded(two_colours(), "BMP"),
    ],
    ids=["svg", "html", "pdf", "tiff", "bmp"],
)
@pytest.mark.django_db
def test_what_is_no_picture_is_refused_with_plain_words(data):
    with pytest.raises(ValidationError, match="not a picture that we can read"):
        store_image(upload(data, "photo.jpg"), alt_text="Colours")


@pytest.mark.django_db
def test_a_script_behind_a_gif_does_not_reach_the_store(settings):
    renditions.finish(store_image(upload(gif_with_html(), "photo.html"), alt_text="Colours"))

    files = list(Path(settings.MEDIA_ROOT).rglob("*.*"))
    assert {file.suffix for file in files} == {".avif", ".jpg", ".webp"}
    assert not any(b"script" in file.read_bytes() for file in files)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.django_db
def test_a_truncated_picture_is_refused_with_plain_words(file_format):
    with pytest.raises(ValidationError, match=r"damaged or incomplete|not a picture"):
        store_image(upload(truncated(file_format)), alt_text="Colours")


@pytest.mark.django_db
def test_a_decompression_bomb_is_refused_before_a_pixel_is_decoded(monkeypatch):
    def fail(*args):
        raise AssertionError("pixels were decoded")

    monkeypatch.setattr(image_reading, "_decode", fail)

    with pytest.raises(ValidationError, match="has 100,000,000 pixels; 50,000,000 is the most"):
        store_image(upload(bomb_png()), alt_text="Black")


@pytest.mark.django_db
def test_a_bomb_beyond_what_pillow_opens_is_refused_too():
    with pytest.raises(ValidationError, match="50,000,000 is the most"):
        store_image(upload(bomb_png(14_000)), alt_text="Black")


@pytest.mark.django_db
def test_a_file_over_the_size_limit_is_refused(monkeypatch):
    monkeypatch.setattr(images, "MAX_FILE_BYTES", 500)

    with pytest.raises(ValidationError, match="is the most"):
        store_image(upload(jpeg_bytes()), alt_text="Grey")


@pytest.mark.django_db
def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="empty"):
        store_image(upload(b""), alt_text="Grey")


@pytest.mark.django_db
def test_a_picture_without_alternative_text_that_is_not_decorative_is_refused(settings):
    with pytest.raises(ValidationError, match="Describe the picture"):
        store_image(upload(jpeg_bytes()))

    assert files_in(settings.MEDIA_ROOT) == []


@pytest.mark.django_db
def test_the_same_file_again_gives_the_picture_that_is_there(settings):
    data = jpeg_bytes()
    first, is_new = keep_upload(read_upload(upload(data)), alt_text="First")
    files = files_in(settings.MEDIA_ROOT)

    again, is_new_again = keep_upload(read_upload(upload(data, "other.png")), alt_text="Second")

    assert (is_new, is_new_again) == (True, False)
    assert (again, again.alt_text) == (first, "First")
    assert files_in(settings.MEDIA_ROOT) == files


@pytest.mark.parametrize(
    ("uploaded", "stored"),
    [((3000, 1500), (2560, 1280)), ((400, 6000), (341, 5120)), ((900, 300), (900, 300))],
)
@pytest.mark.django_db
def test_a_picture_is_kept_no_larger_than_pages_need(uploaded, stored):
    image = store_image(upload(jpeg_bytes(*uploaded)), alt_text="Grey")

    assert (image.width, image.height) == stored


@pytest.mark.django_db
def test_a_picture_is_stored_under_a_name_that_tells_nothing_of_the_upload():
    image = store_image(upload(jpeg_bytes(), "my secret holiday.jpg"), alt_text="Grey")

    assert "secret" not in image.file.name
    assert Path(image.file.name).stem.isalnum()


@pytest.mark.django_db
def test_a_store_that_fails_half_way_leaves_neither_row_nor_files(settings, monkeypatch):
    def full(*args):
        raise OSError("disk full")

    monkeypatch.setattr(images, "finish_soon", full)

    with pytest.raises(OSError, match="disk full"):
        store_image(upload(jpeg_bytes()), alt_text="Grey")

    assert list(Image.objects.all()) == []
    assert files_in(settings.MEDIA_ROOT) == []


@pytest.mark.django_db
def test_a_callers_failed_transaction_leaves_no_files(settings):
    def store_and_fail():
        with files_undone_on_failure(), transaction.atomic():
            store_image(upload(jpeg_bytes()), alt_text="Grey")
            raise RuntimeError("later")

    with pytest.raises(RuntimeError, match="later"):
        store_and_fail()

    assert files_in(settings.MEDIA_ROOT) == []


@pytest.mark.django_db
def test_deleting_a_picture_deletes_its_files_once_that_is_certain(
    settings, django_capture_on_commit_callbacks
):
    image = make_stored_image()
    assert len(files_in(settings.MEDIA_ROOT)) == 13

    with django_capture_on_commit_callbacks() as callbacks:
        image.delete()
    assert len(files_in(settings.MEDIA_ROOT)) == 13

    for callback in callbacks:
        callback()
    assert files_in(settings.MEDIA_ROOT) == []
