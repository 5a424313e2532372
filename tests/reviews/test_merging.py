"""Two themes, shows or people made one, and taken apart again row by row."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from recommendations.models import IgnoredTag, Recommendation
from reviews import merging, publishing
from reviews.merging import CannotMerge
from reviews.models import Article, Merge, Person, Show, Theme
from reviews.search import finding
from reviews.search.query import parse
from tests.factories import make_article, make_draft, make_person, make_show, make_theme

pytestmark = pytest.mark.django_db

QUERIES_PER_BATCH = 20


def tags():
    """All assignments of themes, as rows."""
    return set(Article.themes.through.objects.values_list("pk", "article_id", "theme_id"))


def casts():
    return {
        article.headline: [show.title for show in article.ordered_shows]
        for article in Article.objects.all()
    }


def columns(thing):
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


@pytest.fixture
def themes():
    gone = make_theme("Sci Fi", description="Of what is not yet.")
    gone.aliases.create(name="SF")
    gone.slug = "science-fiction"
    gone.save()
    return gone, make_theme("Scientifiction")


def test_a_merge_hands_over_articles_names_and_addresses(themes, client):
    gone, kept = themes
    one, both = make_article("One", themes=[gone]), make_article("Both", themes=themes)

    made = merging.merge(gone, kept)

    assert [*one.themes.all(), *both.themes.all()] == [kept, kept]
    assert {alias.name for alias in kept.aliases.all()} == {"SF", "Sci Fi"}
    assert not Theme.objects.filter(slug="science-fiction").exists()
    for slug in ("sci-fi", "science-fiction"):
        moved = client.get(f"/themes/{slug}/")
        assert (moved.status_code, moved["Location"]) == (301, "/themes/scientifiction/")
        assert client.get(f"/themes/{slug}/feed/").status_code == 410
        assert client.get(f"/themes/{slug}/feed/atom/").status_code == 410
    assert (made.gone_name, made.kept_name, made.articles) == ("Sci Fi", "Scientifiction", 2)


def test_undoing_restores_exactly_what_was_there(themes, client):
    gone, kept = themes
    IgnoredTag.objects.create(theme=gone, note="too common")
    for bears in ([gone], [kept], [gone, kept], []):
        make_article(themes=bears)
    make_draft(themes=[gone])
    before = tags(), columns(gone), set(gone.aliases.values_list("pk", "name"))

    by = User.objects.create_user("publisher")
    made = merging.merge(gone, kept, by=by)
    merging.undo(made, by=by)

    back = Theme.objects.get(pk=gone.pk)
    assert (tags(), columns(back), set(back.aliases.values_list("pk", "name"))) == before
    assert list(kept.aliases.all()) == []
    assert IgnoredTag.objects.get().theme == back
    assert client.get("/themes/science-fiction/feed/").status_code == 200
    assert client.get("/themes/sci-fi/")["Location"] == "/themes/science-fiction/"
    made.refresh_from_db()
    assert (made.made_by, made.undone_by, bool(made.undone_at)) == (by, by, True)


def test_undoing_leaves_what_editors_did_since(themes):
    gone, kept = themes
    untagged, deleted = make_article(themes=[gone]), make_article(themes=[gone])
    both, stays = make_article(themes=themes), make_article(themes=[gone])
    made = merging.merge(gone, kept)
    untagged.themes.clear()
    both.themes.clear()
    deleted.delete()
    tagged_since = make_article(themes=[kept])
    retagged = make_theme("Other")
    stays.themes.add(retagged)

    undone = merging.undo(made)

    back = Theme.objects.get(pk=gone.pk)
    assert list(back.articles.all()) == [stays]
    assert set(stays.themes.all()) == {back, retagged}
    assert list(kept.articles.all()) == [tagged_since]
    assert (undone.restored, undone.left) == (2, 3)


def test_one_of_two_rows_that_only_one_thing_may_have_is_dropped_and_comes_back(themes):
    gone, kept = themes
    rows = [IgnoredTag.objects.create(theme=theme, note=theme.name) for theme in themes]

    made = merging.merge(gone, kept)
    assert [row.theme for row in IgnoredTag.objects.all()] == [kept]
    merging.undo(made)

    assert [(r.pk, r.theme, r.note) for r in IgnoredTag.objects.all()] == [
        (row.pk, row.theme, row.note) for row in rows
    ]


def test_merged_shows_keep_the_place_of_the_one_that_came_first():
    gone, kept, other = make_show("Gone"), make_show("Kept"), make_show("Other")
    gone.watch_options.create(provider="A")
    gone.watch_options.create(provider="B")
    kept.watch_options.create(provider="A")
    make_article("Main", shows=[gone, other, kept])
    make_article("Aside", shows=[kept, other, gone])
    before, options = casts(), set(gone.watch_options.values_list("pk", "provider"))

    made = merging.merge(gone, kept)

    assert casts() == {"Main": ["Kept", "Other"], "Aside": ["Kept", "Other"]}
    assert [option.provider for option in kept.watch_options.all()] == ["A", "B"]
    assert [alias.title for alias in kept.aliases.all()] == ["Gone"]
    merging.undo(made)
    back = Show.objects.get(title="Gone")
    assert casts() == before
    assert set(back.watch_options.values_list("pk", "provider")) == options


def test_merged_people_keep_their_credits():
    gone, kept = make_person("Andrei Tarkovski"), make_person("Andrei Tarkovsky")
    show = make_show("Solaris", cast=[gone, kept])
    other = make_show("Stalker", cast=[gone])
    credits = set(show.credits.values_list("pk", "person")) | set(
        other.credits.values_list("pk", "person")
    )

    made = merging.merge(gone, kept)

    assert {credit.person for credit in other.credits.all()} == {kept}
    assert [alias.name for alias in kept.aliases.all()] == ["Andrei Tarkovski"]
    merging.undo(made)
    assert Person.objects.count() == 2
    assert credits == set(show.credits.values_list("pk", "person")) | set(
        other.credits.values_list("pk", "person")
    )


def test_merges_are_undone_in_the_order_that_they_need(themes, client):
    gone, kept = themes
    last = make_theme("Last")
    article = make_article(themes=[gone])
    first = merging.merge(gone, kept)
    second = merging.merge(kept, last)
    assert client.get("/themes/sci-fi/")["Location"] == "/themes/last/"

    with pytest.raises(CannotMerge, match="First undo the merge of “Scientifiction” into “Last”"):
        merging.undo(first)
    merging.undo(second)
    merging.undo(first)

    assert list(article.themes.all()) == [gone]
    assert client.get("/themes/sci-fi/")["Location"] == "/themes/science-fiction/"


@pytest.mark.parametrize(
    ("hinder", "message"),
    [
        (lambda kept: make_theme("X", slug="science-fiction"), "“X” has its address now"),
        (lambda kept: make_theme("Sci-Fi", slug="y"), "“Sci-Fi” has its name now"),
        (lambda kept: kept.delete(), "has been deleted since"),
    ],
)
def test_what_is_in_the_way_of_undoing_is_named(themes, hinder, message):
    made = merging.merge(*themes)
    hinder(themes[1])

    with pytest.raises(CannotMerge, match=message):
        merging.undo(made)
    assert Merge.objects.get().undone_at is None


def test_nothing_is_undone_twice_or_merged_into_itself_or_another_kind(themes):
    made = merging.merge(*themes)
    merging.undo(made)

    with pytest.raises(CannotMerge, match="undone already"):
        merging.undo(made)
    for wrong in (themes[1], make_show()):
        with pytest.raises(CannotMerge, match="another one of the same kind"):
            merging.merge(themes[1], wrong)


def test_whoever_looks_for_a_merged_theme_is_told_what_it_is_part_of(themes):
    gone, kept = themes
    last = make_theme("Last")
    pks = gone.pk, kept.pk, last.pk
    merging.merge(gone, kept)
    made = merging.merge(kept, last)

    assert Merge.objects.heirs("theme", [*pks, 999]) == {pks[0]: pks[2], pks[1]: pks[2]}
    merging.undo(made)
    assert Merge.objects.heirs("theme", pks) == {pks[0]: pks[1]}
    assert Merge.objects.heirs("show", pks) == {}


def test_pages_stand_between_a_merge_and_the_next_build(themes, client):
    gone, kept = themes
    pages = [make_article(themes=[gone]) for _ in range(3)]
    Recommendation.objects.create(
        source=pages[0], target=pages[1], rank=1, score=1, reasons=[f"theme:{gone.pk}"]
    )

    merging.merge(gone, kept)

    for path in (pages[0].get_absolute_url(), "/feed/", "/themes/scientifiction/"):
        assert client.get(path).status_code == 200


def publish_many(number, *, gone, kept):
    """Articles that all bear `gone`, every other one `kept` too; a third theme on half of them."""
    now, theme = timezone.now(), make_theme("Rare")
    articles = [
        Article(headline=f"A{n}", slug=f"a{n}", body=f"<p>w{n % 40}</p>", published_at=now)
        for n in range(number)
    ]
    publishing.publish_new(articles)
    bears = [(article, gone) for article in articles]
    bears += [(article, kept) for article in articles[::2]]
    bears += [(article, theme) for article in articles[::3]]
    through = Article.themes.through
    through.objects.bulk_create(through(article=a, theme=t) for a, t in bears)


def count_queries(act, *arguments):
    with CaptureQueriesContext(connection) as queries:
        result = act(*arguments)
    return result, len(queries)


def test_a_thousand_articles_cost_no_more_queries_than_three(client):
    counts = []
    for number in (3, 1000):
        Article.objects.all().delete()
        Theme.objects.all().delete()
        gone, kept = make_theme("Sci Fi"), make_theme("Scientifiction")
        publish_many(number, gone=gone, kept=kept)
        before = tags()

        made, merged = count_queries(merging.merge, gone, kept)
        assert kept.articles.count() == made.articles == number
        assert client.get("/themes/sci-fi/")["Location"] == "/themes/scientifiction/"
        _, undone = count_queries(merging.undo, made)
        assert tags() == before
        assert client.get("/themes/sci-fi/").status_code == 200
        counts.append((merged, undone))

    few, many = counts
    # Versions are written for 200 articles at a time; all else does not grow with them.
    assert max(few) <= 60
    assert max(many) <= 60 + 1000 / 200 * QUERIES_PER_BATCH


def test_the_history_of_an_article_tells_of_the_merge_and_its_undoing(themes):
    by = User.objects.create_user("publisher")
    article = make_article(themes=[themes[0]])

    merging.undo(merging.merge(*themes, by=by), by=by)

    versions = article.versions.order_by("number")
    assert [[tag["name"] for tag in each.state["themes"]] for each in versions][-3:] == [
        ["Sci Fi"],
        ["Scientifiction"],
        ["Sci Fi"],
    ]
    assert {each.by for each in list(versions)[-2:]} == {by}


@pytest.mark.django_db(transaction=True)
def test_links_and_search_follow_a_merge_and_its_undoing():
    gone, kept = make_theme("Sci Fi"), make_theme("Scientifiction")
    for _ in range(2):
        make_article(themes=[make_theme()])
    publish_many(publishing.FEW + 4, gone=gone, kept=kept)

    made = merging.merge(gone, kept)

    both, only_gone = Article.objects.get(slug="a0"), Article.objects.get(slug="a1")
    assert reasons() == {f"theme:{kept.pk}", f"theme:{Theme.objects.get(name='Rare').pk}"}
    assert only_gone.pk in finding.find(parse("Scientifiction")).pks

    merging.undo(made)

    assert {f"theme:{gone.pk}", f"theme:{kept.pk}"} < reasons()
    found = finding.find(parse("Scientifiction")).pks
    assert both.pk in found
    assert only_gone.pk not in found


def reasons():
    lines = Recommendation.objects.values_list("reasons", flat=True)
    return {reason for line in lines for reason in line}
