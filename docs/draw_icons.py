"""
Draw the icons and the card for pages without a picture: `python docs/draw_icons.py`.

Debian's Chromium is driven, or the one that CHROMIUM names, with the site's own fonts.
"""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "static"
MARK = """
<svg viewBox="0 0 32 32"><rect x="11" y="12" width="19" height="15" rx="2" fill="#b3261e"/>
<path d="M3.5 6.5h17v12h-17z" fill="none" stroke="#1d1a16" stroke-width="3"
stroke-linejoin="round"/></svg>
"""
STYLE = """
@font-face { font-family: Display; src: url("%s") }
* { margin: 0 }
body { display: grid; place-items: center; width: 100vw; height: 100vh; background: #fbf8f1 }
svg { width: 62vh; display: block }
.card { display: grid; gap: 28px; justify-items: center; font: 500 120px/1 Display }
.card svg { width: 190px } .card p { letter-spacing: -0.03em; color: #1d1a16 }
"""
PICTURES = {
    "192.png": (192, 192, MARK),
    "512.png": (512, 512, MARK),
    "card.png": (1200, 630, f'<div class="card">{MARK}<p>Double Feature</p></div>'),
}


def main() -> None:
    font = (STATIC / "fonts/newsreader-display.woff2").as_uri()
    path = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    sheet = STATIC / "icons/sheet.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        for name, (width, height, content) in PICTURES.items():
            sheet.write_text(f"<!doctype html><style>{STYLE % font}</style>{content}")
            page.set_viewport_size({"width": width, "height": height})
            page.goto(sheet.as_uri())
            page.evaluate("document.fonts.ready")
            page.screenshot(path=STATIC / "icons" / name)
        browser.close()
    sheet.unlink()


if __name__ == "__main__":
    main()
