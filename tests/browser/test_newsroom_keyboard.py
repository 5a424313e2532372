"""The newsroom without a pointer: every stop is seen, and everything is done by keys."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from reviews import history
from reviews.models import Article, Merge, Theme
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_ready,
    make_show,
    make_theme,
)

LIST = "/admin/reviews/article/"
MOST_STOPS = 250
# What has the focus: its name, and whether a ring is drawn around it or what it stands for.
FOCUSED = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const shown = node.matches(".select2-search__field") ? node.closest(".select2-selection") : node;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  const label = node.labels?.[0]?.innerText || node.getAttribute("aria-label") || node.title;
  const name = label || node.innerText || node.value || node.id || node.tagName;
  const isDrawn = outlineStyle !== "none" && parseFloat(outlineWidth) > 1;
  return {
    name: name.trim().split("\\n")[0],
    // In the text it is the caret that is seen.
    hasRing: isDrawn || node.tagName === "IFRAME",
    isInSight: node.getClientRects().length > 0,
  };
}"""


@pytest.fixture
def publisher(transactional_db) -> User:
    user = User.objects.create_user("publisher", password="password", is_staff=True)
    user.groups.add(Group.objects.get(name="Publisher"))
    return user


@pytest.fixture
def desk(page: Page, publisher) -> Page:
    """The desk of a publisher who has logged in by keyboard."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/login/")
    go(page, page.get_by_label("Username"))
    page.keyboard.type("publisher")
    go(page, page.get_by_label("Password"))
    page.keyboard.type("password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    return page


def go(page: Page, target: Locator, key: str = "Tab") -> None:
    """Walk to `target` by one key."""
    expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"{target} is not reached by {key}.")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    go(page, target)
    page.keyboard.press(key)


def walk(page: Page) -> list[dict]:
    """Every stop of a page, from its beginning to its end."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUSED)) is None:
            return stops
        stops.append(stop)
    pytest.fail(f"The page has no end, or keeps the focus: {[stop['name'] for stop in stops]}")


def pick(page: Page, field: Locator, words: str) -> None:
    """Choose in a field that completes what is typed."""
    go(page, field)
    if field.get_attribute("role") == "combobox":
        page.keyboard.press("Enter")
        expect(page.locator(".select2-search__field:focus")).to_be_visible()
    page.keyboard.type(words)
    option = page.locator(".select2-results__option--highlighted")
    expect(option).to_contain_text(words)
    page.keyboard.press("Enter")


def ready_form(page: Page) -> None:
    text = page.frame_locator("iframe.cke_wysiwyg_frame")
    expect(text.locator("body[contenteditable=true]")).to_be_visible()


def text_of(stops: list[dict]) -> str:
    return " | ".join(stop["name"] for stop in stops)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_of_the_form_is_seen_and_the_last_button_is_reached(
    desk: Page, publisher, scheme
):
    page = desk
    page.emulate_media(color_scheme=scheme)
    article = make_ready("Written", created_by=publisher, authors=[make_author()])
    page.goto(f"{LIST}{article.pk}/change/")
    ready_form(page)

    stops = walk(page)

    assert [stop["name"] for stop in stops if not stop["hasRing"]] == []
    assert [stop["name"] for stop in stops if not stop["isInSight"]] == []
    said = text_of(stops)
    for name in ("Headline", "Standfirst", "Save and publish", "Preview", "Keep the note"):
        assert name in said


@pytest.mark.parametrize("path", ["/admin/", LIST, "/admin/reviews/image/", f"{LIST}deleted/"])
def test_every_stop_of_the_other_pages_is_seen(desk: Page, path):
    make_article("Live", authors=[make_author()])
    make_draft("Written")
    desk.goto(path)

    stops = walk(desk)

    assert len(stops) > 10
    assert [stop["name"] for stop in stops if not stop["hasRing"]] == []


def test_an_article_is_tagged_and_saved_without_a_pointer(desk: Page):
    page, theme, author = desk, make_theme("Moon bases"), make_author("Ada")
    show, second = make_show("Luna"), make_show("Solaris")
    page.goto(f"{LIST}add/")
    ready_form(page)

    go(page, page.get_by_label("Headline:"))
    page.keyboard.type("A night on the Moon")
    go(page, page.locator("iframe.cke_wysiwyg_frame"))
    page.keyboard.type("It is dark.")
    pick(page, page.locator(".field-themes .select2-search__field"), "Moon bases")
    pick(page, page.locator("#article_authors-0 .select2-selection"), "Ada")
    pick(page, page.locator("#article_shows-0 .select2-selection"), "Luna")
    press(page, page.get_by_role("button", name="Add another Show"))
    pick(page, page.locator("#article_shows-1 .select2-selection"), "Solaris")
    press(page, page.get_by_role("button", name="Save and continue editing"))
    page.wait_for_url("**/change/")

    article = Article.objects.get()
    assert "It is dark." in article.body
    assert list(article.themes.all()) == [theme]
    assert article.ordered_shows == [show, second]
    assert article.ordered_authors == [author]


def test_articles_are_chosen_and_published_in_the_list_without_a_pointer(desk: Page):
    page = desk
    make_ready("One")
    make_ready("Two")
    page.goto(LIST)

    for box in page.locator("input.action-select").all():
        press(page, box, "Space")
    go(page, page.locator("select[name=action]"), "Shift+Tab")
    page.keyboard.type("Publish")
    press(page, page.get_by_role("button", name="Go", exact=True))
    press(page, page.get_by_role("button", name="Publish", exact=True))

    expect(page.get_by_text("Published: 2 articles")).to_be_visible()
    assert {article.status for article in Article.objects.all()} == {"published"}


def test_versions_are_compared_and_brought_back_without_a_pointer(desk: Page, publisher):
    page, article = desk, make_draft("First words")
    history.record(article)
    for words in ("Second words", "Third words"):
        article.headline = words
        article.save()
        history.record(article)
    page.goto(f"{LIST}{article.pk}/change/")

    press(page, page.get_by_role("link", name="History"))
    go(page, page.get_by_label("Version 2 as the older"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Version 1 as the older")).to_be_checked()
    go(page, page.get_by_role("button", name="Compare the two chosen"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Compare versions")).to_be_visible()
    page.go_back()
    press(page, page.get_by_role("button", name="Restore version 1"))
    expect(page.get_by_text("version 1 restored")).to_be_visible()

    article.refresh_from_db()
    assert (article.headline, article.version) == ("First words", 4)


def test_themes_are_merged_and_taken_apart_without_a_pointer(desk: Page):
    page, gone, kept = desk, make_theme("Robot"), make_theme("Robots")
    article = make_article("Of robots", themes=[gone])
    page.goto(f"/admin/reviews/theme/{gone.pk}/change/")

    press(page, page.get_by_role("link", name="Merge into another"))
    pick(page, page.locator("#merge_choice .select2-selection"), "Robots")
    press(page, page.get_by_role("button", name="Show what would happen"))
    press(page, page.get_by_role("button", name="Merge", exact=True))
    expect(page.get_by_text("is merged into")).to_be_visible()
    assert list(article.themes.all()) == [kept]

    press(page, page.get_by_role("link", name="Undo", exact=True))
    press(page, page.get_by_role("button", name="Undo the merge"))
    expect(page.get_by_text("is back")).to_be_visible()
    assert list(article.themes.all()) == [Theme.objects.get(name="Robot")]
    assert Merge.objects.get().undone_at


def test_the_calendar_is_leafed_through_without_a_pointer(desk: Page):
    page = desk
    first = timezone.localtime().replace(day=1, hour=12)
    later = (first + timedelta(days=32)).replace(day=3)
    make_article("Held back", ago=timezone.now() - later)
    page.goto("/admin/")

    press(page, page.get_by_role("link", name="Month after"))
    expect(page.locator("#calendar-title")).to_have_text(f"{later:%B %Y}")
    press(page, page.locator("#calendar").get_by_role("link", name="Held back"))

    page.wait_for_url("**/change/")


def test_notes_are_written_answered_and_resolved_without_a_pointer(desk: Page, publisher):
    page, article = desk, make_draft("Written")
    page.goto(f"{LIST}{article.pk}/notes/")

    go(page, page.get_by_label("New note"))
    page.keyboard.type("Is it so?")
    press(page, page.get_by_role("button", name="Keep the note"))
    go(page, page.get_by_label("Answer to publisher"))
    page.keyboard.type("It is.")
    press(page, page.get_by_role("button", name="Answer"))
    expect(page.get_by_text("It is.")).to_be_visible()
    press(page, page.get_by_role("button", name="Resolve"))
    expect(page.get_by_text("Resolved by publisher")).to_be_visible()
