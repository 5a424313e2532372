"""
The only door by which pictures enter the library, and the way their files leave it.

Nothing of an upload is kept but its pixels: they are encoded afresh under a random name, and
`renditions` writes the scaled copies that pages ask for. Only the general storage interface is
used, so files may lie on a disk or in an object store.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from PIL import Image as PillowImage

from .image_reading import read_picture
from .models import Image
from .renditions import delete_files, encode, supersede
from .tasks import finish_picture

MAX_FILE_BYTES = 20 * 1024 * 1024
JPEG_OPTIONS = {"quality": 88, "progressive": True, "optimize": True}

_written: ContextVar[list | None] = ContextVar("_written", default=None)


@dataclass(frozen=True)
class Upload:
    """An uploaded file that was found to be a picture, before it is stored."""

    content_hash: str
    picture: PillowImage.Image
    name: str = ""


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
    name = PurePath(file.name or "").name[:200]
    return Upload(hashlib.sha256(data).hexdigest(), read_picture(data), name)


def keep_upload(upload: Upload, **fields) -> tuple[Image, bool]:
    """Return the row of `upload` in the library, and whether it is new."""
    twins = Image.objects.filter(content_hash=upload.content_hash)
    if twin := twins.first():
        return twin, False
    image = Image(content_hash=upload.content_hash, original_name=upload.name, **fields)
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


def replace_file(image: Image, upload: Upload) -> None:
    """
    Give `image` another file; it keeps its id, its words and its place in every article.

    Raises ValidationError when the library has the new file under another id.
    """
    refuse_twin(image, upload)
    if image.content_hash == upload.content_hash:
        return
    with files_undone_on_failure(), transaction.atomic():
        supersede(image, _as_stored(image).file_names)
        image.content_hash, image.original_name = upload.content_hash, upload.name
        image.copies = image.crops = ""
        _save_master(image, upload.picture)
        image.save()
        finish_soon(image)


def refuse_twin(image: Image, upload: Upload) -> None:
    """Raise ValidationError when the library has the file of `upload` under another id."""
    twins = Image.objects.filter(content_hash=upload.content_hash).exclude(pk=image.pk)
    if twin := twins.first():
        raise ValidationError(
            f"The library has this file already, as “{twin}” (number {twin.pk}). "
            "Use that picture, or delete it first.",
            code="twin",
        )


def move_focus(image: Image, focal_x: float, focal_y: float) -> None:
    """Give `image` another focal point, and have its crops cut anew."""
    with transaction.atomic():
        supersede(image, _as_stored(image).crop_names)
        image.focal_x, image.focal_y, image.crops = focal_x, focal_y, ""
        image.save(update_fields=["focal_x", "focal_y", "crops"])
        finish_soon(image)


def _as_stored(image: Image) -> Image:
    """The row, kept for this transaction: its files may have been made since it was loaded."""
    return Image.objects.select_for_update().get(pk=image.pk)


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


def finish_soon(image: Image) -> None:
    """Have the files that `image` lacks written once it is committed."""
    transaction.on_commit(lambda: finish_picture.enqueue(image.pk), robust=True)


def _store(image: Image, picture: PillowImage.Image) -> None:
    with files_undone_on_failure(), transaction.atomic():
        _save_master(image, picture)
        image.save(force_insert=True)
        finish_soon(image)


def _save_master(image: Image, picture: PillowImage.Image) -> None:
    master = _master(picture)
    image.file.save(master.name, master, save=False)
    if (names := _written.get()) is not None:
        names.append((image.file.storage, image.file.name))


def _master(picture: PillowImage.Image) -> ContentFile:
    """The picture in a format that every browser, feed reader and mail program shows."""
    if picture.mode == "RGBA":
        return ContentFile(encode(picture, "PNG", {}), name="picture.png")
    return ContentFile(encode(picture, "JPEG", JPEG_OPTIONS), name="picture.jpg")


@receiver(pre_delete, sender=Image)
def _delete_files(instance: Image, **kwargs) -> None:
    """Drop the files of a row once its deletion is certain."""
    superseded = instance.superseded_files.values_list("name", flat=True)
    names = [*instance.file_names, *superseded]
    transaction.on_commit(lambda: delete_files(instance.file.storage, names), robust=True)
