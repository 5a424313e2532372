import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from recommendations.builder import rebuild
from recommendations.models import EditorsPick, IgnoredTag, NeverRecommend, Override
from tests.factories import make_article, make_draft, make_show, make_theme
from tests.recommendations.stored_lists import lists

pytestmark = pytest.mark.django_db

PIN = {"kind": "pin", "slot": "either", "position": "1", "note": "They belong together"}


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


def add(client, model, **values):
    return client.post(reverse(f"admin:recommendations_{model}_add"), values, follow=True)


def errors(response):
    return response.context["adminform"].form.errors


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("model", ["override", "neverrecommend", "ignoredtag", "editorspick"])
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_every_page_opens(admin, model, page):
    a, b, theme = make_article(), make_article(), make_theme()
    Override.objects.create(source=a, target=b)
    NeverRecommend.objects.create(article=a)
    IgnoredTag.objects.create(theme=theme)
    EditorsPick.objects.create(article=a)

    url = reverse(f"admin:recommendations_{model}_{page}")

    assert admin.get(url, {"q": "x"} if page == "changelist" else {}).status_code == 200


def test_an_editor_pins_an_article(admin):
    a, b = make_article("A"), make_article("B")

    response = add(admin, "override", source=a.pk, target=b.pk, **PIN)

    pin = Override.objects.get()
    assert (pin.source, pin.target, pin.kind, pin.note) == (a, b, "pin", PIN["note"])
    assert str(pin) == "pin on “A” of “B”"
    assert not any("skipped" in message for message in said(response))


def test_a_pin_to_itself_is_refused_beside_its_field_and_nothing_typed_is_lost(admin):
    a = make_article()

    response = add(admin, "override", source=a.pk, target=a.pk, **PIN)

    assert errors(response) == {"target": ["An article does not link to itself."]}
    assert PIN["note"] in response.content.decode()
    assert not Override.objects.exists()


def test_a_pin_and_a_ban_of_one_link_cannot_both_be(admin):
    a, b = make_article(), make_article()
    add(admin, "override", source=a.pk, target=b.pk, **PIN)

    response = add(admin, "override", source=a.pk, target=b.pk, **PIN | {"kind": "ban"})

    assert errors(response) == {
        "target": ["There is a pin of this link on that page already; change that one."]
    }


def test_a_pin_to_a_draft_is_kept_and_the_editor_is_told(admin):
    a, draft = make_article(), make_draft("Draft")

    response = add(admin, "override", source=a.pk, target=draft.pk, **PIN)

    assert Override.objects.filter(target=draft).exists()
    assert "The pin is kept, and skipped for now: “Draft” is not public." in said(response)


def test_a_pin_to_an_article_never_to_be_recommended_is_told_too(admin):
    a, b = make_article(), make_article("B")
    add(admin, "neverrecommend", article=b.pk, note="Sponsored")

    response = add(admin, "override", source=a.pk, target=b.pk, **PIN)

    assert "for now: “B” is never to be recommended." in said(response)[-2]


def test_an_article_is_on_the_list_of_the_never_recommended_once(admin):
    a = make_article()
    add(admin, "neverrecommend", article=a.pk)

    response = add(admin, "neverrecommend", article=a.pk)

    assert errors(response) == {"article": ["This article is on the list already."]}


def test_a_pick_that_no_page_may_link_to_is_kept_and_the_editor_is_told(admin):
    draft = make_draft("Draft")

    response = add(admin, "editorspick", article=draft.pk, position="1")

    told = "The pick is kept, and skipped for now: “Draft” is not public."
    assert told in said(response)
    response = add(admin, "editorspick", article=draft.pk, position="1")
    assert errors(response) == {"article": ["This article is among the picks already."]}


def test_ignoring_a_tag_and_taking_that_back_show_at_once(
    admin, django_capture_on_commit_callbacks
):
    theme = make_theme()
    make_article("A", themes=[theme])
    make_article("B", themes=[theme])
    rebuild()

    with django_capture_on_commit_callbacks(execute=True):
        response = add(admin, "ignoredtag", theme=theme.pk)
    assert lists() == {}
    assert f"“{theme}” relates no articles any more. All lists are up to date with it." in said(
        response
    )

    with django_capture_on_commit_callbacks(execute=True):
        url = reverse(
            "admin:recommendations_ignoredtag_delete", args=[IgnoredTag.objects.get().pk]
        )
        admin.post(url, {"post": "yes"})
    assert lists() == {"A": ["B"], "B": ["A"]}


def test_in_a_large_paper_the_editor_is_told_that_lists_follow_later(admin, monkeypatch):
    monkeypatch.setattr("recommendations.builder.SMALL_PAPER_ARTICLES", 0)
    make_article()

    response = add(admin, "ignoredtag", theme=make_theme("T").pk)

    assert "Pages heed it from now on" in said(response)[0]


@pytest.mark.parametrize("chosen", [(), ("show", "theme")])
def test_an_ignored_tag_is_one_thing(admin, chosen):
    things = {"show": make_show(), "theme": make_theme()}

    response = add(admin, "ignoredtag", **{kind: things[kind].pk for kind in chosen})

    assert errors(response) == {"__all__": ["Choose one: a show, a person or a theme."]}


def test_the_list_of_pins_costs_the_same_for_1_and_for_10(admin, django_assert_num_queries):
    url = reverse("admin:recommendations_override_changelist")
    page = make_article()

    def open_list():
        Override.objects.create(source=page, target=make_article())
        with django_assert_num_queries(7, exact=False) as queries:
            assert admin.get(url).status_code == 200
        return len(queries)

    first = open_list()
    for _ in range(8):
        Override.objects.create(source=page, target=make_article())

    assert open_list() == first
