"""
Check the newsroom's pages with axe, as each role sees them: `newsroom.py BASE FOLDER [NAME…]`.

Called by `run.sh`, on the paper that `newsroom_paper.py` fills. Each page is looked at in light
and dark at 1,280 px, and narrow. With `LOOKS=FOLDER` it is pictured there too. The exit code is 1
when axe finds something serious.
"""

# ruff: noqa: T201

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
LIST = "/admin/reviews/article/"
EVERYBODY, EDITORS = ("writer", "editor", "publisher"), ("editor", "publisher")
# Width and scheme; widths of people at a desk, and with a telephone.
SIGHTS = [(1280, "light"), (1280, "dark"), (390, "light")]
PATIENCE_MILLISECONDS = 90_000
SERIOUS = {"serious", "critical"}
# What CKEditor draws is its own; the text inside its frame is the writer's.
RUN_AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run({exclude: [["iframe"]]}, {runOnly: tags, iframes: false});
  return found.violations.map(v => [v.impact, v.id, v.nodes.map(n => n.target.join(" "))]);
}"""


def opened(path: str) -> Callable[[Page], None]:
    return lambda page: page.goto(path)


def row(name: str, then: str = "change") -> Callable[[Page], None]:
    """The page of the article with that headline, found as a person would."""

    def open_it(page: Page) -> None:
        page.goto(f"{LIST}?q={name}")
        page.get_by_role("link", name=name).first.click()
        page.wait_for_url("**/change/*")
        if then != "change":
            page.goto(f"{page.url.partition('/change/')[0]}/{then}/")

    return open_it


def with_errors(page: Page) -> None:
    """A form that came back."""
    page.goto(f"{LIST}add/")
    page.locator("#id_headline").fill("Kept")
    page.locator("#id_covers_episode").fill("2")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errornote").wait_for()


def in_conflict(page: Page) -> None:
    """A form that somebody else has saved meanwhile."""
    row("A draft of the writer")(page)
    other = page.context.new_page()
    other.goto(page.url)
    stamp = f"{time.time_ns()}"
    for each, words in ((other, "their"), (page, "my")):
        each.locator("#id_standfirst").fill(f"What it says in {words} words, {stamp}.")
        each.get_by_role("button", name="Save and continue editing").click()
        each.wait_for_load_state()
    other.close()
    page.get_by_role("heading", name="This article was saved meanwhile").wait_for()


def about_to_publish(page: Page) -> None:
    page.goto(f"{LIST}?state=in_review")
    for box in page.locator("input.action-select").all():
        box.check()
    page.locator("select[name=action]").select_option("publish")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_role("heading", name="Publish 3 articles?").wait_for()


def compared(page: Page) -> None:
    row("A draft of the writer", "history")(page)
    page.get_by_role("button", name="Compare the two chosen").click()
    page.wait_for_url("**/compare/**")


def about_to_merge(page: Page) -> None:
    page.goto("/admin/reviews/merge/twins/?kind=theme")
    page.locator(".twins__acts a").first.click()
    page.get_by_role("button", name="Merge", exact=True).wait_for()


def merged(page: Page) -> None:
    """The page of what stays, which says what was merged and offers to undo it."""
    about_to_merge(page)
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_text("is merged into").wait_for()


def about_to_undo(page: Page) -> None:
    page.goto("/admin/reviews/merge/")
    page.get_by_role("link", name="Undo the merge").first.click()
    page.get_by_role("heading", name="Undo a merge").wait_for()


def undone(page: Page) -> None:
    """The page of what was merged away, back again: the newest merge, which `merged` has made."""
    about_to_undo(page)
    page.get_by_role("button", name="Undo the merge").click()
    page.get_by_text("is back, with").wait_for()


def merges_undone(page: Page) -> None:
    page.goto("/admin/reviews/merge/")
    page.get_by_text("undone by publisher").first.wait_for()


def first_of(kind: str, app: str = "reviews") -> Callable[[Page], None]:
    def open_it(page: Page) -> None:
        page.goto(f"/admin/{app}/{kind}/")
        page.locator("#result_list a[href*='/change/']").first.click()
        page.wait_for_url("**/change/*")

    return open_it


def account(then: str) -> Callable[[Page], None]:
    """A page beside that of the first account, the editor's."""

    def open_it(page: Page) -> None:
        first_of("user", "auth")(page)
        page.goto(f"{page.url.partition('/change/')[0]}/{then}/")

    return open_it


def account_with_errors(page: Page) -> None:
    page.goto("/admin/auth/user/add/")
    page.locator("#id_username").fill("editor")
    page.locator("#id_password1").fill("short")
    page.locator("#id_password2").fill("other")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errornote").wait_for()


SITUATIONS: dict[str, tuple[tuple[str, ...], Callable[[Page], None]]] = {
    "desk": (EVERYBODY, opened("/admin/")),
    "list": (EVERYBODY, opened(LIST)),
    "list-nothing": (EVERYBODY, opened(f"{LIST}?q=zzzz")),
    "add": (EVERYBODY, opened(f"{LIST}add/")),
    "add-errors": (EVERYBODY, with_errors),
    "change": (EVERYBODY, row("A draft of the writer")),
    "change-in-review": (EVERYBODY, row("An article in review")),
    "history": (EVERYBODY, row("A draft of the writer", "history")),
    "compare": (EVERYBODY, compared),
    "notes": (EVERYBODY, row("A draft of the writer", "notes")),
    "previews": (EVERYBODY, row("A draft of the writer", "previews")),
    "library": (EVERYBODY, opened("/admin/reviews/image/")),
    "upload": (EVERYBODY, opened("/admin/reviews/image/add/")),
    "conflict": (EVERYBODY, in_conflict),
    "picture": (EDITORS, first_of("image")),
    "publish-many": (EDITORS, about_to_publish),
    "deleted": (EDITORS, opened(f"{LIST}deleted/")),
    "report": (EDITORS, opened("/admin/recommendations/linkreport/")),
    "calendar": (EDITORS, opened("/admin/?month=2026-12")),
    "twins": (EDITORS, opened("/admin/reviews/merge/twins/?kind=theme")),
    "show": (EDITORS, first_of("show")),
    "theme": (EDITORS, first_of("theme")),
    "merges": (EDITORS, opened("/admin/reviews/merge/")),
    "pins": (EDITORS, opened("/admin/recommendations/override/")),
    "delete": (("publisher",), row("A draft of the writer", "delete")),
    "merge": (("publisher",), about_to_merge),
    "merged": (("publisher",), merged),
    "undo": (("publisher",), about_to_undo),
    "undone": (("publisher",), undone),
    "merges-undone": (("publisher",), merges_undone),
    "accounts": (("publisher",), opened("/admin/auth/user/")),
    "account-add": (("publisher",), opened("/admin/auth/user/add/")),
    "account-errors": (("publisher",), account_with_errors),
    "account": (("publisher",), first_of("user", "auth")),
    "account-password": (("publisher",), account("password")),
    "account-history": (("publisher",), account("history")),
    "account-delete": (("publisher",), account("delete")),
}


def log_in(browser: Browser, base: str, role: str, **sight) -> Page:
    page = browser.new_context(base_url=base, reduced_motion="reduce", **sight).new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(role)
    page.get_by_label("Password").fill(os.environ["NEWSROOM_PASSWORD"])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return page


def problems_of(page: Page, script: Path, where: str) -> list[str]:
    """What axe finds serious; what it finds moderate is printed only."""
    page.wait_for_load_state("networkidle")
    page.add_script_tag(path=script)
    found = page.evaluate(RUN_AXE)
    serious = []
    for impact, name, nodes in found:
        line = f"{where}: {impact}: {name}: {' | '.join(nodes)}"
        if impact in SERIOUS:
            serious.append(line)
        print(" ", line, flush=True)
    return serious


def chosen(wanted: tuple[str, ...]) -> list[tuple[str, str]]:
    """(role, page) of all that is looked at, or of the roles and pages that are named."""
    pairs = [(role, name) for role in EVERYBODY for name in SITUATIONS]
    by_role, by_page = {*EVERYBODY} & {*wanted}, SITUATIONS.keys() & {*wanted}
    return [
        (role, name)
        for role, name in pairs
        if role in SITUATIONS[name][0]
        and role in (by_role or EVERYBODY)
        and name in (by_page or SITUATIONS)
    ]


def look(page: Page, name: str, script: Path, where: str) -> list[str]:
    """Bring the page about and hold it against axe."""
    SITUATIONS[name][1](page)
    found = problems_of(page, script, f"{name}, {where}")
    if folder := os.environ.get("LOOKS"):
        picture = f"{name}, {where}".replace(", ", "-").replace(" px", "")
        page.screenshot(path=f"{folder}/{picture}.png", full_page=True)
    return found


def main(base: str, tools: str, *wanted: str) -> int:
    script = Path(tools) / "node_modules/axe-core/axe.min.js"
    pages = chosen(wanted)
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for role in dict(pages):
            for width, scheme in SIGHTS:
                size = {"width": width, "height": 900}
                page = log_in(browser, base, role, viewport=size, color_scheme=scheme)
                where = f"{role}, {width} px, {scheme}"
                for name in [name for each, name in pages if each == role]:
                    problems += look(page, name, script, where)
                page.context.close()
        browser.close()
    print(f"newsroom: {len(problems)} problems on {len(pages) * len(SIGHTS)} pages")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
