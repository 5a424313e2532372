"""The panel of links beside an article's form, over HTTP."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from lxml import html

from recommendations.builder import rebuild
from recommendations.models import (
    Followed,
    IgnoredTag,
    NeverRecommend,
    Override,
    Recommendation,
)
from reviews import publishing
from reviews.models import Theme
from tests.factories import make_article, make_draft, make_show, make_theme
from tests.reviews.newsroom import client_of, send, staff

pytestmark = pytest.mark.django_db

URL = "/admin/reviews/article/links/"
LONG = f"<p>{'word ' * 100}</p>" * 4


@pytest.fixture
def desk(admin_client):
    return admin_client


def parsed(response):
    return html.fromstring(f"<div>{response.content.decode()}</div>")


def change_page(client, article):
    response = client.get(reverse("admin:reviews_article_change", args=[article.pk]))
    return html.fromstring(response.content.decode()).get_element_by_id("links")


def post(client, article=None, **values):
    return client.post(URL, {"article": article.pk if article else "", **values})


def typed(article=None, *, themes=(), shows=(), **fields):
    """What the form would post: the article's own words, with these tags."""
    own = {"headline": article.headline, "body": article.body} if article else {}
    tags = {"themes": [t.pk for t in themes], "shows": [s.pk for s in shows]}
    return {"typed": "1", **own, **tags, **fields}


def titles(panel, part):
    return [a.text for a in panel.xpath(f".//{part}//p[@class='link__title']/a")]


def linked(panel):
    return titles(panel, "ul[@data-links]")


def linked_from(panel):
    return [a.text for a in panel.xpath(".//ul[@class='links__sources']//a")]


def text(panel, css):
    return [" ".join(node.text_content().split()) for node in panel.find_class(css)]


def test_the_saved_panel_shows_what_readers_see_with_score_rung_and_tags(desk):
    theme, show = make_theme("Cold War"), make_show("Dark")
    page = make_article("Page", shows=[show], themes=[theme])
    make_article("Best", shows=[show], themes=[theme])
    make_article("Newer", themes=[theme])
    make_article("Unrelated")
    rebuild()

    panel = change_page(desk, page)

    assert text(panel, "links__state") == ["As readers see it now."]
    assert linked(panel) == ["Best", "Newer", "Unrelated"]
    assert text(panel, "rung") == ["related", "related", "latest"]
    assert text(panel, "link__tags")[0].startswith("show Dark ")
    assert "theme Cold War" in text(panel, "link__tags")[0]
    assert text(panel, "link__score")[0].startswith("1.00 tags ")
    assert linked_from(panel) == ["Best", "Newer"]


def test_a_draft_shows_what_publishing_it_gives(desk):
    theme = make_theme()
    for name in ("A", "B"):
        make_article(name, themes=[theme])
    rebuild()
    draft = make_draft("Draft", themes=[theme])

    panel = change_page(desk, draft)
    publishing.publish(draft)
    rebuild()

    assert text(panel, "links__state") == ["What publishing it now would give."]
    assert (linked(panel), sorted(linked_from(panel))) == (["B", "A"], ["A", "B"])
    after = change_page(desk, draft)
    assert text(after, "links__state") == ["As readers see it now."]
    assert (linked(after), sorted(linked_from(after))) == (["B", "A"], ["A", "B"])


def test_an_embargoed_article_is_shown_as_readers_will_see_it(desk):
    theme = make_theme()
    page = make_article("Embargoed", ago=-timedelta(days=1), themes=[theme])
    make_article("A", themes=[theme])
    rebuild()

    panel = change_page(desk, page)

    assert text(panel, "links__state") == ["As readers will see it."]
    assert (linked(panel), linked_from(panel)) == (["A"], ["A"])


def test_a_new_article_has_a_panel_that_waits_for_tags(desk):
    response = desk.get(reverse("admin:reviews_article_add"))

    panel = html.fromstring(response.content.decode()).get_element_by_id("links")
    assert panel.get("data-article") == ""
    assert "Once the article has a show or a theme" in panel.text_content()


def test_tags_typed_and_not_saved_change_the_panel_and_nothing_is_written(desk):
    saved, other = make_theme(), make_theme()
    page = make_article("Page", themes=[saved])
    make_article("By saved", themes=[saved])
    make_article("By typed", themes=[other])
    rebuild()
    before = list(Recommendation.objects.values())

    panel = parsed(post(desk, page, **typed(page, themes=[other])))

    assert linked(panel)[0] == "By typed"
    assert linked_from(panel) == ["By typed"]
    assert text(panel, "links__state") == ["For the article as it is typed, not saved yet."]
    assert list(Recommendation.objects.values()) == before
    assert list(page.themes.all()) == [saved]


def test_an_article_not_saved_yet_is_foreseen_from_its_tags_alone(desk):
    show = make_show("Dark")
    make_article("A", shows=[show])
    rebuild()

    panel = parsed(post(desk, **typed(headline="New", shows=[show])))

    assert (linked(panel), linked_from(panel)) == (["A"], ["A"])
    assert panel.xpath(".//button[@name='pin']") == []


def test_a_link_typed_into_the_text_leaves_the_list(desk):
    theme = make_theme()
    page, a = make_article("Page", themes=[theme]), make_article("A", themes=[theme])
    rebuild()

    body = f'<p>See <a href="{a.get_absolute_url()}">A</a></p>'
    panel = parsed(post(desk, page, **typed(page, themes=[theme], body=body)))

    assert linked(panel) == []
    assert "linked in the text" in panel.text_content()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"themes": "99999"}, "not one of the available choices"),
        ({"themes": "x"}, "not one of the available choices"),
        ({"shows": "9" * 40}, "not one of the available choices"),
        ({"mid_slot": "sideways"}, "not one of the available choices"),
        ({"mid_slot_block": "-1"}, "greater than or equal to 1"),
        ({"body": "a\x00b"}, "Null characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(desk, values, says):
    response = post(desk, make_article(), typed="1", **values)

    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")
    assert says in response.content.decode()


@pytest.mark.parametrize("article", ["99999", "x", "-1", "9" * 30])
def test_an_article_that_is_gone_is_404(desk, article):
    assert desk.post(URL, {"article": article}).status_code == 404


def test_nothing_to_show_is_said_and_no_error(desk):
    assert desk.post(URL).status_code == 400
    assert desk.get(URL).status_code == 405


def test_a_paper_of_one_article_without_tags_says_so(desk):
    panel = change_page(desk, make_article())

    said = " ".join(panel.text_content().split())
    assert "This article has no tags that count" in said
    assert "no public article is left to link to" in said


def test_ten_thousand_tags_make_a_page_and_a_panel(desk):
    names = [f"Theme number {number}" for number in range(10_000)]
    Theme.objects.bulk_create(Theme(name=n, folded=n.lower(), slug=slugify(n)) for n in names)
    page, other = make_article("Page"), make_article("Other")
    page.themes.set(Theme.objects.all())
    other.themes.set(Theme.objects.all()[:40])
    rebuild()

    panel = change_page(desk, page)

    assert linked(panel) == ["Other"]
    assert desk.get(page.get_absolute_url()).status_code == 200
    assert linked(parsed(post(desk, page, **typed(page, themes=Theme.objects.all())))) == ["Other"]
    address = reverse("admin:reviews_article_change", args=[page.pk])
    assert send(desk, address, "_continue", headline="Saved").status_code == 302
    page.refresh_from_db()
    assert (page.headline, page.themes.count()) == ("Saved", 10_000)


# Why not


def why(client, page, target):
    panel = parsed(post(client, page, asked=target.pk))
    return panel.find_class("links__why")[0].text_content()


def test_why_not_for_any_article(desk):
    shared, everywhere = make_theme(), make_theme()
    page = make_article("Page", themes=[shared, everywhere])
    far, common = make_article("Far"), make_article("Common", themes=[everywhere])
    banned, never = (make_article(themes=[everywhere]) for _ in range(2))
    draft = make_draft()
    for _ in range(12):
        make_article(themes=[everywhere])
    Override.objects.create(source=page, target=banned, kind="ban")
    NeverRecommend.objects.create(article=never)
    rebuild()
    for _ in range(4):
        Override.objects.create(source=page, target=make_article(themes=[everywhere]))

    assert why(desk, page, far) == "Not linked: shares no tag with this article."
    assert "too many articles to count" in why(desk, page, common)
    assert why(desk, page, banned) == "Not linked: banned from this page."
    assert why(desk, page, never) == "Not linked: never to be recommended."
    assert why(desk, page, draft) == "Not linked: not public."
    assert why(desk, page, page) == "Not linked: it is this article."


def test_an_article_that_shares_an_ignored_tag_alone_is_told_apart(desk):
    theme = make_theme()
    page, other = make_article(themes=[theme]), make_article("Other", themes=[theme])
    for _ in range(4):
        Override.objects.create(source=page, target=make_article())
    IgnoredTag.objects.create(theme=theme)
    rebuild()

    assert why(desk, page, other) == "Not linked: shares only tags that are ignored."


def test_asking_about_what_is_linked_says_so(desk):
    page, other = make_article(), make_article("Other")

    assert why(desk, page, other) == "“Other” is linked to."


@pytest.mark.parametrize("asked", ["", "x", "9" * 30])
def test_asking_about_nothing_changes_nothing(desk, asked):
    response = post(desk, make_article(), asked=asked)

    assert response.status_code == 200
    assert parsed(response).find_class("links__why") == []


def test_asking_about_what_is_gone_is_told_so(desk):
    response = post(desk, make_article(), asked="99999")

    assert response.status_code == 200
    assert text(parsed(response), "links__why") == ["There is no such article."]


def test_how_often_readers_followed_stands_beside_each_link(desk):
    page, other = make_article("Page"), make_article("Other")
    theme = make_theme()
    for article in (page, other):
        article.themes.add(theme)
    rebuild()
    today = timezone.localdate()
    for ago, times in ((0, 2), (27, 1), (28, 40)):
        row = {"day": today - timedelta(days=ago), "slot": "end", "rung": "related"}
        Followed.objects.create(**row, source=page, target=other, times=times)

    assert text(change_page(desk, page), "link__followed") == ["followed 3 times in 28 days"]
    assert "followed 3 times in 28 days" in text(change_page(desk, other), "links__sources")[0]


# Steering


def test_a_pin_and_its_lifting_show_on_the_next_request(desk, client):
    page, target = make_article("Page"), make_article("Old", ago=timedelta(days=9))
    for n in range(4):
        make_article(f"New {n}")
    reader = Client()

    assert b">Old<" not in reader.get(page.get_absolute_url()).content
    panel = parsed(post(desk, page, pin=target.pk))
    assert linked(panel)[0] == "Old"
    assert text(panel, "links__done") == ["“Old” is pinned."]
    assert b">Old<" in reader.get(page.get_absolute_url()).content

    post(desk, page, lift=Override.objects.get().pk)
    assert b">Old<" not in reader.get(page.get_absolute_url()).content


def test_a_ban_shows_on_the_next_request(desk):
    page, target = make_article("Page"), make_article("Banned")

    panel = parsed(post(desk, page, ban=target.pk))

    assert text(panel, "links__done") == ["“Banned” is banned from this page."]
    assert b">Banned<" not in Client().get(page.get_absolute_url()).content


def test_pins_are_put_in_order_and_the_page_follows(desk):
    page = make_article("Page")
    for name in "ABC":
        post(desk, page, pin=make_article(name).pk)
    keys = list(Override.objects.order_by("target__headline").values_list("pk", flat=True))
    a, b, c = keys

    panel = parsed(post(desk, page, order=f"{c},{a},{b}"))

    assert linked(panel) == ["C", "A", "B"]
    moves = panel.xpath(".//ol[@data-pins]//button[@name='order']/@value")
    assert moves == ["", f"{a},{c},{b}", f"{a},{c},{b}", f"{c},{b},{a}", f"{c},{b},{a}", ""]


@pytest.mark.parametrize("order", ["", "x,y", "999,1", ",,,"])
def test_an_order_of_other_things_loses_no_pin(desk, order):
    page = make_article("Page")
    for name in "AB":
        post(desk, page, pin=make_article(name).pk)

    assert post(desk, page, order=order).status_code == 200
    assert titles(change_page(desk, page), "ol") == ["A", "B"]


def test_pins_that_are_related_stand_in_the_order_of_the_page(desk):
    theme, show = make_theme("Cold War"), make_show("Dark")
    page = make_article("Page", body=LONG, shows=[show], themes=[theme])
    best = make_article("Best", shows=[show], themes=[theme])
    second = make_article("Second", themes=[theme])
    rebuild()

    assert linked(change_page(desk, page)) == ["Best", "Second"]
    for article in (second, best):
        post(desk, page, pin=article.pk)

    assert linked(change_page(desk, page)) == ["Second", "Best"]


def test_place_and_note_of_a_pin_are_changed(desk):
    page = make_article("Page", body=LONG)
    post(desk, page, pin=make_article("A").pk)
    pin = Override.objects.get()

    post(desk, page, change=pin.pk, slot="end", note="  They belong together ")

    pin.refresh_from_db()
    assert (pin.slot, pin.note) == ("end", "They belong together")


@pytest.mark.parametrize(("slot", "note"), [("sideways", ""), ("end", "x" * 201)])
def test_a_bad_place_or_note_is_refused_in_words(desk, slot, note):
    page = make_article("Page")
    post(desk, page, pin=make_article("A").pk)

    response = post(desk, page, change=Override.objects.get().pk, slot=slot, note=note)

    assert response.status_code == 400
    assert text(parsed(response), "links__refusal")[0]
    assert Override.objects.get().slot == "either"


def test_a_pin_to_itself_is_refused(desk):
    page = make_article()

    response = post(desk, page, pin=page.pk)

    assert text(parsed(response), "links__refusal") == ["An article does not link to itself."]
    assert not Override.objects.exists()


def test_a_pin_and_a_ban_of_one_article_cannot_both_be(desk):
    page, target = make_article(), make_article("A")
    post(desk, page, pin=target.pk)

    response = post(desk, page, ban=target.pk)

    (refusal,) = text(parsed(response), "links__refusal")
    assert refusal.startswith("There is a pin of this link on that page already")
    assert Override.objects.get().kind == "pin"


def test_a_pin_to_a_draft_is_kept_skipped_and_told(desk):
    page, draft = make_article(), make_draft("Draft")

    panel = parsed(post(desk, page, pin=draft.pk))

    told = "“Draft” is pinned. It is kept, and skipped for now: “Draft” is not public."
    assert text(panel, "links__done") == [told]
    assert "Kept, and skipped for now: “Draft” is not public." in panel.text_content()
    assert linked(panel) == []
    publishing.publish(draft)
    assert linked(change_page(desk, page)) == ["Draft"]


def test_a_pin_without_room_is_told_so(desk):
    page, fifth = make_article(), make_article("Fifth")
    for _ in range(4):
        Override.objects.create(source=page, target=make_article())

    panel = parsed(post(desk, page, pin=fifth.pk))

    (told,) = text(panel, "links__done")
    assert told.endswith("It is kept, and skipped for now: “Fifth”: no room left.")
    assert "Kept, and skipped for now: no room left." in panel.text_content()
    assert why(desk, page, fifth) == "Not linked: no room left."
    assert titles(panel, "ul[@class='links__list']").count("Fifth") == 0


def test_a_pin_to_what_the_text_links_to_is_told_so_as_it_is_typed(desk):
    page, target = make_article(), make_article("Target")
    Override.objects.create(source=page, target=target)
    body = f'<p><a href="{target.get_absolute_url()}">There</a></p>'

    assert "skipped" not in parsed(post(desk, page)).text_content()
    panel = parsed(post(desk, page, **typed(page, body=body)))
    assert "Kept, and skipped for now: linked in the text." in panel.text_content()


def test_what_is_gone_or_not_saved_cannot_be_steered(desk):
    page = make_article()

    assert text(parsed(post(desk, page, pin="99999")), "links__refusal") == [
        "That article is gone."
    ]
    assert "gone already" in post(desk, page, lift="99999").content.decode()
    assert post(desk, pin="1", **typed(headline="New")).status_code == 400


def test_never_recommend_and_again(desk):
    page, other = make_article("Page"), make_article("Other")

    panel = parsed(post(desk, page, never="1"))
    assert text(panel, "links__done") == ["No other page will link to this article."]
    assert b">Page<" not in Client().get(other.get_absolute_url()).content

    post(desk, page, again="1")
    assert b">Page<" in Client().get(other.get_absolute_url()).content


def test_why_an_article_is_kept_out_stands_in_the_panel_and_in_the_lists(desk):
    page, other, theme = make_article("Page"), make_article("Other"), make_theme("Lists")
    NeverRecommend.objects.create(article=page, note="The lawyers asked.")
    Override.objects.create(source=page, target=other, kind="ban", note="Told the same story.")
    IgnoredTag.objects.create(theme=theme, note="On everything.")

    said = " ".join(change_page(desk, page).text_content().split())

    assert "no page links to it. The lawyers asked." in said
    assert "Told the same story." in said
    notes = {"neverrecommend": "The lawyers asked.", "ignoredtag": "On everything."}
    for name, note in {**notes, "override": "Told the same story."}.items():
        assert note in desk.get(f"/admin/recommendations/{name}/").content.decode()


def test_a_note_is_for_those_who_may_see_what_it_is_on():
    page = make_article("Page")
    NeverRecommend.objects.create(article=page, note="The lawyers asked.")

    said = change_page(client_of(staff("change_any_article", "change_article")), page)

    assert "no page links to it." in said.text_content()
    assert "lawyers" not in said.text_content()


def test_acts_are_in_the_article_s_history(desk):
    page = make_article()
    post(desk, page, pin=make_article("A").pk)

    response = desk.get(reverse("admin:reviews_article_history", args=[page.pk]))

    assert "1 pin or ban added" in response.content.decode()
    assert "“A” is pinned." in LogEntry.objects.get(object_id=str(page.pk)).change_message


# Who may


def panel_of(client):
    return post(client, make_article(), pin=make_article().pk)


def test_without_permission_on_overrides_the_panel_is_read_only():
    client = client_of(staff("change_article", "view_article"))
    page, target = make_article(), make_article()

    assert change_page(client, page).xpath(".//button[@name]") == []
    response = post(client, page, pin=target.pk)

    assert response.status_code == 400
    assert "Your account may not do that" in response.content.decode()
    assert not Override.objects.exists()


def test_who_may_pin_but_not_change_an_article_pins_nothing_on_its_page():
    user = staff("change_article", "view_article")
    user.user_permissions.add(Permission.objects.get(codename="add_override"))
    page, target = make_article(), make_article()

    response = post(client_of(user), page, pin=target.pk)

    assert response.status_code == 400
    assert "Your account may not do that" in response.content.decode()
    assert not Override.objects.exists()


def test_whoever_may_pin_need_not_be_a_superuser():
    user = staff("change_article", "change_any_article")
    user.user_permissions.add(Permission.objects.get(codename="add_override"))
    page, target = make_article(), make_article("A")

    assert post(client_of(user), page, pin=target.pk).status_code == 200
    assert Override.objects.get().target == target


def test_staff_without_articles_and_readers_see_nothing(client):
    article = make_article()

    nobody = client_of(staff())

    assert post(nobody, article).status_code == 403
    assert post(nobody, **typed(headline="x")).status_code == 403
    response = post(client, article)
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_a_post_from_another_site_is_refused(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    page, target = make_article(), make_article()

    assert post(client, page, pin=target.pk).status_code == 403
    assert not Override.objects.exists()


def test_the_panel_costs_the_same_for_3_and_for_30(desk, django_assert_num_queries):
    theme, show = make_theme(), make_show()
    page = make_article(themes=[theme], shows=[show])

    def cost():
        rebuild()
        with django_assert_num_queries(99, exact=False) as queries:
            assert post(desk, page).status_code == 200
        return len(queries)

    def add(number):
        for _ in range(number):
            a = make_article(themes=[theme], shows=[show])
            Override.objects.create(source=page, target=make_article())
            Override.objects.create(source=a, target=page)

    add(3)
    first = cost()
    add(27)

    assert cost() == first
    assert first <= 42


# Where the mid slot stands


def places(panel):
    """The number of blocks, after which of them the slot stands, and that in words."""
    (ol,) = panel.find_class("places") or [{}]
    return ol.get("data-blocks"), ol.get("data-after"), text(panel, "places__state")[0]


def test_the_place_follows_the_text_that_is_typed(desk):
    page = make_article(body=LONG)
    assert places(change_page(desk, page)) == ("4", "2", "By itself after block 2.")

    panel = parsed(post(desk, page, **typed(page, body=f"<h2>New</h2>{LONG}")))

    assert places(panel) == ("5", "3", "By itself after block 3.")
    page.refresh_from_db()
    assert page.body == LONG


@pytest.mark.parametrize(
    ("choice", "after", "words"),
    [
        ({"mid_slot": "none"}, "", "Nowhere, as chosen here"),
        (
            {"mid_slot": "after_block", "mid_slot_block": "4"},
            "4",
            "After block 4, as chosen here.",
        ),
        ({"mid_slot": "after_block", "mid_slot_block": "9"}, "2", "The text has no block 9 now"),
        ({"mid_slot": "after_block", "mid_slot_block": ""}, "2", "By itself after block 2."),
        ({"mid_slot": "automatic", "mid_slot_block": "3"}, "2", "By itself after block 2."),
    ],
)
def test_the_place_is_the_one_that_the_page_would_have(desk, choice, after, words):
    page = make_article(body=LONG)

    panel = parsed(post(desk, page, **typed(page, **choice)))

    assert places(panel)[1] == after
    assert places(panel)[2].startswith(words)


def test_a_text_without_a_place_says_why(desk):
    panel = change_page(desk, make_article(body="<p>Short.</p>"))

    assert places(panel)[1:] == (
        "",
        "The text has no place for it: that takes 300 words, and two paragraphs side by side, "
        "30 words from the next heading or picture. All links stand at the end.",
    )


def test_blocks_are_named_by_what_they_are_and_how_they_begin(desk):
    body = "<h2>On</h2><p>One <b>two</b> 3 4 5 6 7 8 9 10</p><ul><li>a</li></ul>"

    panel = change_page(desk, make_article(body=body))

    assert [" ".join(li.text_content().split()[:-3]) for li in panel.find_class("places")[0]] == [
        "heading On",
        "paragraph One two 3 4 5 6 7 8 9 …",
        "list a",
    ]


def test_who_may_not_see_an_article_learns_nothing_of_it():
    theme = make_theme()
    page = make_article("Page", themes=[theme])
    make_article("Shown", themes=[theme])
    secret = make_draft("Secret", themes=[theme])
    Override.objects.create(source=page, target=secret, kind=Override.Kind.PIN, note="Hush")
    rebuild()
    writer = client_of(staff("view_article", "add_article", "change_article"))
    asked = {"asked": secret.pk, **typed(page, themes=[theme])}

    for answer in (post(writer, page, asked=secret.pk), post(writer, page, **asked)):
        assert answer.status_code == 200
        assert "Secret" not in answer.content.decode()
        assert "Hush" not in answer.content.decode()
        assert "There is no such article" in answer.content.decode()
        assert "Shown" in answer.content.decode()


def test_an_editor_is_told_of_drafts_and_embargoed_articles(desk):
    page, secret = make_article("Page"), make_draft("Secret")
    Override.objects.create(source=page, target=secret, kind=Override.Kind.PIN, note="Hush")

    answer = post(desk, page, asked=secret.pk).content.decode()

    assert "Not linked: not public" in answer
    assert "Hush" in answer
