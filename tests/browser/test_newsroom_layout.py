"""Nothing of the newsroom's pages is clipped, squeezed or behind something else."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_article, make_author, make_ready, make_show

BEHIND = """() => {
  const [form, beside] = ["#content-main", "#beside-article"].map(
    id => document.querySelector(id).getBoundingClientRect());
  return form.left < beside.right && beside.left < form.right && beside.top < form.bottom;
}"""

TOP_OF_FOCUS = """() => {
  const node = document.activeElement;
  return node.closest(".submit-row") ? 0 : node.getBoundingClientRect().top;
}"""


@pytest.fixture
def desk(page: Page, admin_user) -> Page:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return page


def test_the_list_of_articles_shows_all_its_columns_at_1280(desk: Page):
    show = make_show("A show whose name is long")
    make_article("A headline that runs to a second line", shows=[show], authors=[make_author()])
    desk.set_viewport_size({"width": 1280, "height": 900})

    desk.goto("/admin/reviews/article/")

    table = desk.locator("#changelist-form .results")
    assert table.evaluate("node => node.scrollWidth - node.clientWidth") == 0


@pytest.mark.parametrize("width", [390, 1024, 1280, 1600])
def test_the_form_has_its_room_and_what_stands_beside_it_its_own(desk: Page, width):
    article = make_ready("Written")
    desk.set_viewport_size({"width": width, "height": 900})

    desk.goto(f"/admin/reviews/article/{article.pk}/change/")

    expect(desk.locator("#checklist")).to_be_visible()
    assert desk.locator("#id_headline").bounding_box()["width"] > 290
    assert not desk.evaluate(BEHIND)


def test_the_buttons_of_the_form_are_in_sight_and_hide_no_field_that_has_the_focus(desk: Page):
    article = make_ready("Written")
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(f"/admin/reviews/article/{article.pk}/change/")
    buttons = desk.locator(".submit-row").last

    expect(buttons).to_be_in_viewport(ratio=1)
    desk.get_by_label("Kind").focus()
    for _ in range(20):
        desk.keyboard.press("Tab")
        assert desk.evaluate(TOP_OF_FOCUS) < buttons.bounding_box()["y"]
