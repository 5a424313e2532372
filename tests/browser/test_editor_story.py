"""From a login to an article that readers find, and that older articles lead to."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from reviews.models import Article, Image
from tests.factories import jpeg_bytes, make_article, make_show, make_theme

EDITOR = "iframe.cke_wysiwyg_frame"
HOSTILE = """
    <p onclick="steal()">Words<img src="https://evil.example/x.png" onerror="steal()">
    <a href="java&#10;script:steal()">link</a><script>steal()</script></p>
    <iframe src="https://evil.example/"></iframe>
"""
SHOW_IN_EDITOR = """
    html => new Promise(resolve => {
        const editor = CKEDITOR.instances.id_body;
        editor.setData(html, () => resolve(editor.getData()));
    })
"""


@pytest.fixture
def newsroom(page: Page, admin_user) -> Page:
    """A browser with an editor logged in."""
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    return page


def text_of(page: Page) -> FrameLocator:
    """The text inside CKEditor, once it is ready."""
    text = page.frame_locator(EDITOR)
    expect(text.locator("body[contenteditable=true]")).to_be_visible()
    return text


def press(page: Page, button: str) -> None:
    """Press a button of CKEditor's toolbar."""
    page.locator(".cke_toolbox").get_by_role("button", name=button, exact=True).click()


def write(page: Page, words: str, block: str = "") -> None:
    """Type a block of words; `block` is its name in the editor's list of formats."""
    if block:
        page.locator(".cke_combo__format a").click()
        choices = page.frame_locator("iframe.cke_panel_frame").get_by_role("option")
        choices.filter(has_text=block).click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def upload_picture(page: Page, **fields: str) -> None:
    press(page, "Picture")
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_label("Upload a new one").check()
    picture = {"name": "moon.jpg", "mimeType": "image/jpeg", "buffer": jpeg_bytes(900, 600)}
    dialog.get_by_label("File").set_input_files(picture)
    for label, words in fields.items():
        dialog.get_by_label(label).fill(words)
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_be_hidden()
    wait_until_text_has_focus(page)


def wait_until_text_has_focus(page: Page) -> None:
    """A closed dialog gives it back a moment later."""
    page.wait_for_function(
        "document.activeElement.matches('iframe.cke_wysiwyg_frame')"
        " && CKEDITOR.instances.id_body.focusManager.hasFocus"
    )


def choose(page: Page, field: str, typed: str, offered: str) -> None:
    """Pick what autocomplete offers in the row or field with the given class or id."""
    page.locator(f"{field} .select2-selection").first.click()
    page.locator(".select2-search__field:focus").press_sequentially(typed)
    page.locator(".select2-results__option", has_text=offered).click()


def plain(html: str) -> str:
    """Without ids of headings, line breaks between blocks, and the editor's kind of space."""
    return re.sub(r' id="[^"]*"|\n', "", html).replace("\xa0", " ").replace("&nbsp;", " ")


def test_an_editor_writes_tags_and_publishes_and_an_older_article_leads_there(newsroom: Page):
    page, show, theme = newsroom, make_show("Café Luna"), make_theme("Moon bases")
    long = "<p>" + "Long ago an older article told of that place. " * 60 + "</p>"
    older = make_article("Older", shows=[show], themes=[theme], body=long * 5)
    make_article("Unrelated", ago=timedelta(hours=2), shows=[make_show()], body=long)

    page.goto("/admin/reviews/article/add/")
    page.get_by_label("Headline").fill("A night on the Moon")
    page.get_by_label("Standfirst").fill("What the film saw first.")
    text_of(page).locator("body").click()
    write(page, "The base", "Heading 2")
    write(page, "It stands in a crater.")
    press(page, "Block Quote")
    write(page, "We came in peace.")
    page.keyboard.press("Enter")
    upload_picture(
        page, **{"Alternative text": "A dome", "Caption": "The dome", "Credit": "A test"}
    )
    page.keyboard.type("Read ")
    press(page, "Link")
    page.get_by_role("textbox", name="Display Text").fill("the older article")
    page.get_by_role("textbox", name="URL").fill(older.get_absolute_url())
    page.get_by_role("button", name="OK").click()
    choose(page, ".field-themes", "moon", "Moon bases")
    choose(page, "#article_shows-0", "cafe", "Café Luna")
    page.get_by_role("button", name="Save and publish").click()

    expect(page.get_by_text("Readers see it now")).to_be_visible()
    article = Article.objects.get(headline="A night on the Moon")
    picture = Image.objects.get()
    assert plain(article.body) == (
        "<h2>The base</h2><p>It stands in a crater.</p>"
        "<blockquote><p>We came in peace.</p></blockquote>"
        f'<figure data-image="{picture.pk}"><img alt="A dome">'
        "<figcaption>The dome</figcaption></figure>"
        f'<p>Read <a href="{older.get_absolute_url()}" data-article="{older.pk}">'
        "the older article</a></p>"
    )

    page.goto("/")
    expect(page.get_by_role("link", name="A night on the Moon")).to_be_visible()
    assert "A night on the Moon" in page.request.get("/feed/").text()
    page.goto(older.get_absolute_url())
    slots = page.locator("[data-slot]")
    slots.get_by_role("link", name="A night on the Moon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A night on the Moon")
    expect(page.get_by_role("img", name="A dome")).to_be_visible()


def test_a_refused_upload_keeps_what_was_typed_and_says_why(newsroom: Page):
    page = newsroom
    page.goto("/admin/reviews/article/add/")
    text_of(page).locator("body").click()
    press(page, "Picture")
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_label("Upload a new one").check()
    dialog.get_by_label("Alternative text").fill("A dome")
    drawing = {"name": "x.svg", "mimeType": "image/svg+xml", "buffer": b"<svg></svg>"}
    dialog.get_by_label("File").set_input_files(drawing)
    dialog.get_by_role("button", name="Insert").click()

    expect(dialog.get_by_text("not a picture that we can read")).to_be_visible()
    expect(dialog.get_by_label("Alternative text")).to_have_value("A dome")


def test_pictures_spoilers_and_videos_survive_a_visit_to_the_source(newsroom: Page):
    page = newsroom
    page.goto("/admin/reviews/article/add/")
    text = text_of(page)
    text.locator("body").click()
    upload_picture(page, **{"Alternative text": "A dome"})
    press(page, "Spoiler")
    page.keyboard.type("He stays.")
    text.locator("body > p").last.click()
    press(page, "Video")
    page.get_by_label("Address").fill("https://youtu.be/abcDEF12345")
    page.get_by_role("dialog", name="Video").get_by_label("Title").fill("Trailer")
    page.get_by_role("button", name="Insert", exact=True).click()

    press(page, "Source")
    press(page, "Source")

    text = text_of(page)
    expect(text.get_by_role("img", name="A dome")).to_be_visible()
    expect(text.locator(".spoiler-text")).to_have_text("He stays.")
    expect(text.locator(".video")).to_contain_text("Trailer")


def test_what_the_server_would_drop_is_dropped_in_the_editor(newsroom: Page):
    page = newsroom
    page.goto("/admin/reviews/article/add/")
    text_of(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    shown = page.evaluate(SHOW_IN_EDITOR, HOSTILE)

    assert " ".join(shown.replace("<p></p>", "").split()) == "<p>Words link</p>"
    assert not [url for url in asked if "evil" in url]


def test_the_library_is_searched_and_chosen_from_by_keyboard(newsroom: Page):
    page = newsroom
    page.goto("/admin/reviews/article/add/")
    text = text_of(page)
    text.locator("body").click()
    upload_picture(page, **{"Alternative text": "A dome"})

    press(page, "Picture")
    search = page.get_by_role("dialog", name="Picture").get_by_role("searchbox")
    search.fill("DOME")
    expect(page.get_by_role("radio", name="A dome")).to_have_count(1)
    search.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(text.get_by_role("img", name="A dome")).to_have_count(2)


def test_an_article_is_found_linked_to_and_its_tags_offered_by_keyboard(newsroom: Page):
    page = newsroom
    target = make_article("Cafés in orbit")
    make_article("Elsewhere")
    make_theme("Cold War")
    page.goto("/admin/reviews/article/add/")
    text = text_of(page)
    text.locator("body").click()
    page.keyboard.type("Of the cold war. See ")

    press(page, "Link to article")
    dialog = page.get_by_role("dialog", name="Link to article")
    dialog.get_by_label("Words of its headline").fill("cafes")
    expect(dialog.get_by_role("radio")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()

    expect(text.get_by_role("link", name="Cafés in orbit")).to_have_count(1)
    page.get_by_label("Cold War (theme, 0 articles)").press("Space")
    page.get_by_label("Headline", exact=False).first.fill("Essay")
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_url("**/change/")
    article = Article.objects.get(headline="Essay")
    assert f'href="{target.get_absolute_url()}" data-article="{target.pk}"' in article.body
    assert [theme.name for theme in article.themes.all()] == ["Cold War"]
