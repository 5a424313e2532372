"""The demo paper itself, and the command that loads it."""

import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image as PillowImage

from reviews import richtext
from reviews.demo import source
from reviews.demo.loader import load
from reviews.demo.rasterise import LARGEST_FILE_BYTES
from reviews.models import Article, Image, Person, Show, Theme
from tests.factories import make_article, make_draft, make_show, make_theme

PAPER = source.read_paper()
SLUGS = [entry["slug"] for entry in PAPER["articles"]]
STRAIGHT_QUOTE = re.compile(r"['\"]")
FIGURE = re.compile(r'<figure data-image="([^"]+)"><img alt="([^"]*)"><figcaption>([^<]*)<')


@pytest.mark.parametrize("slug", SLUGS)
def test_a_body_has_700_to_1200_words_in_two_sections(slug):
    body = source.read_body(slug)

    assert 700 <= richtext.word_count(body) <= 1200
    assert len(richtext.headings(body)) == 2


@pytest.mark.parametrize("slug", SLUGS)
def test_a_body_is_set_with_typographic_quotes(slug):
    words = richtext.plain_text(source.read_body(slug))

    assert STRAIGHT_QUOTE.findall(words) == []


@pytest.mark.parametrize("entry", PAPER["articles"], ids=SLUGS)
def test_a_body_shows_a_picture_besides_the_lead_and_says_of_it_what_the_library_says(entry):
    figures = FIGURE.findall(source.read_body(entry["slug"]))

    assert figures
    for key, alt, caption in figures:
        picture = PAPER["pictures"][key]
        assert key != entry["lead_picture"]
        assert (alt, caption) == (picture["alt"], picture["caption"])


def test_every_picture_is_drawn_in_the_repository_and_used_once():
    leads = [entry["lead_picture"] for entry in PAPER["articles"]]
    posters = [entry["poster"] for entry in PAPER["shows"].values()]
    figures = [key for slug in SLUGS for key, *_ in FIGURE.findall(source.read_body(slug))]
    folder = source.HERE / "pictures"

    assert sorted([*leads, *posters, *figures]) == sorted(PAPER["pictures"])
    assert {path.stem for path in folder.glob("*.svg")} == set(PAPER["pictures"])
    assert {path.stem for path in folder.glob("*.jpg")} == set(PAPER["pictures"])


@pytest.mark.parametrize("key", PAPER["pictures"])
def test_a_picture_is_wide_enough_and_light_enough_for_a_front_page(key):
    path = source.HERE / "pictures" / f"{key}.jpg"

    with PillowImage.open(path) as picture:
        assert picture.size in {(1600, 900), (800, 1200)}
    assert path.stat().st_size <= LARGEST_FILE_BYTES


def test_no_body_links_to_one_of_the_four_that_for_all_mankind_leads_to():
    links = richtext.link_targets(source.read_body("for-all-mankind"))

    assert [link for link in links if link.startswith("/")] == []


@pytest.mark.django_db
def test_loading_publishes_all_articles_and_loading_again_changes_nothing():
    at = timezone.now()

    first = load(at=at)
    versions = list(Article.objects.values_list("pk", "updated_at", "body"))
    again = load()

    newest_first = Article.objects.published(at=at).newest_first()
    assert [article.slug for article in newest_first] == [
        *("for-all-mankind", "ikarie-xb-1", "interstellar", "the-tree-of-life", "dark")
    ]
    assert (len(first.added), again.added) == (5, [])
    waiting = Article.objects.in_review()
    assert [article.headline for article in waiting] == first.submitted
    assert (len(first.submitted), again.submitted) == (1, [])
    assert again.kept == first.added
    assert list(Article.objects.values_list("pk", "updated_at", "body")) == versions
    assert Image.objects.count() == len(PAPER["pictures"])
    assert {image.credit for image in Image.objects.all()} == {"Illustration: Double Feature"}
    for article in [*newest_first, *waiting]:
        assert richtext.clean_html(article.body) == article.body
    for article in newest_first:
        assert Image.objects.filter(pk__in=richtext.image_ids(article.body)).exists()


@pytest.mark.django_db
def test_what_an_editor_made_is_used_or_left_alone():
    show = make_show("Dark", kind="series", first_year=2017, synopsis="Ours.")
    theme = make_theme("Journeys", slug="journeys")
    theme.aliases.create(name="SPACE  exploration")
    person = Person.objects.create(name="jessica chastain")

    load()
    article = Article.objects.get(slug="dark")
    Article.objects.filter(pk=article.pk).update(slug="winden", headline="Rewritten")
    Article.objects.get(slug="interstellar").delete()
    again = load()

    show.refresh_from_db()
    assert (show.synopsis, show.credits.count()) == ("Ours.", 0)
    assert theme.articles.count() == 4
    assert person.credits.count() == 2
    assert again.added == ["Interstellar, or the arithmetic of a father’s absence"]
    assert "Rewritten" in again.kept
    assert not Article.objects.filter(slug="dark").exists()


@pytest.mark.django_db
def test_a_taken_address_is_named_and_nothing_is_written(django_capture_on_commit_callbacks):
    make_show("Interstellar", slug="interstellar", first_year=1999)
    before = Show.objects.count()

    with (
        django_capture_on_commit_callbacks() as announced,
        pytest.raises(CommandError, match=r"“interstellar”.*show “Interstellar \(1999\)”"),
    ):
        call_command("load_demo")

    assert (Article.objects.count(), Show.objects.count()) == (0, before)
    assert (Theme.objects.count(), Image.objects.count()) == (0, 0)
    assert announced == []
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_an_article_of_an_editor_is_never_overwritten():
    mine = make_article("Mine", slug="for-all-mankind")

    with pytest.raises(CommandError, match="article “Mine”"):
        call_command("load_demo")

    assert [article.headline for article in Article.objects.all()] == [mine.headline]


@pytest.mark.django_db
def test_if_empty_leaves_a_site_with_one_draft_alone(capsys):
    make_draft("Begun")

    call_command("load_demo", "--if-empty")

    assert capsys.readouterr().out == "There are articles already: the demo paper is not loaded.\n"
    assert [article.headline for article in Article.objects.all()] == ["Begun"]
