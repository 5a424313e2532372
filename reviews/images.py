"""
The only door by which pictures enter the library, and the way their files leave it.

Nothing of an upload is kept but its pixels: they are encoded afresh under a random name, beside
the scaled copies that pages ask for. Only the general storage interface is used, so files may
lie on a disk or in an object store.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from PIL import Image as PillowImage

from .image_reading import read_picture
from .models import Image
from .models.image import CARD_SIZE_PX, RENDITIONS_VERSION

MAX_FILE_BYTES = 20 * 1024 * 1024
JPEG_OPTIONS = {"quality": 88, "progressive": True, "optimize": True}
COPY_FORMATS = {
    # Speed 8 of 10 halves the time of the default and costs a few per cent of size.
    "avif": ("AVIF", {"quality": 58, "speed": 8}),
    "webp": ("WEBP", {"quality": 80, "method": 2}),
    "jpg": ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
}
CARD_OPTIONS = {"quality": 82, "progressive": True, "optimize": True}
PAPER = (251, 248, 241)

_written: ContextVar[list | None] = ContextVar("_written", default=None)


@dataclass(frozen=True)
class Upload:
    """An uploaded file that was found to be a picture, before it is stored."""

    content_hash: str
    picture: PillowImage.Image


def store_image(file: File, **fields) -> Image:
    """
    Put an uploaded picture into the library, with the given `Image` fields, and return its row.

    A picture that is there already is returned as it is. Raises ValidationError, with words for
    the editor, when the file or a field is refused.
    """
    return keep_upload(read_upload(file), **fields)[0]


def read_upload(file: File) -> Upload:
    """Check and decode an uploaded file; raise ValidationError when it is no good."""
    data = _read_bytes(file)
    return Upload(hashlib.sha256(data).hexdigest(), read_picture(data))


def keep_upload(upload: Upload, **fields) -> tuple[Image, bool]:
    """Return the row of `upload` in the library, and whether it is new."""
    twins = Image.objects.filter(content_hash=upload.content_hash)
    if twin := twins.first():
        return twin, False
    image = Image(content_hash=upload.content_hash, **fields)
    image.full_clean(exclude=["file", "width", "height", "content_hash"])
    try:
        _store(image, upload.picture)
    except IntegrityError:
        # The same picture may have arrived twice at once.
        if twin := twins.first():
            return twin, False
        raise
    return image, True


@contextmanager
def files_undone_on_failure() -> Iterator[None]:
    """
    Delete the files that `store_image` wrote inside the block when the block fails.

    For callers that store pictures inside a transaction of their own: the database takes its
    rows back, and nobody would take back the files.
    """
    outer, names = _written.get(), []
    token = _written.set(names)
    try:
        yield
    except BaseException:
        for storage, name in names:
            storage.delete(name)
        raise
    finally:
        _written.reset(token)
    if outer is not None:
        outer.extend(names)


def write_renditions(image: Image, picture: PillowImage.Image) -> None:
    """Write the scaled copies of `image` and its card from its decoded `picture`."""
    write_card(image, picture)
    for width, _ in reversed(image.renditions):
        height = max(1, round(image.height * width / image.width))
        # Each from the one before, as the last few widths cost next to nothing then.
        picture = picture.resize((width, height), PillowImage.Resampling.LANCZOS)
        for extension in image.extensions:
            data = _encode(picture, *COPY_FORMATS[extension])
            _write(image, image.rendition_name(width, extension), data)


def write_card(image: Image, picture: PillowImage.Image) -> None:
    """Cut the card of `image` around its focal point; what shines through gets paper behind."""
    box = crop_box(picture.size, CARD_SIZE_PX, (image.focal_x, image.focal_y))
    card = picture.resize(CARD_SIZE_PX, PillowImage.Resampling.LANCZOS, box=box)
    if card.mode == "RGBA":
        paper = PillowImage.new("RGBA", card.size, PAPER)
        card = PillowImage.alpha_composite(paper, card).convert("RGB")
    _write(image, image.card_name, _encode(card, "JPEG", CARD_OPTIONS))


def crop_box(
    size: tuple[int, int], wanted: tuple[int, int], focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """
    The largest part of `size` in the proportions of `wanted`, as near to `focus` as it can be.

    Left, upper, right and lower edge in px; `focus` is given from 0 to 1 in both directions.
    """
    scale = min(size[0] / wanted[0], size[1] / wanted[1])
    extents = [min(side * scale, whole) for side, whole in zip(wanted, size, strict=True)]
    left, upper = (
        min(max(0.0, point * whole - extent / 2), whole - extent)
        for point, whole, extent in zip(focus, size, extents, strict=True)
    )
    return left, upper, left + extents[0], upper + extents[1]


def complete(image: Image) -> None:
    """Write all files of a picture that was stored when there were fewer."""
    with image.file.open() as file:
        picture = read_picture(file.read())
    write_renditions(image, picture)
    image.renditions_version = RENDITIONS_VERSION
    image.save(update_fields=["renditions_version"])


def _read_bytes(file: File) -> bytes:
    """The contents of an upload, refused when there are none or too many."""
    if not file.size:
        raise ValidationError("This file is empty.", code="empty")
    if file.size > MAX_FILE_BYTES:
        raise ValidationError(
            f"This file has {file.size / 1024**2:.1f} MB; {MAX_FILE_BYTES // 1024**2} MB is the "
            "most. Save it smaller and try again.",
            code="too_large",
        )
    file.seek(0)
    return file.read()


def _store(image: Image, picture: PillowImage.Image) -> None:
    with files_undone_on_failure(), transaction.atomic():
        master = _master(picture)
        image.file.save(master.name, master, save=False)
        _remember(image, image.file.name)
        image.renditions_version = RENDITIONS_VERSION
        image.save(force_insert=True)
        write_renditions(image, picture)


def _master(picture: PillowImage.Image) -> ContentFile:
    """The picture in a format that every browser, feed reader and mail program shows."""
    if picture.mode == "RGBA":
        return ContentFile(_encode(picture, "PNG", {}), name="picture.png")
    return ContentFile(_encode(picture, "JPEG", JPEG_OPTIONS), name="picture.jpg")


def _encode(picture: PillowImage.Image, file_format: str, options: dict) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def _write(image: Image, name: str, data: bytes) -> None:
    """Write a file, in place of one of that name: a storage would give it another name."""
    storage = image.file.storage
    if storage.exists(name):
        storage.delete(name)
    _remember(image, storage.save(name, ContentFile(data)))


def _remember(image: Image, name: str) -> None:
    if (names := _written.get()) is not None:
        names.append((image.file.storage, name))


@receiver(post_save, sender=Image)
def _cut_anew(instance: Image, created: bool, update_fields=None, **kwargs) -> None:
    """Draw the card again where an editor may have moved the focal point."""
    if created or not instance.is_complete or update_fields:
        return
    with instance.file.open() as file:
        write_card(instance, read_picture(file.read()))


@receiver(post_delete, sender=Image)
def _delete_files(instance: Image, **kwargs) -> None:
    """Drop the files of a deleted row once the deletion is certain."""
    for name in instance.file_names:
        transaction.on_commit(partial(instance.file.storage.delete, name), robust=True)
