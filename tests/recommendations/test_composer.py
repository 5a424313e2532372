"""Which links a page shows: pins, the stored list and the ladder, each rule of the composer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from recommendations.composer import Refusal, compose, fill_page
from recommendations.models import EditorsPick, IgnoredTag, NeverRecommend, Override
from recommendations.templatetags.recommendations import links_slot
from reviews import publishing
from reviews.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_person,
    make_show,
    make_theme,
)
from tests.recommendations.stored_lists import store

pytestmark = pytest.mark.django_db

LONG = f"<p>{'word ' * 100}</p>" * 4


def make_page(headline="Page", *, body=LONG, **fields):
    """An article with room for a mid slot."""
    return make_article(headline, body=body, **fields)


def make_others(headlines, **fields):
    """Articles by one-letter headlines, each of a show of its own, the first the newest."""
    return [
        make_article(headline, ago=timedelta(days=days), **({"shows": [make_show()]} | fields))
        for days, headline in enumerate(headlines, 1)
    ]


def shown(article, **options):
    """Headlines in the mid slot and in the end slot."""
    links = compose(article, **options)
    return tuple(
        [card.article.headline for card in slot.cards] if slot else []
        for slot in (links.mid, links.end)
    )


def pin(source, target, **fields):
    Override.objects.create(source=source, target=target, kind="pin", **fields)


def ban(source, target, **fields):
    Override.objects.create(source=source, target=target, kind="ban", **fields)


def test_the_best_stand_in_the_text_and_the_next_at_the_end():
    page = make_page()
    store(page, *make_others("ABCDE"))

    assert shown(page) == (["A", "B"], ["C", "D"])


def test_slots_have_their_headings_and_cards_their_rung():
    page = make_page()
    store(page, *make_others("ABCD"))

    links = compose(page)

    assert [links.mid.heading, links.end.heading] == ["You may also like", "Read more"]
    assert {(card.rung.value, card.label) for card in links.mid.cards} == {("related", "")}


@pytest.mark.parametrize("fields", [{"body": "<p>Short.</p>"}, {"body": ""}, {"mid_slot": "none"}])
def test_without_a_place_in_the_text_all_links_stand_at_the_end(fields):
    page = make_page(**fields)
    store(page, *make_others("ABCDE"))

    assert shown(page) == ([], ["A", "B", "C", "D"])
    assert compose(page).mid_after is None


def test_the_editor_chooses_the_block_after_which_the_links_stand():
    page = make_page(mid_slot="after_block", mid_slot_block=1)
    store(page, *make_others("ABCD"))

    assert compose(page).mid_after == 1


def test_where_nothing_else_is_public_there_is_no_slot():
    page = make_page()
    make_draft()

    links = compose(page)

    assert (links.mid, links.end, links.mid_after) == (None, None, None)


def test_a_draft_is_previewed_with_the_links_that_publishing_gives():
    theme = make_theme("Grief")
    make_article("Related", themes=[theme])
    make_article("Latest")
    draft = make_draft("Draft", themes=[theme])

    links = compose(draft)

    found = [(card.article.headline, card.rung.value, card.reasons) for card in links.end.cards]
    assert found == [("Related", "related", ("Grief",)), ("Latest", "latest", ())]


def test_an_embargoed_target_appears_at_its_exact_time():
    page = make_page(body="")
    hour = timezone.now() + timedelta(hours=1)
    (other,) = make_others(["Other"])
    embargoed = make_draft("Embargoed")
    publishing.publish(embargoed, at=hour)
    store(page, embargoed, other)
    pin(page, embargoed)

    moments = {
        second: shown(page, at=hour + timedelta(seconds=second))[1] for second in (-1, 0, 1)
    }

    assert moments == {-1: ["Other"], 0: ["Embargoed", "Other"], 1: ["Embargoed", "Other"]}


def test_a_withdrawn_target_is_gone_from_a_stale_list_and_from_a_pin():
    page = make_page(body="")
    a, b = make_others("AB")
    store(page, a, b)
    pin(page, a)
    assert shown(page) == ([], ["A", "B"])

    publishing.withdraw(a)

    assert shown(page) == ([], ["B"])


def test_a_deleted_target_is_gone():
    page = make_page(body="")
    a, b = make_others("AB")
    store(page, a, b)

    a.delete()

    assert shown(page) == ([], ["B"])


def test_pins_come_first_in_their_order_and_the_engine_fills_up():
    page = make_page()
    a, b, c, d = make_others("ABCD")
    store(page, a, b, c, d)
    pin(page, c, position=2)
    pin(page, d, position=1)

    assert shown(page) == (["D", "C"], ["A", "B"])


def test_a_pin_stands_in_the_slot_it_is_for():
    page = make_page()
    a, b, c, d = make_others("ABCD")
    store(page, a, b, c)
    pin(page, d, slot="end")

    assert shown(page) == (["A", "B"], ["D", "C"])


def test_a_pin_for_one_slot_keeps_its_room_whatever_its_number():
    page = make_page()
    a, b, c = make_others("ABC")
    pin(page, a, position=1)
    pin(page, b, position=2)
    pin(page, c, position=3, slot="mid")

    assert shown(page) == (["C", "A"], ["B"])


def test_a_pin_for_the_text_stands_at_the_end_of_a_short_article():
    page = make_page(body="")
    *_, b = make_others("AB")
    pin(page, b, slot="mid")

    assert shown(page) == ([], ["B", "A"])


def test_a_pin_to_a_draft_is_skipped():
    page = make_page(body="")
    make_others("A")
    pin(page, make_draft("Draft"))

    assert shown(page) == ([], ["A"])


def test_a_pinned_article_that_is_related_says_why():
    theme = make_theme("Cold War")
    page = make_page(themes=[theme])
    (a,) = make_others("A")
    store(page, a, reasons=[f"theme:{theme.pk}"])
    pin(page, a)

    (card,) = compose(page).mid.cards
    assert (card.rung.value, card.reasons) == ("pinned", ("Cold War",))


def test_a_ban_keeps_an_article_from_the_page_by_any_rung():
    page = make_page(body="")
    a, b = make_others("AB")
    store(page, a, b)
    ban(page, a)

    assert shown(page) == ([], ["B"])


def test_a_ban_from_one_slot_leaves_the_other():
    page = make_page()
    a, b, c = make_others("ABC")
    store(page, a, b, c)
    ban(page, a, slot="mid")

    assert shown(page) == (["B", "C"], ["A"])


def test_an_article_never_to_be_recommended_is_nowhere_but_keeps_its_own_links():
    page = make_page(body="")
    a, b = make_others("AB")
    store(page, a, b)
    pin(page, a)
    NeverRecommend.objects.create(article=a)

    assert shown(page) == ([], ["B"])
    assert shown(a) == ([], ["Page", "B"])


@pytest.mark.parametrize(
    "href",
    [
        "/articles/{slug}/",
        "/articles/{slug}/?from=text#part",
        "http://testserver/articles/{slug}/",
        "../{slug}/",
    ],
)
def test_what_the_text_links_to_is_not_repeated(href):
    a, b = make_others("AB")
    link = f'<p><a href="{href.format(slug=a.slug)}">A</a></p>'
    page = make_page(body=link)
    store(page, a, b)
    pin(page, a)

    assert shown(page) == ([], ["B"])


def test_what_a_link_leads_to_is_known_by_its_id_after_a_rename():
    renamed, taker, other = make_others(["Renamed", "Taker", "Other"])
    body = f'<p><a href="/articles/{renamed.slug}/" data-article="{renamed.pk}">A</a></p>'
    page = make_page(body=body)
    store(page, renamed, taker, other)
    old, renamed.slug = renamed.slug, "new"
    renamed.save()
    taker.slug = old
    taker.save()

    assert shown(page) == ([], ["Taker", "Other"])


@pytest.mark.parametrize(
    "href", ["https://elsewhere.test/articles/{slug}/", "/shows/{slug}/", "http://[", "#{slug}"]
)
def test_links_to_other_places_hide_nothing(href):
    (a,) = make_others("A")
    page = make_page(body=f'<p><a href="{href.format(slug=a.slug)}">A</a></p>')
    store(page, a)

    assert shown(page) == ([], ["A"])


def test_at_most_half_of_the_links_are_from_the_articles_own_show():
    show = make_show()
    page = make_page(shows=[show])
    own = make_others("ABCD", shows=[show])
    store(page, *own, *make_others("XY"))

    assert shown(page) == (["A", "B"], ["X", "Y"])


def test_at_most_one_link_is_from_any_other_show():
    page = make_page()
    show = make_show()
    store(page, *make_others("AB", shows=[show, make_show()]), *make_others("XYZ"))

    assert shown(page) == (["A", "X"], ["Y", "Z"])


def test_articles_without_a_show_are_not_one_show():
    page = make_page()
    store(page, *make_others("ABCD", shows=[]))

    assert shown(page) == (["A", "B"], ["C", "D"])


def test_too_few_related_go_down_the_ladder_to_the_same_show_and_the_latest():
    show = make_show("Dark")
    page = make_page(shows=[show])
    make_others("XY")
    make_others("S", shows=[show])
    (related,) = make_others("R")
    store(page, related)

    links = compose(page)

    cards = [*links.mid.cards, *links.end.cards]
    assert [(card.article.headline, card.rung.value, card.label) for card in cards] == [
        ("R", "related", ""),
        ("S", "same-show", "More on Dark"),
        ("X", "latest", "Latest"),
        ("Y", "latest", "Latest"),
    ]


def rungs(article):
    """Headline and rung of each link of the page, in order."""
    links = compose(article)
    cards = [card for slot in (links.mid, links.end) if slot for card in slot.cards]
    return [(card.article.headline, card.rung.value) for card in cards]


def test_each_rung_has_its_place():
    show = make_show("Dark")
    page = make_page(shows=[show])
    make_article("Latest", ago=timedelta(minutes=1), shows=[make_show()])
    (related,) = make_others(["Related"])
    store(page, related)
    make_article("Same show", ago=timedelta(days=90), shows=[show])
    picked = make_article("Picked", ago=timedelta(days=99))
    EditorsPick.objects.create(article=picked)

    steps = [("Related", "related"), ("Same show", "same-show"), ("Picked", "picked")]
    assert rungs(page) == [*steps, ("Latest", "latest")]

    pin(page, make_article("Pinned", ago=timedelta(days=100)))
    assert rungs(page) == [("Pinned", "pinned"), *steps]


def test_picks_stand_in_the_editors_order_and_only_where_there_is_room():
    page = make_page()
    for position, headline in [(3, "Third"), (1, "First"), (2, "Second")]:
        article = make_article(headline, ago=timedelta(days=9 - position))
        EditorsPick.objects.create(article=article, position=position)
    make_article("Newest", ago=timedelta(minutes=1))

    assert shown(page) == (["First", "Second"], ["Third", "Newest"])

    store(page, *make_others("ABCD"))
    assert shown(page) == (["A", "B"], ["C", "D"])


def test_a_pick_is_held_to_the_rules_of_every_link():
    page = make_page()
    articles = [make_article("Banned"), make_draft("Draft"), make_article("Never"), page]
    for article in articles:
        EditorsPick.objects.create(article=article)
    ban(page, articles[0])
    NeverRecommend.objects.create(article=articles[2])
    make_article("Latest")

    assert rungs(page) == [("Latest", "latest")]


def test_the_ladder_reaches_the_same_show_past_many_newer_articles():
    show = make_show()
    page = make_page(shows=[show])
    make_others([f"New {number}" for number in range(25)])
    make_article("Old", shows=[show], ago=timedelta(days=900))

    assert shown(page)[0] == ["Old", "New 0"]


def test_the_newest_being_of_one_show_leaves_no_room_empty():
    make_others("ABC", shows=[])
    show = make_show()
    for number in range(30):
        make_article(f"Episode {number}", shows=[show], ago=timedelta(minutes=number))

    (newest, *others), end = shown(make_page(ago=timedelta(days=900)))

    assert newest == "Episode 0"
    assert {*others, *end} == set("ABC")


def test_the_ladder_does_not_follow_ignored_tags():
    show, theme = make_show("Dark"), make_theme("Grief")
    page = make_page(shows=[show], themes=[theme])
    make_article("Own", ago=timedelta(days=90), shows=[show])
    make_article("Grieving", ago=timedelta(days=80), themes=[theme])
    make_article("Latest")
    assert rungs(page) == [("Own", "same-show"), ("Grieving", "same-theme"), ("Latest", "latest")]

    IgnoredTag.objects.create(show=show)
    IgnoredTag.objects.create(theme=theme)

    assert {rung for _, rung in rungs(page)} == {"latest"}


def test_the_ladder_shows_no_article_that_is_not_public():
    page = make_page(body="")
    make_article("Embargoed", ago=-timedelta(days=1))
    make_draft("Draft")
    publishing.withdraw(make_article("Withdrawn"))
    make_others("A")

    assert shown(page) == ([], ["A"])


def test_reasons_are_named_as_the_tags_are_now_and_removed_ones_drop_out():
    theme, gone, show = make_theme("Cold war"), make_theme(), make_show("Dark")
    page = make_page(themes=[theme, gone], shows=[show])
    (a,) = make_others("A")
    store(page, a, reasons=[f"show:{show.pk}", f"theme:{gone.pk}", f"theme:{theme.pk}"])

    page.themes.remove(gone)
    theme.name = "Cold War"
    theme.save()

    (card,) = compose(Article.objects.get(pk=page.pk)).mid.cards
    assert card.reasons == ("Dark", "Cold War")


def test_a_person_is_a_reason_only_where_the_show_is_not():
    actor, other = make_person("A. Nolan"), make_person("B. Kubrick")
    shared, alone = make_show("Shared", cast=[actor]), make_show("Alone", cast=[other])
    page = make_page(shows=[shared, alone])
    (a,) = make_others("A")
    reasons = [f"show:{shared.pk}", f"person:{actor.pk}", f"person:{other.pk}"]
    store(page, a, reasons=reasons)

    (card,) = compose(page).mid.cards
    assert card.reasons == ("Shared", "B. Kubrick")


def finished(links):
    """All that the cards of a page say."""
    return [
        (
            card.article.headline,
            card.article.get_absolute_url(),
            card.article.byline,
            card.article.lead_image and card.article.lead_image.last_srcset,
            card.reasons,
            card.label,
        )
        for slot in (links.mid, links.end)
        if slot
        for card in slot.cards
    ]


def test_a_page_costs_2_queries_and_one_more_with_the_ladder(django_assert_num_queries):
    """Reasons of all kinds, bylines, pictures, pins and bans are in them."""
    actor, theme = make_person("A. Actor"), make_theme("Grief")

    def make_loaded_page(headline):
        show = make_show(cast=[actor, make_person()])
        page = make_page(headline, themes=[theme], shows=[show], authors=[make_author()])
        return Article.objects.for_page().get(pk=page.pk)

    alone = make_loaded_page("Alone")
    with django_assert_num_queries(2):
        assert finished(compose(alone)) == []

    rich = make_loaded_page("Rich")
    authors = [make_author("Ada"), make_author("Ben")]
    others = [
        make_article(shows=[make_show()], authors=authors, lead_image=make_image())
        for _ in range(30)
    ]
    store(rich, *others[:12], reasons=[f"theme:{theme.pk}", f"person:{actor.pk}"])
    pin(rich, others[20])
    ban(rich, others[0])
    with django_assert_num_queries(2):
        cards = finished(compose(rich))
    assert [card[2] for card in cards] == ["Ada and Ben"] * 4
    assert [card[0] for card in cards] == [others[place].headline for place in (20, 1, 2, 3)]
    assert [card[3] for card in cards] == [
        others[place].lead_image.last_srcset for place in (20, 1, 2, 3)
    ]
    assert cards[1][4] == ("Grief", "A. Actor")

    with django_assert_num_queries(3):
        assert len(finished(compose(alone))) == 4


def test_what_is_withdrawn_between_two_queries_has_no_card():
    page = make_page(body="")
    a, b = make_others("AB")
    store(page, a, b)
    filled = fill_page(page)

    publishing.withdraw(a)

    assert [card.article.headline for card in filled.slots()["end"].cards] == ["B"]


def headings(article):
    links = compose(article)
    return [slot and slot.heading for slot in (links.mid, links.end)]


def test_a_slot_in_which_nothing_is_related_says_so():
    show, theme = make_show("Dark"), make_theme("Grief")
    page = make_page(shows=[show], themes=[theme])
    make_others(["L1", "L2", "L3", "L4"])
    assert headings(page) == ["The latest", "The latest"]

    for position, headline in enumerate(["P1", "P2"], 1):
        picked = make_article(headline, ago=timedelta(days=50))
        EditorsPick.objects.create(article=picked, position=position)
    assert headings(page) == ["Editors’ picks", "The latest"]

    make_article("T", ago=timedelta(days=60), themes=[theme])
    assert headings(page) == ["More to read", "Read more"]

    make_others(["S1", "S2"], shows=[show])
    assert headings(page) == ["More on Dark", "Read more"]

    store(page, make_article("Related", ago=timedelta(days=60), shows=[make_show()]))
    assert headings(page) == ["You may also like", "Read more"]


def test_a_label_that_is_the_heading_is_not_repeated_on_the_cards():
    page = make_page()
    make_others("LMNO")
    html = links_slot(compose(page).mid)

    assert html.count("The latest") == 1
    assert "card__label" not in html

    make_article("Picked", ago=timedelta(days=9))
    EditorsPick.objects.create(article=Article.objects.get(headline="Picked"))
    assert links_slot(compose(page).mid).count("card__label") == 2


def test_the_same_theme_comes_after_the_same_show_and_before_the_picks():
    show, theme, other = make_show("Dark"), make_theme("Grief"), make_theme("Time")
    page = make_page(shows=[show], themes=[theme, other])
    make_article("Same show", ago=timedelta(days=90), shows=[show], themes=[theme])
    make_article("Grieving", ago=timedelta(days=80), themes=[theme])
    make_article("Timely", ago=timedelta(days=85), themes=[other, theme], shows=[make_show()])
    EditorsPick.objects.create(article=make_article("Picked", ago=timedelta(days=99)))
    make_article("Latest")

    assert finished_rungs(page) == [
        ("Same show", "same-show", "More on Dark"),
        ("Grieving", "same-theme", "More on Grief"),
        ("Timely", "same-theme", "More on Grief"),
        ("Picked", "picked", "Editors’ pick"),
    ]


def finished_rungs(article):
    links = compose(article)
    cards = [card for slot in (links.mid, links.end) if slot for card in slot.cards]
    return [(card.article.headline, card.rung.value, card.label) for card in cards]


def test_where_the_own_show_has_its_share_the_ladder_looks_elsewhere():
    show, theme = make_show("Dark"), make_theme("Grief")
    page = make_page(shows=[show], themes=[theme])
    own = make_others("ABCDEF", shows=[show])
    store(page, *own)
    make_article("Grieving", ago=timedelta(days=80), themes=[theme])
    make_article("Latest")

    assert rungs(page) == [
        ("A", "related"),
        ("B", "related"),
        ("Grieving", "same-theme"),
        ("Latest", "latest"),
    ]


def make_series(show, *parts):
    """Reviews of (season, episode), each named by it, the newest part the newest article."""
    return [
        make_article(
            f"S{season}E{episode}" if episode else f"S{season}",
            shows=[show],
            covers_season=season,
            covers_episode=episode,
            ago=timedelta(days=100 - place),
            body="",
        )
        for place, (season, episode) in enumerate(parts)
    ]


def test_the_parts_before_and_after_stand_in_the_series_box_only(client):
    show = make_show("Dark", kind="series")
    one, two, three = make_series(show, (1, 1), (1, 2), (1, 3))
    feature = make_article("Feature", shows=[show])
    store(two, one, three, feature)
    pin(two, three)

    assert shown(two) == ([], ["Feature"])
    assert fill_page(two).refused == {one.pk: Refusal.SERIES, three.pk: Refusal.SERIES}

    page = client.get(two.get_absolute_url()).content.decode()
    for target in (one, three, feature):
        assert page.count(f'href="{target.get_absolute_url()}"') == 1


def test_what_goes_further_in_the_show_is_not_offered_unless_pinned():
    show = make_show("Dark", kind="series")
    parts = make_series(show, (1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (1, None), (2, None))
    page = parts[1]
    interview = make_article("Interview", shows=[show], ago=timedelta(days=200))
    store(page, *parts[3:], interview)

    assert rungs(page) == [("Interview", "related")]
    refused = fill_page(page).refused
    assert [refused[part.pk] for part in parts[3:]] == [Refusal.SPOILER] * 4

    pin(page, parts[4])
    assert rungs(page) == [("S2E1", "pinned"), ("Interview", "related")]


def test_what_comes_before_is_offered_after_it_and_so_is_what_covers_as_much():
    show = make_show("Dark", kind="series")
    parts = make_series(show, (1, 1), (1, 2), (1, 3), (1, None), (2, 1))
    page = parts[3]
    twin = make_article("Twin", shows=[show], covers_season=1, kind="feature")
    store(page, parts[0], parts[4], twin)

    assert [headline for headline, rung in rungs(page) if rung == "related"] == ["S1E1", "Twin"]


def test_a_later_season_of_another_show_gives_nothing_away():
    page = make_series(make_show("Dark", kind="series"), (1, 1))[0]
    other = make_series(make_show("Lost", kind="series"), (6, None))[0]
    store(page, other)

    assert shown(page) == ([], ["S6"])


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_is_stored_and_steered_a_page_keeps_its_rules(data):
    Article.objects.all().delete()
    shows = [make_show() for _ in range(3)]
    others = [
        make_article(shows=data.draw(st.lists(st.sampled_from(shows), max_size=2, unique=True)))
        for _ in range(data.draw(st.integers(1, 8)))
    ]
    some = st.lists(st.sampled_from(others), unique=True)
    in_text = data.draw(some)
    leads = "".join(f'<p><a href="{each.get_absolute_url()}">On</a></p>' for each in in_text)
    page = make_page(shows=shows[:1], body=LONG + leads)
    store(page, *data.draw(some))
    hidden = data.draw(some)
    for article in hidden:
        publishing.withdraw(article)
    banned = data.draw(some)
    for article in banned:
        ban(page, article)
    pinned = [article for article in data.draw(some) if article not in banned]
    for article in pinned:
        pin(page, article)

    links = compose(page)

    linked = [card.article for slot in (links.mid, links.end) if slot for card in slot.cards]
    assert len(linked) == len(set(linked)) <= 4
    out = {each.pk for each in (page, *hidden, *banned, *in_text)}
    assert not out & {card.pk for card in linked}
    linked = list(Article.objects.filter(pk__in=[card.pk for card in linked]))
    own = [each for each in linked if shows[0] in each.shows.all() and each not in pinned]
    assert len(own) <= 2
