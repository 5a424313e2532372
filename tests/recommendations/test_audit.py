"""The report on the links of the whole paper, as a page and as a command."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from lxml import html

from recommendations.audit import audit
from recommendations.models import Followed, IgnoredTag, NeverRecommend, Override
from reviews import publishing
from reviews.plots import bars
from tests.factories import make_article, make_draft, make_person, make_show, make_theme
from tests.recommendations.stored_lists import store
from tests.reviews.newsroom import client_of, staff

pytestmark = pytest.mark.django_db

URL = "/admin/recommendations/linkreport/"


def found():
    """The subjects of each section, as text, by title."""
    return {
        section.title: [str(finding.subject) for finding in section.rows]
        for section in audit().sections
    }


def clean_paper():
    """Five articles, each of which links to the four others."""
    articles = [make_article(headline) for headline in "ABCDE"]
    for source in articles:
        store(source, *(target for target in articles if target != source))
    return articles


def test_a_paper_whose_links_are_right_has_no_findings():
    clean_paper()

    assert audit().findings == 0
    assert all(not rows for rows in found().values())


def test_what_no_page_links_to_is_never_recommended():
    a, *_ = clean_paper()
    make_article("Lonely")
    Override.objects.create(source=a, target=make_article("Pinned"))
    NeverRecommend.objects.create(article=make_article("Banned for good"))
    make_draft("Draft")

    assert found()["Never recommended"] == ["Lonely"]


def test_a_place_below_those_that_a_page_shows_is_no_recommendation():
    page, fifth = make_article("Page"), make_article("Fifth")
    store(page, *(make_article() for _ in range(4)), fifth)

    assert "Fifth" in found()["Never recommended"]


def test_a_list_of_a_withdrawn_article_recommends_nothing():
    page, target = make_article("Page"), make_article("Target")
    store(page, target)
    assert "Target" not in found()["Never recommended"]

    publishing.withdraw(page)

    assert "Target" in found()["Never recommended"]


def test_more_than_12_links_are_too_many():
    twelve, thirteen = make_article("Twelve"), make_article("Thirteen")
    for _ in range(12):
        store(make_article(), thirteen, twelve)
    assert found()["Over-exposed"] == []

    store(make_article(), thirteen)

    assert found()["Over-exposed"] == ["Thirteen"]


def test_fewer_than_four_links_of_its_own_are_too_few_and_pins_count():
    four, three = make_article("Four"), make_article("Three")
    targets = clean_paper()
    store(four, *targets[:3])
    Override.objects.create(source=four, target=targets[3])
    store(three, *targets[:3], make_draft())
    Override.objects.create(source=three, target=targets[0])  # Stands in the list already.

    assert found()["Fewer than 4 links of their own"] == ["Three"]


def test_what_a_page_bans_is_no_link_unless_it_may_stand_in_the_other_slot():
    page, fewer, banned = make_article("Page"), make_article("Fewer"), make_article("Banned")
    targets = clean_paper()
    store(page, *targets[:3], banned)
    for full in (fewer, banned):
        store(full, *targets[:4])
    Override.objects.create(source=page, target=banned, kind="ban", slot="mid")
    Override.objects.create(source=fewer, target=targets[0], kind="ban")
    assert found()["Fewer than 4 links of their own"] == ["Fewer"]
    assert "Banned" not in found()["Never recommended"]

    Override.objects.update(slot="either")

    assert found()["Fewer than 4 links of their own"] == ["Fewer", "Page"]
    assert "Banned" in found()["Never recommended"]


def test_what_is_pinned_on_many_pages_is_over_exposed():
    pinned = make_article("Pinned")
    for _ in range(12):
        Override.objects.create(source=make_article(), target=pinned)
    assert found()["Over-exposed"] == []

    store(make_article(), pinned)

    assert found()["Over-exposed"] == ["Pinned"]


def test_how_many_links_are_too_many_follows_the_tuning(settings):
    settings.RECOMMENDATIONS = {"most_inlinks": 3}
    clean_paper()

    assert len(found()["Over-exposed"]) == 5


def test_how_evenly_links_are_spread_is_said():
    clean_paper()
    make_article()

    assert audit().summary == (
        "No page links to 1 of them (16.7%); the most pages that link to one are 4."
    )


def test_pins_to_what_is_withdrawn_or_never_recommended_are_found_and_waiting_ones_are_not():
    page, gone, never = make_article("Page"), make_article("Gone"), make_article("Never")
    for target in (gone, never, make_draft(), make_article(ago=-timedelta(days=1))):
        Override.objects.create(source=page, target=target)
    publishing.withdraw(gone)
    NeverRecommend.objects.create(article=never)

    (section,) = [each for each in audit().sections if each.title.startswith("Pins")]

    assert [str(each.subject.target) for each in section.rows] == ["Gone", "Never"]
    assert section.rows[0].words == "“Gone” is not public, pinned on “Page”"


def test_tags_that_nearly_every_article_has_decide_nothing_unless_they_are_ignored():
    person = make_person("Everywhere")
    show, common, ignored, half = make_show(cast=[person]), *map(make_theme, "CIH")
    for number in range(10):
        themes = [common, ignored, half] if number % 2 else [common, ignored]
        make_article(shows=[show], themes=themes)
    IgnoredTag.objects.create(theme=ignored)

    assert found()["Tags that decide nothing"] == [str(show), "Everywhere", "C"]


def test_a_long_section_says_how_many_there_are():
    for _ in range(25):
        make_article()

    section = audit().sections[0]

    assert (section.total, len(section.rows)) == (25, 20)


def test_links_are_counted_by_their_number():
    clean_paper()
    make_article()

    assert audit().inlinks == [(0, 1), (4, 5)]


def test_what_was_followed_is_summed_over_28_days():
    a, b, *_ = clean_paper()
    today = timezone.localdate()
    for ago, times in ((0, 2), (27, 3), (28, 50)):
        day = today - timedelta(days=ago)
        row = {"day": day, "source": a, "target": b, "slot": "end", "rung": "related"}
        Followed.objects.create(**row, times=times)

    found = audit()

    assert (len(found.followed_by_day), sum(n for _, n in found.followed_by_day)) == (28, 5)
    assert found.followed_by_place == [("end", "related", 5)]
    assert found.followed_most[0]["total"] == 5


def test_the_audit_costs_a_bounded_number_of_queries(django_assert_max_num_queries):
    theme, show = make_theme(), make_show(cast=[make_person()])
    clean_paper()
    for _ in range(5):
        make_article(themes=[theme], shows=[show])
    with django_assert_max_num_queries(18):
        audit()
    page = make_article(themes=[theme], shows=[show])
    for _ in range(45):
        target = make_article(themes=[theme], shows=[show])
        Override.objects.create(source=page, target=target)
        NeverRecommend.objects.create(article=target)

    with django_assert_max_num_queries(18):
        audit()


def test_the_page_shows_plots_with_words_and_tables(admin_client):
    a, b, *_ = clean_paper()
    make_article("Lonely <b>")
    place = {"source": a, "target": b, "slot": "end", "rung": "same-show"}
    Followed.objects.create(day=timezone.localdate(), **place, times=7)

    page = html.fromstring(admin_client.get(URL).content.decode())

    assert page.findtext(".//h1") == "Report on the links"
    plots = page.xpath("//*[local-name()='svg' and @role='img']")
    names = [page.get_element_by_id(plot.get("aria-labelledby")).text for plot in plots]
    assert names[0] == "Articles by the number of pages that link to them"
    assert [cell.text for cell in page.findall(".//figure")[0].iter("td")] == ["0", "1", "4", "5"]
    rows = [[cell.text_content() for cell in row] for row in page.findall(".//tbody/tr")]
    assert ["A", "B", "7"] in rows
    assert ["end", "same-show", "7"] in rows
    links = {link.text: link.get("href") for link in page.iter("a")}
    assert links["Lonely <b>"].startswith("/admin/reviews/article/")


def test_an_empty_paper_has_a_report(admin_client):
    assert admin_client.get(URL).status_code == 200
    call_command("recommend", "--audit")


def test_editors_read_the_report_and_others_do_not(client):
    assert client_of(staff("change_any_article")).get(URL).status_code == 200
    assert client_of(staff(username="other")).get(URL).status_code == 403
    assert client.get(URL).status_code == 302
    address = reverse("admin:recommendations_linkreport_add")
    assert client_of(staff("change_any_article", username="third")).get(address).status_code == 403


def test_the_command_ends_with_1_when_something_is_wrong(capsys):
    clean_paper()
    call_command("recommend", "--audit")
    assert "Never recommended: 0" in capsys.readouterr().out

    make_article("Lonely")

    with pytest.raises(SystemExit) as end:
        call_command("recommend", "--audit")
    assert end.value.code == 1
    out = capsys.readouterr().out
    assert "Never recommended: 1\n  Lonely: no page links to it" in out


def test_bars_fill_the_drawing_and_nothing_is_divided_by_zero():
    tall, half = bars([("a", 10), ("b", 5)])

    assert (tall.height, half.height) == (112, 56)
    assert tall.y + tall.height == half.y + half.height == 136
    assert bars([]) == []
    assert bars([("a", 0)])[0].height == 0
