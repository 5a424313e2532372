"""What becomes of a tag is seen on the next page, before any list is built anew."""

import pytest

from recommendations import builder, tasks
from recommendations.composer import compose
from recommendations.models import IgnoredTag, Recommendation
from reviews import merging
from reviews.models import Article
from tests.factories import make_article, make_person, make_show, make_theme
from tests.recommendations.stored_lists import store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def large_paper(monkeypatch):
    """No list is built anew by these tests: a large paper waits for its background build."""
    monkeypatch.setattr(builder, "SMALL_PAPER_ARTICLES", 0)


def related(page):
    """What the page of an article leads to as related, with the reasons."""
    links = compose(Article.objects.for_page().get(pk=page.pk))
    cards = [card for slot in (links.mid, links.end) if slot for card in slot.cards]
    return {card.article.headline: card.reasons for card in cards if card.rung.value == "related"}


@pytest.fixture
def page():
    """An article with a tag of each kind, each the only reason for one other article."""
    actor, show, theme = make_person("Actor"), make_show("Dark"), make_theme("Grief")
    own = make_show("Own", cast=[actor])
    page = make_article("Page", shows=[own, show], themes=[theme])
    by_show = make_article("By show", shows=[show])
    by_person = make_article("By person", shows=[make_show(cast=[actor])])
    by_theme = make_article("By theme", themes=[theme], shows=[make_show()])
    Recommendation.objects.filter(source=page).delete()
    for target, tag in (
        (by_show, f"show:{show.pk}"),
        (by_person, f"person:{actor.pk}"),
        (by_theme, f"theme:{theme.pk}"),
    ):
        store(page, target, reasons=[tag])
    return page


EVERYTHING = {"By show": ("Dark",), "By person": ("Actor",), "By theme": ("Grief",)}


@pytest.mark.parametrize(
    ("kind", "headline"), [("show", "By show"), ("person", "By person"), ("theme", "By theme")]
)
def test_an_ignored_tag_relates_nothing_on_the_next_page(page, kind, headline):
    assert related(page) == EVERYTHING
    key = Recommendation.objects.get(target__headline=headline).reasons[0].partition(":")[2]

    ignored = IgnoredTag.objects.create(**{f"{kind}_id": key})

    assert related(page) == {name: why for name, why in EVERYTHING.items() if name != headline}
    ignored.delete()
    assert related(page) == EVERYTHING


def test_keys_of_two_kinds_are_not_taken_for_one_another(page):
    theme, show = make_theme("Twin", id=7777), make_show("Twin", id=7777)
    page.themes.add(theme)
    store(page, make_article("By twin"), reasons=["theme:7777"])

    IgnoredTag.objects.create(show=show)

    assert related(page)["By twin"] == ("Twin",)


def test_a_line_with_another_reason_stays_and_names_that(page):
    theme = make_theme("Time")
    page.themes.add(theme)
    line = Recommendation.objects.get(target__headline="By show")
    line.reasons += [f"theme:{theme.pk}"]
    line.save()

    IgnoredTag.objects.create(show_id=line.reasons[0].partition(":")[2])

    assert related(page)["By show"] == ("Time",)


def test_a_tag_that_is_taken_away_relates_nothing_on_the_next_page(page):
    page.themes.clear()
    page.article_shows.get(show__title="Own").delete()

    assert related(page) == {"By show": ("Dark",)}


@pytest.mark.parametrize(("kind", "headline"), [("theme", "By theme"), ("person", "By person")])
def test_a_merged_tag_goes_on_relating_by_its_new_name(page, kind, headline):
    gone = page.themes.get() if kind == "theme" else make_person("Somebody")
    kept = make_theme("Mourning") if kind == "theme" else make_person("The Actor")
    if kind == "person":
        gone = page.shows.get(title="Own").credits.get().person

    merging.merge(gone, kept)

    assert related(page) == EVERYTHING | {headline: (kept.name,)}


def test_a_merged_show_goes_on_relating_by_its_new_name(page):
    merging.merge(page.shows.get(title="Dark"), make_show("Dark again"))

    assert related(page) == EVERYTHING | {"By show": ("Dark again",)}


def test_a_merge_of_another_papers_tags_changes_nothing(page):
    merging.merge(make_theme("One"), make_theme("Other"))

    assert related(page) == EVERYTHING


def test_ignoring_a_tag_starts_a_build_behind(
    admin_client, page, django_capture_on_commit_callbacks
):
    tasks.rebuild_if_due.call()
    theme = page.themes.get()

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post("/admin/recommendations/ignoredtag/add/", {"theme": theme.pk})

    assert not builder.is_due()
    reasons = Recommendation.objects.values_list("reasons", flat=True)
    assert f"theme:{theme.pk}" not in {tag for each in reasons for tag in each}
