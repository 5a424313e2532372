"""What the checklist finds, and what it lets pass."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews import checks, sample
from reviews.models import Article
from tests.factories import (
    make_author,
    make_draft,
    make_image,
    make_ready,
    make_show,
    make_theme,
)

pytestmark = pytest.mark.django_db


def found(article):
    """Findings as “level code field”, those of other apps left out."""
    return [
        f"{finding.level} {finding.code} {finding.field}"
        for finding in checks.run(article)
        if not finding.code.startswith("related.")
    ]


def whole(**fields):
    """A review in which there is nothing to mend."""
    words = {"body": "<p>Words.</p>", "standfirst": "Why.", "verdict": "Good.", "kind": "review"}
    tags = {"shows": [make_show()], "themes": [make_theme()], "authors": [make_author()]}
    picture = {"lead_image": make_image(), "rating": Decimal(4)}
    return make_draft(**words | tags | picture | fields)


def figure(image, attributes=""):
    return f'<p>Words.</p><figure data-image="{image}"><img{attributes}></figure>'


def test_a_whole_review_has_nothing_to_mend():
    assert found(whole()) == []


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"body": ""}, "error body.empty body"),
        ({"body": "<hr>"}, "error body.empty body"),
        ({"standfirst": " "}, "error standfirst.missing standfirst"),
        ({"shows": []}, "error shows.missing article_shows"),
        ({"shows": [], "kind": "feature"}, "warning shows.missing article_shows"),
        ({"lead_image": None}, "warning lead_image.missing lead_image"),
        ({"themes": []}, "warning themes.missing themes"),
        ({"authors": []}, "warning authors.missing article_authors"),
        ({"authors": []}, "warning machines.review article_authors"),
        ({"verdict": ""}, "warning verdict.missing verdict"),
        ({"rating": None}, "warning machines.review rating"),
        ({"body": "<p>W</p><h4 id='x'>Deep</h4>"}, "warning headings.skip body"),
    ],
)
def test_what_is_missing_is_found(fields, finding):
    assert finding in found(whole(**fields))


def test_a_review_of_a_series_says_what_it_gives_away():
    series = make_show(kind="series")

    assert found(whole(shows=[series])) == ["warning spoilers.unsaid covers_season"]
    assert found(whole(shows=[series], covers_season=2)) == []
    assert "spoilers.unsaid" not in str(found(whole(shows=[series], kind="news")))


@pytest.mark.parametrize(
    ("decorative", "attributes", "finding"),
    [
        (False, "", None),
        (False, ' alt="A dome"', None),
        (True, "", None),
        (True, ' alt=""', None),
        (False, ' alt="" role="presentation"', None),
        (False, ' alt=""', "error pictures.alt body"),
        (False, ' alt=" "', "error pictures.alt body"),
        (False, ' alt="IMG_0001.jpg"', "warning pictures.file_name body"),
    ],
)
def test_each_picture_of_the_text_has_words_or_is_decorative(decorative, attributes, finding):
    image = make_image("" if decorative else "A dome", is_decorative=decorative)

    assert found(whole(body=figure(image.pk, attributes))) == ([finding] if finding else [])


def test_a_picture_that_has_left_the_library_is_found():
    assert found(whole(body=figure(10**9))) == ["error pictures.gone body"]


def test_a_lead_image_without_words_is_found():
    image = make_image("photo.JPG")

    assert found(whole(lead_image=image)) == ["warning pictures.file_name lead_image"]

    article = whole(lead_image=image)
    article.lead_image.alt_text = " "
    assert found(article) == ["error pictures.alt lead_image"]


def test_errors_come_first_and_only_they_stop():
    article = make_draft(kind="feature")

    levels = [finding.level for finding in checks.run(article)]

    assert levels == sorted(levels)
    assert [finding.code for finding in checks.errors(article)] == [
        "body.empty",
        "standfirst.missing",
    ]
    assert checks.errors(make_ready()) == []


def test_a_made_up_paper_has_no_error():
    sample.make(4, 1)

    assert {article.pk: checks.errors(article) for article in Article.objects.all()} == {
        article.pk: [] for article in Article.objects.all()
    }


def test_the_checklist_takes_the_same_few_queries_for_one_row_and_for_eight():
    counts = []
    for rows in (1, 8):
        article = whole(
            shows=[make_show() for _ in range(rows)],
            authors=[make_author() for _ in range(rows)],
            themes=[make_theme() for _ in range(rows)],
            body="".join(figure(make_image().pk) for _ in range(rows)),
        )
        with CaptureQueriesContext(connection) as queries:
            checks.run(Article.objects.get(pk=article.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 24
