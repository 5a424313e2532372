"""The first thing an editor does, in a real browser."""

from playwright.sync_api import Page, expect


def test_an_editor_logs_into_the_admin(page: Page, admin_user):
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("button", name="Log out")).to_be_visible()
