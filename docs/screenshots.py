"""
Take the README's pictures of a running site: `python docs/screenshots.py http://localhost:8000`.

The site should hold the demo paper, and nothing but. Debian's Chromium is driven, or the one
that CHROMIUM names.
"""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "img"
ARTICLE = "/articles/for-all-mankind/"
LOAD_ALL_PICTURES = """async () => {
  const pictures = [...document.images];
  pictures.forEach(picture => { picture.loading = "eager"; });
  await Promise.all(pictures.map(picture => picture.decode()));
}"""


@dataclass(frozen=True)
class Shot:
    """One picture: its file, the page, the window, and what stands at the window's top."""

    name: str
    path: str
    width: int
    height: int
    scheme: str = "light"
    top: str = ""


SHOTS = [
    Shot("home", "/", 1280, 1240),
    Shot("article", ARTICLE, 1280, 1500),
    Shot("article-dark", ARTICLE, 1280, 1500, scheme="dark"),
    Shot("links", ARTICLE, 1280, 900, top="[data-slot=mid]"),
    Shot("phone", ARTICLE, 390, 844),
    Shot("phone-dark", ARTICLE, 390, 844, scheme="dark", top="[data-slot=mid]"),
]


def take(browser: Browser, base_url: str, shot: Shot) -> Path:
    """Write one picture and return its path."""
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.scheme,
        reduced_motion="reduce",
        device_scale_factor=2 if shot.width < 600 else 1,
    )
    page = context.new_page()
    show(page, shot)
    target = FOLDER / f"{shot.name}.jpg"
    page.screenshot(path=target, type="jpeg", quality=86)
    context.close()
    return target


def show(page: Page, shot: Shot) -> None:
    """Open the page at the right place, with its fonts and pictures there."""
    response = page.goto(shot.path)
    if not response or not response.ok:
        sys.exit(f"{shot.path} is not there: is the demo paper loaded?")
    # Fonts that came too late for a first visit are used at the second.
    page.reload(wait_until="networkidle")
    page.evaluate(LOAD_ALL_PICTURES)
    if shot.top:
        page.eval_on_selector(
            shot.top, "node => scrollBy(0, node.getBoundingClientRect().top - 90)"
        )


def main(base_url: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in SHOTS:
            print(take(browser, base_url, shot))  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
