"""
Turn the drawings of the demo paper, pictures/*.svg, into JPEG files beside them.

Run by hand after a drawing has changed: python -m reviews.demo.rasterise [key ...]. Chromium
does the drawing, since the grain and the shading are SVG filters.
"""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
LARGEST_FILE_BYTES = 150_000
QUALITIES = range(88, 40, -4)


def main(keys: list[str]) -> None:
    """Draw the pictures named, or all of them."""
    drawings = [PICTURES / f"{key}.svg" for key in keys] or sorted(PICTURES.glob("*.svg"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium())
        page = browser.new_page()
        for drawing in drawings:
            jpeg = compressed(photographed(page, drawing))
            drawing.with_suffix(".jpg").write_bytes(jpeg)
            sys.stdout.write(f"{drawing.stem}: {len(jpeg) // 1000} kB\n")
        browser.close()


def photographed(page: Page, drawing: Path) -> Image.Image:
    """The drawing as Chromium shows it, at its own size."""
    page.goto(drawing.as_uri())
    width, height = page.evaluate(
        "[document.documentElement.width.baseVal.value,"
        " document.documentElement.height.baseVal.value]"
    )
    page.set_viewport_size({"width": int(width), "height": int(height)})
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def compressed(picture: Image.Image) -> bytes:
    """The best JPEG of at most LARGEST_FILE_BYTES, or the smallest one tried."""
    for quality in QUALITIES:
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        if target.tell() <= LARGEST_FILE_BYTES:
            break
    return target.getvalue()


def _chromium() -> str | None:
    """The system's Chromium; None lets playwright use its own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


if __name__ == "__main__":
    main(sys.argv[1:])
