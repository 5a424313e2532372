"""The panel of links beside an article's form, by pointer and by keyboard."""

import pytest
from playwright.sync_api import Locator, Page, expect

from recommendations.builder import rebuild
from recommendations.models import Override
from reviews.models import Article
from tests.factories import make_article, make_draft, make_show, make_theme

LONG = "".join(f"<p>{number} {'word ' * 100}</p>" for number in range(1, 7))


@pytest.fixture
def newsroom(page: Page, admin_user) -> Page:
    """A browser with an editor logged in."""
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    return page


def open_article(page: Page, article: Article | None = None) -> Locator:
    """Open the form and return the panel, once the text editor is ready."""
    address = f"{article.pk}/change" if article else "add"
    page.goto(f"/admin/reviews/article/{address}/")
    text = page.frame_locator("iframe.cke_wysiwyg_frame")
    expect(text.locator("body[contenteditable=true]")).to_be_visible()
    return page.locator("#links")


def linked(panel: Locator) -> Locator:
    return panel.locator("[data-links] .link__title a")


def choose(page: Page, field: str, typed: str) -> None:
    """Pick what autocomplete offers in the field with the given selector."""
    page.locator(f"{field} .select2-selection").first.click()
    page.locator(".select2-search__field:focus").press_sequentially(typed)
    page.locator(".select2-results__option", has_text=typed).click()


def pins() -> list[str]:
    pins = Override.objects.filter(kind="pin").order_by("position")
    return list(pins.values_list("target__headline", flat=True))


def test_the_panel_follows_tags_before_saving_and_comes_back(newsroom: Page):
    page, theme, show = newsroom, make_theme("Moon bases"), make_show("Luna")
    article = make_article("Page")
    make_article("By theme", themes=[theme])
    make_article("By show", shows=[show])
    rebuild()
    panel = open_article(page, article)
    expect(panel.locator(".links__state")).to_have_text("As readers see it now.")

    choose(page, ".field-themes", "Moon bases")

    expect(panel.locator(".links__state")).to_contain_text("not saved yet")
    expect(linked(panel).first).to_have_text("By theme")
    expect(panel.locator(".links__sources a")).to_have_text(["By theme"])
    expect(panel.get_by_role("status")).to_contain_text("not saved yet")

    choose(page, "#article_shows-0", "Luna")

    expect(panel.locator(".tag", has_text="show Luna")).to_be_visible()

    page.locator("#article_shows-0 .inline-deletelink").click()
    page.locator(".field-themes .select2-selection__choice__remove").click()

    expect(panel.locator(".links__state")).to_have_text("As readers see it now.")
    assert list(article.themes.all()) == []


def test_the_panel_follows_a_tag_that_is_ticked_where_the_text_names_it(newsroom: Page):
    page, theme, show = newsroom, make_theme("Moon bases"), make_show("Luna")
    article = make_article("Page", body="<p>Of moon bases, and of Luna.</p>")
    make_article("By theme", themes=[theme])
    make_article("By show", shows=[show])
    rebuild()
    panel = open_article(page, article)
    found = page.locator("#id_suggested")

    found.get_by_label("Moon bases").check()
    expect(linked(panel).first).to_have_text("By theme")

    found.get_by_label("Luna").check()
    expect(panel.locator(".tag", has_text="show Luna")).to_be_visible()

    found.get_by_label("Moon bases").uncheck()
    found.get_by_label("Luna").uncheck()
    expect(panel.locator(".links__state")).to_have_text("As readers see it now.")


def test_an_article_being_written_gets_its_panel_from_the_first_tag(newsroom: Page):
    page, theme = newsroom, make_theme("Moon bases")
    make_article("A", themes=[theme])
    rebuild()
    panel = open_article(page)
    expect(panel).to_contain_text("Once the article has a show or a theme")

    choose(page, ".field-themes", "Moon bases")

    expect(linked(panel)).to_have_text(["A"])
    expect(panel.get_by_role("button", name="Pin A")).to_have_count(0)


def test_the_panel_follows_the_text(newsroom: Page):
    page, theme = newsroom, make_theme()
    article, other = make_article("Page", themes=[theme]), make_article("A", themes=[theme])
    rebuild()
    panel = open_article(page, article)
    expect(linked(panel)).to_have_text(["A"])

    page.evaluate(
        "href => CKEDITOR.instances.id_body.insertHtml(`<p><a href='${href}'>A</a></p>`)",
        other.get_absolute_url(),
    )

    expect(linked(panel)).to_have_count(0)


def test_pins_are_set_and_put_in_order_by_keyboard(newsroom: Page):
    page, article = newsroom, make_article("Page")
    for headline in ("A", "B"):
        make_article(headline)
    panel = open_article(page, article)

    for headline in ("A", "B"):
        panel.get_by_role("button", name=f"Pin {headline}").focus()
        page.keyboard.press("Enter")
        expect(panel.get_by_role("status")).to_have_text(f"“{headline}” is pinned.")
        expect(
            panel.get_by_role("button", name=f"Lift the pin of {headline}").first
        ).to_be_focused()
    panel.get_by_role("button", name="Move B up").focus()
    page.keyboard.press("Space")

    expect(panel.get_by_role("status")).to_have_text("The pins are in their new order.")
    expect(panel.get_by_role("button", name="Move B down")).to_be_focused()
    expect(linked(panel)).to_have_text(["B", "A"])
    assert pins() == ["B", "A"]


def test_pins_are_put_in_order_by_dragging(newsroom: Page):
    page, article = newsroom, make_article("Page")
    for position, headline in enumerate("ABC", 1):
        target = make_article(headline)
        Override.objects.create(source=article, target=target, position=position)
    # A pin is dragged to where it is seen.
    page.set_viewport_size({"width": 1280, "height": 1600})
    panel = open_article(page, article)
    rows = panel.locator("[data-pin]")

    rows.nth(2).drag_to(rows.nth(0), target_position={"x": 20, "y": 3})

    expect(panel.get_by_role("status")).to_have_text("The pins are in their new order.")
    expect(rows.locator(".link__title a")).to_have_text(["C", "A", "B"])
    assert pins() == ["C", "A", "B"]


def test_a_note_is_saved_with_enter_and_keeps_what_is_typed_in_the_form(newsroom: Page):
    page, article = newsroom, make_article("Page")
    Override.objects.create(source=article, target=make_article("A"))
    panel = open_article(page, article)
    page.get_by_label("Headline").fill("Typed and not saved")

    panel.get_by_text("Place and note").click()
    panel.get_by_label("Place").select_option("end")
    panel.get_by_label("Note").fill("They belong together")
    panel.get_by_label("Note").press("Enter")

    expect(panel.get_by_role("status")).to_contain_text("are saved")
    pin = Override.objects.get()
    assert (pin.slot, pin.note) == ("end", "They belong together")
    expect(page.get_by_label("Headline")).to_have_value("Typed and not saved")


def test_any_article_can_be_asked_about_and_a_draft_pinned(newsroom: Page):
    page, article = newsroom, make_article("Page")
    make_draft("The draft")
    panel = open_article(page, article)

    choose(page, ".links__ask", "The draft")

    expect(panel.locator(".links__why").first).to_have_text("Not linked: not public.")
    panel.get_by_role("button", name="Pin The draft").click()
    expect(panel.get_by_role("status")).to_contain_text("It is kept, and skipped for now")
    assert pins() == ["The draft"]


def test_a_refusal_and_an_ended_login_are_told_and_lose_nothing(newsroom: Page):
    page, article, target = newsroom, make_article("Page"), make_article("A")
    panel = open_article(page, article)
    Override.objects.create(source=article, target=target, kind="ban")

    panel.get_by_role("button", name="Pin A").click()
    expect(panel.get_by_role("status")).to_contain_text("There is a ban of this link")

    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Headline").fill("Typed")
    expect(panel.get_by_role("status")).to_contain_text("Your login has ended")
    expect(page.get_by_label("Headline")).to_have_value("Typed")


def test_without_script_the_panel_shows_the_saved_state(browser, live_server, admin_user, client):
    article = make_article("Page")
    make_article("A")
    client.force_login(admin_user)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()

    page.goto(f"/admin/reviews/article/{article.pk}/change/")

    panel = page.locator("#links")
    expect(linked(panel)).to_have_text(["A"])
    expect(panel.get_by_role("button")).to_have_count(0)
    expect(panel.get_by_role("link", name="All pins and bans")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_panel_fits_its_window(newsroom: Page, width):
    article = make_article("Page", body=LONG)
    make_article("Unpronounceable" * 12)
    newsroom.set_viewport_size({"width": width, "height": 900})
    panel = open_article(newsroom, article)

    box = panel.bounding_box()

    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert panel.evaluate("e => e.scrollWidth <= e.clientWidth")


def marked(page: Page) -> str | None:
    """The first word of the block of the editor's text after which the line is drawn."""
    return page.evaluate(
        """() => [...CKEDITOR.instances.id_body.document.$.body.children].find(
            (node) => node.ownerDocument.defaultView.getComputedStyle(node, "::after").content
                .includes("You may also like"))?.textContent.trim().split(" ")[0]"""
    )


def expect_marked(page: Page, word: str | None) -> None:
    for _ in range(50):
        if marked(page) == word:
            return
        page.wait_for_timeout(100)
    assert marked(page) == word


def test_the_place_in_the_text_is_shown_while_writing_and_chosen_by_keyboard(newsroom: Page):
    page, article = newsroom, make_article("Page", body=LONG)
    panel = open_article(page, article)
    expect_marked(page, "3")

    panel.get_by_text("After a block of my choice").click()
    panel.get_by_role("button", name="Put it after block 5").focus()
    page.keyboard.press("Enter")

    expect(panel.get_by_role("status")).to_contain_text("After block 5, as chosen here.")
    expect_marked(page, "5")
    expect(panel.locator(".places__mid")).to_be_focused()
    expect(page.get_by_label("After block", exact=False).first).to_have_value("5")
    assert "You may also like" not in page.evaluate("CKEDITOR.instances.id_body.getData()")

    page.get_by_role("button", name="Save and continue editing").click()

    article.refresh_from_db()
    assert (article.mid_slot, article.mid_slot_block) == ("after_block", 5)
    assert article.body.replace("\n", "") == LONG.replace(" </p>", "</p>")


def test_the_line_follows_the_text_and_goes_with_it(newsroom: Page):
    page, article = newsroom, make_article("Page", body=LONG)
    panel = open_article(page, article)
    expect_marked(page, "3")

    page.evaluate(
        "html => CKEDITOR.instances.id_body.setData(html)", f"<h2>Zero</h2><p></p><hr>{LONG}"
    )
    expect_marked(page, "3")
    expect(panel.locator(".places__state")).to_have_text("By itself after block 5.")

    panel.get_by_role("button", name="Nowhere").click()
    expect_marked(page, None)
    expect(panel.get_by_role("button", name="Nowhere")).to_be_focused()

    panel.get_by_role("button", name="By itself").click()
    expect_marked(page, "3")
