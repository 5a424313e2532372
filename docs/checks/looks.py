"""
Take a picture of every type of page, at five widths, light and dark: `looks.py BASE FOLDER`.

Beside them: how an article prints, with a zoom of 200 %, in forced colours, and without its
stylesheet. The pictures are to be looked at; nothing in them is compared.
"""

# ruff: noqa: T201

import os
import shutil
import sys
from pathlib import Path

from addresses import PAGES
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (320, 390, 768, 1280, 2560)
SCHEMES = ("light", "dark")
FULL = PAGES["article-full"]
TALLEST_PX = 16_000
LOAD_ALL_PICTURES = """async () => {
  const pictures = [...document.images];
  pictures.forEach(picture => { picture.loading = "eager"; });
  await Promise.all(pictures.map(picture => picture.decode().catch(() => {})));
}"""
WITHOUT_CSS = "document.querySelectorAll('link[rel=stylesheet]').forEach(node => node.remove())"


def opened(browser: Browser, address: str, width: int, **options) -> Page:
    """A tab with the page, its fonts and pictures there."""
    size = {"width": width, "height": 900}
    page = browser.new_page(viewport=size, reduced_motion="reduce", **options)
    page.goto(address)
    # Fonts that came too late for a first visit are used at the second.
    page.reload(wait_until="networkidle")
    page.evaluate(LOAD_ALL_PICTURES)
    return page


def keep(page: Page, target: Path) -> None:
    """Write the whole page, but no more of it than can be looked at, and close the tab."""
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST_PX)
    clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
    page.screenshot(path=target, type="jpeg", quality=80, full_page=True, clip=clip)
    page.close()
    print(target)


def main(base: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path in PAGES.items():
            for width in WIDTHS:
                for scheme in SCHEMES:
                    page = opened(browser, base + path, width, color_scheme=scheme)
                    keep(page, folder / f"{name}-{width}-{scheme}.jpg")
        page = opened(browser, base + FULL, 1280)
        page.pdf(path=folder / "print.pdf", format="A4")
        page.evaluate(WITHOUT_CSS)
        keep(page, folder / "without-css.jpg")
        page = opened(browser, base + FULL, 390, forced_colors="active")
        keep(page, folder / "forced-colours.jpg")
        page = opened(browser, base + FULL, 640, device_scale_factor=2)
        keep(page, folder / "zoom-200.jpg")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
