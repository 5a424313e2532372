"""Writing, tagging and publishing an article in the admin, over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from lxml import html

from reviews import zones
from reviews.models import Article
from reviews.signals import article_changed
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_person,
    make_ready,
    make_show,
    make_theme,
)

from .newsroom import client_of, editor, errors_beside, form_values, send, staff

ADD = "/admin/reviews/article/add/"
READY = {"kind": "feature", "standfirst": "Why it matters.", "body": "<p>Words.</p>"}
HOSTILE = (
    '<p onclick="steal()">Words<script>steal()</script>'
    '<img src="x" onerror="steal()"><a href="javascript:steal()">link</a></p>'
    '<iframe src="https://evil.example/"></iframe><svg onload="steal()"></svg>'
)


@pytest.fixture
def desk(db):
    return client_of(editor())


@pytest.fixture
def announced(django_capture_on_commit_callbacks):
    """Calls a function and returns the articles that listeners were told of after commit."""

    def run(act):
        heard = []

        def listen(article_pk, **kwargs):
            heard.append(article_pk)

        article_changed.connect(listen)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                act()
        finally:
            article_changed.disconnect(listen)
        return sorted(set(heard))

    return run


def change(article):
    return reverse("admin:reviews_article_change", args=[article.pk])


def tags(name, *pks):
    """What a browser sends for new rows of authors or shows."""
    rows = {f"article_{name}s-{i}-{name}": pk for i, pk in enumerate(pks)}
    return rows | {f"article_{name}s-TOTAL_FORMS": len(pks)}


def test_an_article_is_saved_as_a_draft_with_everything_typed(desk):
    authors, shows = [make_author(), make_author()], [make_show(), make_show()]
    theme, picture = make_theme(), make_image()

    send(
        desk,
        ADD,
        headline="Café noir",
        standfirst="A film.",
        body="<h2>One</h2><p>Words</p>",
        lead_image=picture.pk,
        themes=[theme.pk],
        **tags("author", *(author.pk for author in authors)),
        **tags("show", *(show.pk for show in shows)),
    )

    article = Article.objects.get()
    assert (article.status, article.slug, article.version) == ("draft", "cafe-noir", 1)
    assert article.body == '<h2 id="one">One</h2><p>Words</p>'
    assert article.lead_image == picture
    assert list(article.themes.all()) == [theme]
    assert article.ordered_authors == authors
    assert article.ordered_shows == shows


def test_rows_stand_in_the_order_that_their_numbers_give(desk):
    shows = [make_show(), make_show()]
    article = make_draft(shows=shows)

    send(
        desk,
        change(article),
        **{"article_shows-0-position": "2", "article_shows-1-position": "1"},
    )

    assert Article.objects.get().ordered_shows == shows[::-1]


def test_saving_raises_the_version(desk):
    article = make_draft()

    send(desk, change(article), headline="Better")
    send(desk, change(article), headline="Best")

    article.refresh_from_db()
    assert (article.headline, article.version) == ("Best", 3)


@pytest.mark.parametrize(
    ("make", "buttons"),
    [
        (make_draft, ["_publish", "_submit"]),
        (lambda: make_draft(status="in_review"), ["_publish", "_send_back"]),
        (make_article, ["_withdraw"]),
        (
            lambda: make_draft(status="withdrawn", published_at=timezone.now()),
            ["_publish"],
        ),
    ],
    ids=["draft", "in review", "published", "withdrawn"],
)
def test_only_the_buttons_that_fit_the_state_are_offered(desk, make, buttons):
    page = desk.get(change(make()))

    assert [name for name, _ in page.context["acts"]] == buttons
    assert all(f'name="{name}"' in page.content.decode() for name in buttons)


@pytest.mark.parametrize(
    ("button", "status"),
    [
        ("_save", "draft"),
        ("_continue", "draft"),
        ("_publish", "published"),
        ("_submit", "in_review"),
    ],
)
def test_each_button_saves_and_leads_to_its_state(desk, button, status):
    send(desk, ADD, button, headline="New", **READY)

    assert [(a.headline, a.status) for a in Article.objects.all()] == [("New", status)]


def test_publishing_makes_the_article_public_now(desk):
    article = make_ready()

    response = send(desk, change(article), "_publish")

    article.refresh_from_db()
    assert article.is_public()
    assert article.get_absolute_url() in desk.get(response.url).content.decode()


def test_publishing_with_a_time_to_come_holds_the_article_back_until_then(desk):
    article = make_ready()
    later = timezone.now() + timedelta(days=3)

    send(
        desk,
        change(article),
        "_publish",
        published_at_0=f"{later:%Y-%m-%d}",
        published_at_1="12:00:00",
    )

    article.refresh_from_db()
    listing = desk.get(reverse("admin:reviews_article_changelist")).content.decode()
    assert article.is_embargoed()
    assert 'state-embargoed">embargoed<' in listing
    assert zones.in_words(article.published_at) in listing


def test_withdrawing_and_sending_back_lead_to_their_states(desk):
    public, in_review = make_article(), make_draft(status="in_review")

    send(desk, change(public), "_withdraw")
    send(desk, change(in_review), "_send_back")

    public.refresh_from_db()
    in_review.refresh_from_db()
    assert (public.status, in_review.status) == ("withdrawn", "draft")


def test_a_forged_post_cannot_set_the_state(desk):
    article = make_draft()

    send(desk, change(article), headline="New", status="published", version="99")

    article.refresh_from_db()
    assert (article.status, article.version) == ("draft", 2)


def test_an_act_that_no_longer_fits_keeps_the_text_and_says_so(desk):
    article = make_draft()

    response = send(desk, change(article), "_withdraw", headline="Typed")

    article.refresh_from_db()
    message = desk.get(response.url).content.decode()
    assert (article.headline, article.status) == ("Typed", "draft")
    assert "cannot become withdrawn" in message


def test_who_may_only_add_articles_cannot_publish_with_a_forged_button(db):
    writer = client_of(staff("add_article", "view_article"))

    page = writer.get(ADD)
    writer.post(ADD, form_values(page) | {"headline": "Mine", "_publish": "1"})

    assert page.context["acts"] == []
    assert [(a.headline, a.status) for a in Article.objects.all()] == [("Mine", "draft")]


@pytest.mark.parametrize("permissions", [(), ("view_article",)])
def test_who_may_not_change_articles_changes_nothing(db, permissions):
    article = make_draft("Untouched")
    client = client_of(staff(*permissions))

    response = client.post(change(article), {"headline": "Forged", "_publish": "1"})

    article.refresh_from_db()
    assert response.status_code == 403
    assert (article.headline, article.status) == ("Untouched", "draft")


def test_a_pasted_script_is_gone_from_what_is_stored_and_from_what_is_shown(desk):
    article = make_ready()

    send(desk, change(article), "_publish", body=HOSTILE)

    article.refresh_from_db()
    shown = client_of(editor("second")).get(change(article)).context["adminform"]
    pages = [article.body, str(shown.form["body"]), desk.get(article.get_absolute_url()).content]
    assert article.body == "<p>Wordslink</p>"
    assert not any("steal" in str(page) or "evil" in str(page) for page in pages)


def test_a_script_in_a_form_sent_back_is_not_shown_either(desk):
    response = send(desk, ADD, headline="", body=HOSTILE)

    assert errors_beside(response) == {"headline": "This field is required."}
    assert "steal" not in str(response.context["adminform"].form["body"])


def test_pictures_get_addresses_in_the_editor_and_lose_them_when_stored(desk):
    image = make_image("From the library", caption="Its caption")
    article = make_draft(body=f'<figure data-image="{image.pk}"><img></figure>')

    values = form_values(desk.get(change(article)))
    send(desk, change(article), body=values["body"])

    assert image.rendition_url(800) in values["body"][0]
    article.refresh_from_db()
    assert article.body == (
        f'<figure data-image="{image.pk}"><img alt="From the library">'
        "<figcaption>Its caption</figcaption></figure>"
    )


def test_a_form_with_an_error_comes_back_with_everything_that_was_typed(desk):
    author, show, theme = make_author("Ada"), make_show("Dark"), make_theme("Time")
    typed = {
        "headline": "A headline",
        "standfirst": "A standfirst",
        "body": "<p>A long text</p>",
        "verdict": "A verdict",
        "correction_note": "A note",
        "seo_title": "A title",
        "rating": "3.5",
        "themes": [str(theme.pk)],
        "published_at_0": "2026-02-30",
        "published_at_1": "20:15:00",
        "article_authors-0-author": str(author.pk),
        "article_authors-0-position": "7",
        "article_shows-0-show": str(show.pk),
    }

    response = send(desk, ADD, **typed)

    again = form_values(response)
    assert errors_beside(response) == {
        "published_at_0": "There is no such date. Write it like 2026-03-29."
    }
    assert {name: again[name] for name in typed} == {
        name: value if isinstance(value, list) else [value] for name, value in typed.items()
    }
    assert list(Article.objects.all()) == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"slug": "taken"}, {"slug": "Another article has this address already."}),
        ({"headline": "Taken", "slug": ""}, {"slug": "Another article has this address already."}),
        (
            {"headline": "Солярис", "slug": ""},
            {"slug": "Give it an address, of letters from a to z, digits and hyphens."},
        ),
        (
            {"published_at_0": "soon", "published_at_1": "12:00"},
            {"published_at_0": "There is no such date. Write it like 2026-03-29."},
        ),
        ({"covers_episode": "3"}, {"covers_season": "Name the season of that episode."}),
        (
            {"mid_slot": "after_block"},
            {
                "mid_slot_block": "Give the number of a block with “after a block of my "
                "choice”, and only with it."
            },
        ),
    ],
)
def test_a_bad_value_gets_its_message_beside_its_field(desk, typed, message):
    make_draft("Taken")

    response = send(desk, ADD, **{"headline": "New"} | typed)

    assert errors_beside(response) == message
    assert Article.objects.count() == 1


def test_the_time_zone_is_named_beside_the_time(desk, settings):
    settings.TIME_ZONE = "Europe/Berlin"

    assert "Times are Europe/Berlin" in desk.get(ADD).content.decode()


def test_a_typed_time_is_taken_in_the_sites_time_zone(desk, settings):
    settings.TIME_ZONE = "Europe/Berlin"

    send(desk, ADD, headline="New", published_at_0="2026-07-01", published_at_1="20:15:00")

    assert Article.objects.get().published_at == datetime(2026, 7, 1, 18, 15, tzinfo=UTC)


def test_a_public_article_cannot_lose_its_time(desk):
    article = make_article()

    response = send(desk, change(article), published_at_0="", published_at_1="")

    article.refresh_from_db()
    assert errors_beside(response) == {
        "published_at_0": "What is or was public keeps its time of publication."
    }
    assert article.published_at is not None


def test_a_change_is_announced_with_the_tags_in_place(desk, django_capture_on_commit_callbacks):
    article, theme = make_article(), make_theme()
    seen = []

    def listen(article_pk, **kwargs):
        seen.append(list(Article.objects.get(pk=article_pk).themes.all()))

    article_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, change(article), themes=[theme.pk])
    article_changed.disconnect(listen)

    assert seen == [[theme]]


def test_a_deletion_is_announced(desk, announced):
    one, two = make_article(), make_article()
    delete = reverse("admin:reviews_article_delete", args=[one.pk])
    in_bulk = {"action": "delete_selected", "_selected_action": two.pk, "post": "yes"}

    pks = [one.pk, two.pk]

    assert announced(lambda: desk.post(delete, {"post": "yes"})) == pks[:1]
    assert announced(lambda: desk.post("/admin/reviews/article/", in_bulk)) == pks[1:]
    assert list(Article.objects.all()) == []


def test_a_change_of_a_tag_is_announced_for_the_articles_that_carry_it(desk, announced):
    show, theme, author, image = make_show(), make_theme(), make_author(), make_image()
    carriers = {
        show: make_article(shows=[show]),
        theme: make_article(themes=[theme]),
        author: make_article(authors=[author]),
        image: make_article(lead_image=image),
    }
    make_article()
    typed = {show: "title", theme: "name", author: "name", image: "alt_text"}

    for tag, article in carriers.items():
        url = reverse(f"admin:reviews_{tag._meta.model_name}_change", args=[tag.pk])
        field = typed[tag]

        assert announced(lambda url=url, field=field: send(desk, url, **{field: "Renamed"})) == [
            article.pk
        ]


def test_a_change_of_a_shows_credits_is_announced(desk, announced):
    show, person = make_show(), make_person()
    article = make_article(shows=[show])
    url = reverse("admin:reviews_show_change", args=[show.pk])
    credit = {"credits-0-person": person.pk, "credits-0-role": "director"}

    assert announced(lambda: send(desk, url, **credit)) == [article.pk]
    assert [str(credit) for credit in show.credits.all()] == [f"{person}, director"]


def test_view_on_site_of_a_draft_leads_editors_to_its_preview(desk):
    article = make_draft("A draft")
    page = desk.get(change(article)).content.decode()
    link = reverse(
        "admin:view_on_site",
        args=[page.split("/admin/r/")[1].split("/")[0], article.pk],
    )

    response = desk.get(link, follow=True)

    assert response.status_code == 200
    assert "A draft" in response.content.decode()


@pytest.mark.parametrize("field", ["published_at", "significantly_updated_at"])
@pytest.mark.parametrize(
    ("date", "advice"),
    [("9999-12-31", "Give a year before 2200."), ("0001-01-01", "Give a year from 1870 on.")],
)
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Prague"])
def test_a_date_at_the_edge_of_the_calendar_is_refused_beside_its_field(
    desk, settings, zone, field, date, advice
):
    settings.TIME_ZONE = zone
    typed = {"headline": "Kept", f"{field}_0": date, f"{field}_1": "23:59:59"}

    response = send(desk, ADD, **typed)

    assert errors_beside(response) == {f"{field}_0": advice}
    assert {name: form_values(response)[name] for name in typed} == {
        name: [value] for name, value in typed.items()
    }


def test_a_text_beyond_all_measure_is_refused_and_kept(desk):
    body = f"<p>{'long ' * 600_001}</p>"

    response = send(desk, ADD, headline="Long", body=body)

    assert "1,000,000 is the most" in errors_beside(response)["body"]
    assert form_values(response)["body"][0].count("long") == 600_001


def test_an_editor_who_moves_a_live_article_into_the_future_is_told(desk):
    article = make_article("Out", shows=[make_show()])

    response = send(desk, change(article), published_at_0="2190-01-01", published_at_1="12:00:00")

    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert any("is published, and held back until" in message for message in said)


def test_one_press_is_one_act(desk):
    article = make_article("Out", shows=[make_show()])

    send(desk, change(article), button="_withdraw", _publish="1")

    said = [str(m) for m in get_messages(desk.get(change(article)).wsgi_request)]
    assert said == ["The text is saved, and nothing else is done. It is published already."]


@pytest.mark.parametrize("make", [make_article, make_draft])
def test_a_form_without_headline_and_slug_comes_back_with_its_errors(desk, make):
    article = make("Written")

    response = send(desk, change(article), headline="", slug="")

    assert errors_beside(response).keys() == {"headline"}


def test_a_form_that_comes_back_names_its_errors_at_its_head_and_leads_to_each(desk):
    response = send(desk, ADD, headline="Kept", covers_episode="2", published_at_0="never")

    page = html.fromstring(response.content.decode())
    links = page.xpath("//ul[@class='where-errors']//a")
    assert [link.text for link in links] == ["Covers through season", "Publish at"]
    assert all(page.get_element_by_id(link.get("href")[1:]) is not None for link in links)


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ("_publish", "“Written” is public. Readers see it now: /articles/written/"),
        ("_submit", "“Written” waits in review for an editor. Readers do not see it yet."),
    ],
)
def test_a_press_is_answered_by_one_sentence_that_says_who_sees_it(desk, button, said):
    article = make_ready("Written")

    send(desk, change(article), button)

    messages = get_messages(desk.get(change(article)).wsgi_request)
    assert [html.fromstring(str(message)).text_content() for message in messages] == [said]
