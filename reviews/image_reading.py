"""
Uploaded bytes read as a picture: upright, sRGB, 8 bits a channel, and nothing but pixels.

The format is taken from the bytes, never from the name or the declared type, and the number of
pixels is checked before any is decoded: a PNG of 300 KB can unfold to more than a gigabyte.
"""

import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import ExifTags, ImageCms, UnidentifiedImageError
from PIL import Image as PillowImage

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MAX_PIXELS = 50_000_000
# More than any page shows. Tall enough for a long graphic, and below WebP's limit of 16,383.
MAX_SIZE_PX = (2560, 5120)
# What undoes each EXIF orientation; from 5 on the picture lies on its side.
TURNS = {
    2: PillowImage.Transpose.FLIP_LEFT_RIGHT,
    3: PillowImage.Transpose.ROTATE_180,
    4: PillowImage.Transpose.FLIP_TOP_BOTTOM,
    5: PillowImage.Transpose.TRANSPOSE,
    6: PillowImage.Transpose.ROTATE_270,
    7: PillowImage.Transpose.TRANSVERSE,
    8: PillowImage.Transpose.ROTATE_90,
}
SIDEWAYS = {5, 6, 7, 8}
SRGB = ImageCms.createProfile("sRGB")

UNREADABLE = (
    "This file is not a picture that we can read. Save it as JPEG, PNG, WebP or AVIF, "
    "and upload that."
)
DAMAGED = (
    "This picture is damaged or incomplete. Open it in a picture editor, save it again, "
    "and upload that."
)


def read_picture(data: bytes) -> PillowImage.Image:
    """
    Decode `data` into an RGB or RGBA picture of at most MAX_SIZE_PX, without metadata.

    Of an animation the first frame is taken. Raises ValidationError, with words for the editor.
    """
    with warnings.catch_warnings():
        # Of many pixels, which are counted here more strictly, and of odd metadata, which go.
        warnings.simplefilter("ignore")
        source = _open(data)
        try:
            picture = _decode(source)
        except Exception as error:  # Pillow's readers raise whatever a broken file provokes.
            raise ValidationError(DAMAGED, code="damaged") from error
    picture.info.clear()
    return picture


def _open(data: bytes) -> PillowImage.Image:
    """Read the head of a file; no pixel is decoded."""
    try:
        source = PillowImage.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise ValidationError(UNREADABLE, code="unreadable") from error
    except PillowImage.DecompressionBombError as error:
        raise _too_many_pixels(f"more than {2 * PillowImage.MAX_IMAGE_PIXELS:,}") from error
    except Exception as error:
        raise ValidationError(DAMAGED, code="damaged") from error
    if source.width * source.height > MAX_PIXELS:
        raise _too_many_pixels(f"{source.width * source.height:,}")
    return source


def _too_many_pixels(count: str) -> ValidationError:
    message = f"This picture has {count} pixels; {MAX_PIXELS:,} is the most. "
    return ValidationError(message + "Scale it down and try again.", code="too_many_pixels")


def _decode(source: PillowImage.Image) -> PillowImage.Image:
    size = _wanted_size(source)
    # JPEG can be decoded at a fraction of its size, in a fraction of the time.
    source.draft(None, size)
    source.load()
    picture = _to_srgb(source)
    if picture.size != size:
        picture = picture.resize(size, PillowImage.Resampling.LANCZOS, reducing_gap=2.0)
    return _upright(picture, _orientation(source))


def _wanted_size(source: PillowImage.Image) -> tuple[int, int]:
    """The size, before it is turned upright, that fits MAX_SIZE_PX once it is."""
    width, height = MAX_SIZE_PX
    if _orientation(source) in SIDEWAYS:
        width, height = height, width
    scale = min(1, width / source.width, height / source.height)
    return max(1, round(source.width * scale)), max(1, round(source.height * scale))


def _orientation(source: PillowImage.Image) -> int:
    """The EXIF orientation; 1, upright, where the metadata say nothing or cannot be read."""
    try:
        return source.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # Metadata that nobody can read are no reason to refuse the picture.
        return 1


def _upright(picture: PillowImage.Image, orientation: int) -> PillowImage.Image:
    return picture.transpose(TURNS[orientation]) if orientation in TURNS else picture


def _to_srgb(source: PillowImage.Image) -> PillowImage.Image:
    """Bring any mode to RGB, or to RGBA where some pixel is not opaque."""
    mode = "RGBA" if source.has_transparency_data else "RGB"
    picture = _eight_bits(source)
    if picture.mode not in {"RGB", "RGBA", "L", "CMYK"} or mode == "RGBA":
        picture = picture.convert(mode)
    picture = _without_profile(picture, source.info.get("icc_profile"), mode).convert(mode)
    if mode == "RGBA" and picture.getchannel("A").getextrema()[0] == 255:
        return picture.convert("RGB")
    return picture


def _eight_bits(source: PillowImage.Image) -> PillowImage.Image:
    """Scale 16-bit grey down; Pillow's own conversion would cut it off at white."""
    if not source.mode.startswith("I"):
        return source
    return source.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _without_profile(
    picture: PillowImage.Image, profile: bytes | None, mode: str
) -> PillowImage.Image:
    """Convert colours from an embedded ICC profile to sRGB; ignore one that does not fit."""
    if not profile:
        return picture
    try:
        return ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(BytesIO(profile)), SRGB, outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
