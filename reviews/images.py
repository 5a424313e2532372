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
from django.db.models.signals import post_delete
from django.dispatch import receiver
from PIL import Image as PillowImage

from .image_reading import read_picture
from .models import Image

MAX_FILE_BYTES = 20 * 1024 * 1024
JPEG_OPTIONS = {"quality": 88, "progressive": True, "optimize": True}
WEBP_OPTIONS = {"quality": 80, "method": 4}

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
    """Write the scaled copies of `image`, widest first, from its decoded `picture`."""
    for width, name in reversed(image.renditions):
        height = max(1, round(picture.height * width / picture.width))
        picture_at_width = picture.resize((width, height), PillowImage.Resampling.LANCZOS)
        _write(image, name, _encode(picture_at_width, "WEBP", WEBP_OPTIONS))


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
    _remember(image, image.file.storage.save(name, ContentFile(data)))


def _remember(image: Image, name: str) -> None:
    if (names := _written.get()) is not None:
        names.append((image.file.storage, name))


@receiver(post_delete, sender=Image)
def _delete_files(instance: Image, **kwargs) -> None:
    """Drop the files of a deleted row once the deletion is certain."""
    names = [instance.file.name, *(name for _, name in instance.renditions)]
    for name in names:
        transaction.on_commit(partial(instance.file.storage.delete, name), robust=True)
