"""The checklist names links that readers cannot follow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews import publishing
from reviews.checks import links
from reviews.linking import tie_links
from tests.factories import make_article, make_draft, make_theme

pytestmark = pytest.mark.django_db


def found(body, **fields):
    article = make_draft(body=body, **fields)
    return [(f.level, f.code, f.field, f.subject) for f in links.lead_somewhere(article)]


def to(*hrefs):
    return "".join(f'<p><a href="{href}">x</a></p>' for href in hrefs)


def test_links_that_lead_on_are_no_finding():
    make_article(slug="live", themes=[make_theme("Grief")])
    moved = make_article(slug="moved")
    moved.slug = "new"
    moved.save()

    assert (
        found(
            to(
                *("/articles/live/", "/articles/live", "/articles/moved/", "/articles/new/#x"),
                *("http://testserver/themes/grief/feed/", "/archive/", "/search/?q=x", "/"),
                *("/sitemap.xml", "/media/x.pdf", "https://example.org/articles/no/", "#x"),
            )
        )
        == []
    )


@pytest.mark.parametrize(
    "href", ["/articles/none/", "/themes/none", "/artcles/live/", "http://testserver/nothing/"]
)
def test_a_link_of_ours_that_leads_nowhere_is_an_error(href):
    assert found(to(href, href)) == [("error", "links.nowhere", "body", href)]


def test_links_to_drafts_withdrawn_and_deleted_articles_are_warnings():
    draft, withdrawn = make_draft(slug="draft"), make_article(slug="withdrawn")
    publishing.withdraw(withdrawn)
    deleted = make_article(slug="deleted")
    pk = deleted.pk
    deleted.delete()

    body = tie_links(to("/articles/draft/", "/articles/withdrawn/", "/articles/deleted/"))

    assert sorted(subject for *_, subject in found(body)) == sorted(
        f"article {pk}" for pk in (draft.pk, withdrawn.pk, pk)
    )
    assert {level for level, *_ in found(body)} == {"warning"}


def test_what_comes_out_before_the_article_may_be_linked_to():
    make_article(slug="tomorrow", ago=-timedelta(days=1))
    body, later = to("/articles/tomorrow/"), timezone.now() + timedelta(days=2)

    assert len(found(body)) == 1
    assert found(body, published_at=later) == []


def test_a_theme_without_public_articles_is_no_page_yet():
    theme = make_theme("Grief")

    assert found(to("/themes/grief/")) == [
        ("warning", "links.hidden", "body", f"theme {theme.pk}")
    ]


def test_a_tied_link_is_judged_by_its_id_and_not_by_the_address_of_another():
    first = make_article(slug="one")
    body = tie_links(to("/articles/one/"))
    first.slug = "two"
    first.save()
    make_article(slug="one")

    publishing.withdraw(first)

    assert found(body) == [("warning", "links.hidden", "body", f"article {first.pk}")]
