"""Merging in the admin: looked at, made, listed and undone, by Publishers only."""

import pytest
from django.contrib.auth.models import Group, User
from django.db.models import ProtectedError
from lxml import html

from reviews.models import KeptApart, Merge, Show, Theme
from tests.factories import make_article, make_author, make_person, make_show, make_theme

from .newsroom import client_of, staff

pytestmark = pytest.mark.django_db

REPORT = "/admin/reviews/merge/twins/"


def member(group):
    user = User.objects.create_user(group.lower(), password="password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return client_of(user)


@pytest.fixture
def publisher():
    return member("Publisher")


def words_of(response):
    assert response.status_code == 200
    content = html.fromstring(response.content.decode()).get_element_by_id("content")
    return " ".join(content.text_content().split())


def test_a_merge_is_looked_at_made_and_undone(publisher, client):
    gone, kept = make_theme("Sci Fi"), make_theme("Scientifiction")
    make_article("One", themes=[gone])
    make_article("Both", themes=[gone, kept])
    address = f"/admin/reviews/theme/{gone.pk}/merge/"

    assert address in publisher.get(f"/admin/reviews/theme/{gone.pk}/change/").content.decode()
    shown = words_of(publisher.get(address, {"into": kept.pk}))

    assert "2 articles bear “Sci Fi”, 2 of them public now. 1 bears both and keeps one." in shown
    assert "/themes/sci-fi/ leads to /themes/scientifiction/" in shown
    assert Theme.objects.count() == 2
    done = publisher.post(address, {"into": kept.pk}, follow=True)
    made = Merge.objects.get()
    assert f"/admin/reviews/merge/{made.pk}/undo/" in done.content.decode()
    assert "publisher" in words_of(publisher.get("/admin/reviews/merge/"))

    undo = f"/admin/reviews/merge/{made.pk}/undo/"
    assert "Articles: 2 given back" in words_of(publisher.get(undo))
    assert Theme.objects.count() == 1
    back = publisher.post(undo, follow=True)
    assert "“Sci Fi” is back" in back.content.decode()
    assert client.get("/themes/sci-fi/").status_code == 200
    assert "undone by publisher" in words_of(publisher.get("/admin/reviews/merge/"))


def test_what_is_in_the_way_of_undoing_is_said(publisher):
    gone, kept = make_theme("Sci Fi"), make_theme("Scientifiction")
    publisher.post(f"/admin/reviews/theme/{gone.pk}/merge/", {"into": kept.pk})
    make_theme("Other", slug="sci-fi")

    response = publisher.post(f"/admin/reviews/merge/{Merge.objects.get().pk}/undo/", follow=True)

    assert "Nothing was undone. “Other” has its address now." in response.content.decode()


@pytest.mark.parametrize("into", ["", "x", "0", "9" * 30, "self"])
def test_a_merge_into_nothing_is_refused_beside_its_field(publisher, into):
    theme = make_theme("Sci Fi")
    address = f"/admin/reviews/theme/{theme.pk}/merge/"

    response = publisher.post(address, {"into": theme.pk if into == "self" else into})

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert Theme.objects.get() == theme


@pytest.mark.parametrize("group", ["Writer", "Editor"])
def test_only_publishers_merge_and_undo(publisher, group):
    gone, kept = make_theme("Sci Fi"), make_theme("Scientifiction")
    show, other = make_show("One"), make_show("Two")
    publisher.post(f"/admin/reviews/show/{show.pk}/merge/", {"into": other.pk})
    undo = f"/admin/reviews/merge/{Merge.objects.get().pk}/undo/"
    desk = member(group)

    assert desk.get(f"/admin/reviews/theme/{gone.pk}/merge/").status_code == 403
    merged = desk.post(f"/admin/reviews/theme/{gone.pk}/merge/", {"into": kept.pk})
    assert merged.status_code == desk.get(undo).status_code == desk.post(undo).status_code == 403
    assert Theme.objects.count() == 2
    assert Show.objects.count() == 1


def test_shows_and_people_are_merged_by_the_same_pages(publisher):
    people = make_person("Tarkovski"), make_person("Tarkovsky")
    shows = make_show("Solaris", cast=[people[0]]), make_show("Solyaris")
    make_article(shows=[shows[0]])

    for kind, (gone, kept) in (("person", people), ("show", shows)):
        address = f"/admin/reviews/{kind}/{gone.pk}/merge/"
        assert "1 article bears" in words_of(publisher.get(address, {"into": kept.pk}))
        assert publisher.post(address, {"into": kept.pk}).status_code == 302

    assert [row.kind for row in Merge.objects.order_by("pk")] == ["person", "show"]


def test_the_report_names_twins_with_their_counts_until_they_are_kept_apart(publisher):
    war, wars = make_theme("Star Wars"), make_theme("Star War")
    make_article(themes=[wars])
    make_theme("Grief")

    page = publisher.get(REPORT)
    assert "Star Wars 0 articles Star War 1 article a letter or two apart" in words_of(page)
    assert f"/admin/reviews/theme/{war.pk}/merge/?into={wars.pk}" in page.content.decode()
    publisher.post(REPORT, {"kind": "theme", "one": wars.pk, "other": war.pk}, follow=True)

    assert KeptApart.objects.count() == 1
    assert "No two of them have names that are alike." in words_of(publisher.get(REPORT))


@pytest.mark.parametrize(
    "posted", [{}, {"kind": "x"}, {"kind": "theme", "one": "x", "other": "1"}]
)
def test_nonsense_keeps_nothing_apart(publisher, posted):
    assert publisher.post(REPORT, posted).status_code == 302
    assert KeptApart.objects.count() == 0


def test_only_who_merges_is_led_to_it():
    make_theme("Star Wars"), make_theme("Star War")

    pages = [words_of(member(group).get(REPORT)) for group in ("Editor", "Publisher")]

    assert [("Merge…" in page, "Not the same" in page) for page in pages] == [
        (False, True),
        (True, True),
    ]


def test_who_may_only_read_merges_keeps_no_themes_apart():
    one, other = make_theme("Star Wars"), make_theme("Star War")
    reader = client_of(staff("view_merge", "change_show"))

    answer = reader.post(REPORT, {"kind": "theme", "one": one.pk, "other": other.pk})

    assert reader.get(REPORT).status_code == 200
    assert (answer.status_code, KeptApart.objects.count()) == (403, 0)


def test_writers_read_no_report():
    assert member("Writer").get(REPORT).status_code == 403


@pytest.mark.parametrize("number", [2, 20])
def test_the_report_costs_the_same_for_few_and_for_many(
    publisher, number, django_assert_max_num_queries
):
    for i in range(number):
        make_theme(f"Theme number {i:03}")

    with django_assert_max_num_queries(18):
        report = publisher.get(REPORT)

    assert report.status_code == 200
    assert "Theme number 001" in report.content.decode()


@pytest.mark.parametrize(
    ("make", "kind"), [(make_theme, "theme"), (make_show, "show"), (make_author, "author")]
)
def test_what_articles_bear_is_not_deleted_and_they_are_named(publisher, make, kind):
    thing = make("Used")
    for i in range(3):
        make_article(f"Bears it {i}", **{f"{kind}s": [thing]})
    address = f"/admin/reviews/{kind}/{thing.pk}/delete/"

    asked = words_of(publisher.get(address))
    publisher.post(address, {"post": "yes"})

    assert all(f"Article: Bears it {i}" in asked for i in range(3))
    assert type(thing).objects.filter(pk=thing.pk).exists()


def test_no_door_takes_a_theme_from_under_its_articles():
    theme = make_theme()
    make_article(themes=[theme])

    with pytest.raises(ProtectedError, match="take it from them"):
        Theme.objects.all().delete()


def test_before_an_article_is_deleted_those_that_link_to_it_are_named(publisher):
    target = make_article("Target")
    make_article("Linking", body=f'<p><a href="/x/" data-article="{target.pk}">x</a></p>')
    make_article("Other", body=f'<p><a href="/x/" data-article="{target.pk}0">x</a></p>')

    asked = words_of(publisher.get(f"/admin/reviews/article/{target.pk}/delete/"))

    assert "Article: Linking links to it, and will show plain words there" in asked
    assert "Other" not in asked


def test_a_person_credited_on_what_articles_are_about_is_not_deleted(publisher):
    person = make_person()
    make_article("About it", shows=[make_show(cast=[person])])

    assert "Article: About it" in words_of(
        publisher.get(f"/admin/reviews/person/{person.pk}/delete/")
    )
