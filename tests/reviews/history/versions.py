"""What tests of old versions share: the pages of an article, and its restoring as by a browser."""

from django.contrib.messages import get_messages
from django.urls import reverse
from lxml import html


def page(name, *args):
    return reverse(f"admin:reviews_article_{name}", args=args)


def restore(desk, article, number, *, opened=None):
    shown = desk.get(page("history", article.pk))
    token = html.fromstring(shown.content.decode()).xpath(
        "//form[@id='restore']//input[@name='opened']/@value"
    )[0]
    return desk.post(page("restore", article.pk), {"number": number, "opened": opened or token})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]
