"""Files to upload, good and bad."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as PillowImage

from tests.factories import jpeg_bytes

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def upload(data=None, name="photo.jpg"):
    """An uploaded file of `data`; without it, of a small picture that no other call gives."""
    return SimpleUploadedFile(name, jpeg_bytes() if data is None else data)


def encoded(picture, file_format, **options):
    buffer = BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def truncated(file_format="JPEG"):
    noise = PillowImage.effect_noise((200, 200), 50).convert("RGB")
    data = encoded(noise, file_format)
    return data[: len(data) // 2]


def gif_with_html():
    """A valid GIF with a page behind it."""
    return encoded(PillowImage.new("P", (20, 20)), "GIF") + HTML


def bomb_png(side=10_000):
    """A valid PNG of side × side pixels in some 300 KB."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * side)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
