"""
The scaled copies of a picture and its crops around the focal point, written off the request.

Each set of files has a name of its own, which the row gets once the set is whole. So pages never
name a file that is not there, a writer that was killed leaves nothing in the way of the next, and
of two that write at once the later one drops its own set. What a set takes the place of is deleted
after that, since pages stored elsewhere name it.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image as PillowImage

from .image_reading import read_picture
from .models import Image, SupersededFile
from .models.image import CROPS_PX

COPY_FORMATS = {
    # Speed 8 of 10 halves the time of the default and costs a few per cent of size.
    "avif": ("AVIF", {"quality": 58, "speed": 8}),
    "webp": ("WEBP", {"quality": 80, "method": 2}),
    "jpg": ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
}
CROP_OPTIONS = {"quality": 82, "progressive": True, "optimize": True}
PAPER = (251, 248, 241)

logger = logging.getLogger(__name__)


def finish(image: Image) -> None:
    """Write the sets of files that `image` lacks, and delete what they take the place of."""
    with image.file.open() as file:
        picture = read_picture(file.read())
    if not image.crops:
        _keep_set(image, "crops", _crops(image, picture), image.file.name)
    if not image.copies:
        _keep_set(image, "copies", _copies(image, picture), image.file.name)
    _drop_superseded(image)


def finish_all() -> tuple[int, list[tuple[Image, Exception]]]:
    """Finish every picture; return how many were, and those that could not be with the reason."""
    finished, failed = 0, []
    for image in Image.objects.unfinished().order_by("pk"):
        try:
            finish(image)
        except Exception as error:  # One lost file is no reason to leave the others.
            failed.append((image, error))
        else:
            finished += 1
    return finished, failed


def supersede(image: Image, names: Iterable[str]) -> None:
    """Have files deleted once `image` has others in their place."""
    SupersededFile.objects.bulk_create(
        [SupersededFile(image=image, name=name) for name in names], ignore_conflicts=True
    )


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


def encode(picture: PillowImage.Image, file_format: str, options: dict) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def _copies(image: Image, picture: PillowImage.Image) -> Iterator[tuple[str, bytes]]:
    """The scaled copies as (end of the name, contents)."""
    for width in reversed(image.widths):
        height = max(1, round(image.height * width / image.width))
        # Each from the one before, as the last few widths cost next to nothing then.
        picture = picture.resize((width, height), PillowImage.Resampling.LANCZOS)
        for extension in image.extensions:
            yield f"-{width}.{extension}", encode(picture, *COPY_FORMATS[extension])


def _crops(image: Image, picture: PillowImage.Image) -> Iterator[tuple[str, bytes]]:
    """The crops, likewise; what shines through gets paper behind it."""
    for shape, size in CROPS_PX.items():
        box = crop_box(picture.size, size, (image.focal_x, image.focal_y))
        crop = picture.resize(size, PillowImage.Resampling.LANCZOS, box=box)
        if crop.mode == "RGBA":
            paper = PillowImage.new("RGBA", crop.size, PAPER)
            crop = PillowImage.alpha_composite(paper, crop).convert("RGB")
        yield f"-{shape}.jpg", encode(crop, "JPEG", CROP_OPTIONS)


def _keep_set(
    image: Image, field: str, files: Iterator[tuple[str, bytes]], file_name: str
) -> None:
    """Write a set of files; name it in the row, unless that has another file, focus or set now."""
    stem = f"{file_name.rpartition('.')[0]}-{secrets.token_hex(4)}"
    storage, written = image.file.storage, []
    unchanged = Image.objects.filter(
        pk=image.pk, file=file_name, focal_x=image.focal_x, focal_y=image.focal_y
    )
    try:
        for end, data in files:
            written.append(storage.save(stem + end, ContentFile(data)))
        is_kept = unchanged.filter(**{field: ""}).update(**{field: stem})
    except BaseException:
        delete_files(storage, written)
        raise
    if is_kept:
        setattr(image, field, stem)
    else:
        delete_files(storage, written)


def _drop_superseded(image: Image) -> None:
    if Image.objects.unfinished().filter(pk=image.pk).exists():
        return
    superseded = list(image.superseded_files.all())
    delete_files(image.file.storage, [file.name for file in superseded])
    SupersededFile.objects.filter(pk__in=[file.pk for file in superseded]).delete()


def delete_files(storage: Storage, names: Iterable[str]) -> None:
    """Delete files; one that a storage cannot delete is logged and keeps no other from going."""
    for name in names:
        try:
            storage.delete(name)
        except Exception:
            logger.exception("the file %s of a picture could not be deleted", name)
