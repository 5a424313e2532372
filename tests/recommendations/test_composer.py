from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from recommendations.composer import compose
from recommendations.models import EditorsPick, NeverRecommend, Override
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


def test_a_page_costs_3_queries_and_one_more_with_the_ladder(django_assert_num_queries):
    def make_loaded_page(headline):
        page = make_page(headline, themes=[make_theme()])
        return Article.objects.for_listing().get(pk=page.pk)

    alone = make_loaded_page("Alone")
    with django_assert_num_queries(3):
        assert shown(alone) == ([], [])

    rich = make_loaded_page("Rich")
    authors = [make_author()]
    others = [
        make_article(shows=[make_show()], authors=authors, lead_image=make_image())
        for _ in range(30)
    ]
    reasons = [f"theme:{theme.pk}" for theme in rich.themes.all()]
    store(rich, *others[:12], reasons=reasons)
    with django_assert_num_queries(3):
        links = compose(rich)
        cards = [*links.mid.cards, *links.end.cards]
        assert [(card.article.byline, bool(card.article.lead_image.url)) for card in cards] == [
            (authors[0].name, True)
        ] * 4

    with django_assert_num_queries(4):
        assert len(shown(alone)[1]) == 2


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_is_stored_and_steered_a_page_keeps_its_rules(data):
    Article.objects.all().delete()
    shows = [make_show() for _ in range(3)]
    page = make_page(shows=shows[:1])
    others = [
        make_article(shows=data.draw(st.lists(st.sampled_from(shows), max_size=2, unique=True)))
        for _ in range(data.draw(st.integers(1, 8)))
    ]
    some = st.lists(st.sampled_from(others), unique=True)
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
    assert not {page, *hidden, *banned} & set(linked)
    own = [each for each in linked if shows[0] in each.shows.all() and each not in pinned]
    assert len(own) <= 2
