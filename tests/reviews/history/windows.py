"""Windows of editors who have one article open, as tests of conflicts need them."""

from django.urls import reverse
from lxml import html

from tests.reviews.newsroom import client_of, editor, form_values


def address(article):
    return reverse("admin:reviews_article_change", args=[article.pk])


class Window:
    """A browser window with an article's form open: what it holds is from then."""

    def __init__(self, name, article, client=None):
        self.client = client or client_of(editor(name))
        self.address = address(article)
        self.values = form_values(self.client.get(self.address))

    def save(self, button="_save", **typed):
        self.values |= typed
        return self.client.post(self.address, self.values | {button: "1"})


def merge_form(response):
    """What the conflict page would send, as a browser does, and the names to be chosen."""
    assert response.status_code == 409
    form = html.fromstring(response.content.decode()).get_element_by_id("content-main")
    values = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value.removeprefix("\n"))
    radios = {each.get("name") for each in form.xpath(".//input[@type='radio']")}
    return values, sorted(radios - values.keys())


def now(article):
    article.refresh_from_db()
    return article
