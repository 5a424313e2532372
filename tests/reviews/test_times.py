"""Times as editors type and read them: in the paper's zone, with what that is in UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from reviews import publishing, zones
from reviews.models import Article
from reviews.time_fields import PaperTimeField
from tests.factories import make_draft

from .newsroom import client_of, editor, errors_beside, form_values, send, staff

ADD = "/admin/reviews/article/add/"
BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]


def wall(*parts):
    """What a clock on a wall shows, of no zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


@pytest.fixture
def desk(db):
    return client_of(editor())


def at(date, time, which=""):
    return {"published_at_0": date, "published_at_1": time, "published_at_2": which}


def said(response, field="published_at"):
    page = html.fromstring(response.content.decode())
    place = page.xpath(f"//div[contains(@class, 'field-{field}')]//div[@class='paper-time']")[0]
    return " ".join(place.xpath("string(.//*[@class='paper-time__zone'])").split())


@given(
    st.sampled_from(ZONES),
    st.datetimes(min_value=wall(1990, 1, 1), max_value=wall(2037, 1, 1)),
)
def test_every_moment_is_a_reading_of_what_clocks_show_then(name, moment):
    zone, moment = ZoneInfo(name), moment.replace(tzinfo=UTC)
    shown = moment.astimezone(zone).replace(tzinfo=None, fold=0)

    assert moment in [reading.astimezone(UTC) for reading in zones.readings(shown, zone)]


@pytest.mark.parametrize(
    ("zone", "shown", "utc"),
    [
        (BERLIN, wall(2026, 7, 1, 20, 15), ["18:15"]),
        (BERLIN, wall(2026, 3, 29, 1, 59), ["00:59"]),
        (BERLIN, wall(2026, 3, 29, 2, 0), []),
        (BERLIN, wall(2026, 3, 29, 2, 59), []),
        (BERLIN, wall(2026, 3, 29, 3, 0), ["01:00"]),
        (BERLIN, wall(2026, 10, 25, 1, 59), ["23:59"]),
        (BERLIN, wall(2026, 10, 25, 2, 0), ["00:00", "01:00"]),
        (BERLIN, wall(2026, 10, 25, 3, 0), ["02:00"]),
        # Half an hour there.
        (LORD_HOWE, wall(2026, 10, 4, 2, 15), []),
        (LORD_HOWE, wall(2026, 4, 5, 1, 45), ["14:45", "15:15"]),
    ],
)
def test_a_time_of_the_clock_has_no_reading_in_a_gap_and_two_where_it_comes_twice(
    zone, shown, utc
):
    assert [f"{m.astimezone(UTC):%H:%M}" for m in zones.readings(shown, zone)] == utc


def test_a_time_over_which_clocks_are_put_forward_is_refused_with_the_next_one(desk, settings):
    settings.TIME_ZONE = "Europe/Berlin"

    response = send(desk, ADD, headline="New", **at("2026-03-29", "02:30:00"))

    assert errors_beside(response) == {
        "published_at_0": "That day the clocks in Europe/Berlin are put forward over 02:30: it "
        "does not exist. Take 03:30, or a time before the change."
    }
    assert form_values(response)["published_at_1"] == ["02:30:00"]


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_a_time_that_comes_twice_is_asked_about_and_kept(desk, settings, which, hour):
    settings.TIME_ZONE = "Europe/Berlin"
    typed = at("2026-10-25", "02:30:00")

    response = send(desk, ADD, headline="New", **typed)

    page = html.fromstring(response.content.decode())
    choices = page.xpath("//select[@name='published_at_2']")[0]
    assert "show 02:30 twice" in errors_beside(response)["published_at_0"]
    assert choices.xpath("./option/text()") == [
        "Choose which",
        "02:30 CEST (00:30 UTC)",
        "02:30 CET (01:30 UTC)",
    ]
    assert "hidden" not in choices.getparent().attrib

    send(desk, ADD, headline="New", **typed | {"published_at_2": which})

    article = Article.objects.get()
    assert article.published_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    again = desk.get(reverse("admin:reviews_article_change", args=[article.pk]))
    assert form_values(again)["published_at_2"] == [which]
    assert said(again).endswith(f"That is 0{hour}:30 UTC.")
    send(desk, reverse("admin:reviews_article_change", args=[article.pk]))
    article.refresh_from_db()
    assert article.published_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_zone_and_utc_stand_beside_a_time_without_any_script(desk, settings):
    settings.TIME_ZONE = "America/New_York"
    article = make_draft(published_at=datetime(2026, 7, 2, 0, 30, tzinfo=UTC))

    page = desk.get(reverse("admin:reviews_article_change", args=[article.pk]))

    assert said(page) == "Times are America/New_York. That is 2 July 2026, 00:30 UTC."
    assert said(page, "significantly_updated_at").startswith("Times are America/New_York. It is ")


def test_who_may_only_read_sees_the_zone_too(db, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make_draft("Out")
    publishing.publish(article, at=datetime(2026, 7, 1, 18, 15, tzinfo=UTC))
    reader = client_of(staff("view_article"))

    form = reader.get(reverse("admin:reviews_article_change", args=[article.pk]))

    assert "1 Jul 2026, 20:15 CEST (18:15 UTC)" in form.content.decode()


def test_the_list_names_the_zone(desk, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    make_draft(published_at=datetime(2026, 7, 1, 18, 15, tzinfo=UTC))

    listing = desk.get(reverse("admin:reviews_article_changelist")).content.decode()

    assert "1 Jul 2026, 20:15 CEST (18:15 UTC)" in listing


def test_a_field_may_have_words_of_its_own_for_what_is_no_time():
    field = PaperTimeField(required=False, error_messages={"invalid_time": "At what time?"})

    with pytest.raises(ValidationError, match="At what"):
        field.clean(["2026-03-28", "", ""])
    with pytest.raises(ValidationError, match="There is no such date"):
        field.clean(["", "20:15", ""])
