import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from lxml import html

from recommendations.models import EditorsPick
from tests.factories import make_article, make_author, make_image, make_show, make_theme
from tests.recommendations.stored_lists import store

pytestmark = pytest.mark.django_db

PAGE = Template(
    "{% load recommendations %}{% compose_links article body as links %}"
    "<main>{% body_with_links body links %}{% links_slot links.end %}</main>"
)
PARAGRAPH = f"<p>{'word ' * 100}</p>"
LONG = PARAGRAPH * 4


def render(article, body=None):
    body = SafeString(article.body) if body is None else body
    return html.fromstring(PAGE.render(Context({"article": article, "body": body})))


def outline(page):
    """Tags of the children of the page, a slot by its name."""
    return [node.get("data-slot") or node.tag for node in page]


def test_the_mid_slot_stands_between_two_blocks_and_the_end_slot_after_the_text():
    page = make_article(body=LONG)
    store(page, *(make_article() for _ in range(4)))

    assert outline(render(page)) == ["p", "p", "mid", "p", "p", "end"]


def test_the_place_is_counted_on_the_text_as_it_is_shown():
    gone = '<figure data-image="7"></figure>'
    page = make_article(body=f"{gone}{LONG}", mid_slot="after_block", mid_slot_block=1)
    store(page, *(make_article() for _ in range(4)))

    assert outline(render(page, body=SafeString(LONG)))[:3] == ["p", "mid", "p"]


def test_without_links_there_is_no_section_and_no_heading():
    assert outline(render(make_article(body=LONG))) == ["p"] * 4


def test_the_stored_text_is_not_changed():
    page = make_article(body=LONG)
    store(page, make_article())

    render(page)

    page.refresh_from_db()
    assert page.body == LONG


def test_text_that_is_not_safe_is_escaped():
    page = make_article(body=LONG)
    store(page, make_article())

    rendered = render(page, body=f"{LONG}<script>1</script>")

    assert rendered.find(".//script") is None


def test_a_card_is_one_link_on_the_headline_with_reasons_byline_and_a_silent_picture():
    theme = make_theme("Cold War & after")
    page = make_article(body="", themes=[theme])
    other = make_article(
        "A <b>headline</b>",
        kind="interview",
        authors=[make_author("A. Writer")],
        lead_image=make_image("A red flag"),
    )
    store(page, other, reasons=[f"theme:{theme.pk}"])

    (section,) = render(page).findall("section")

    assert section.get("aria-labelledby") == section.find("h2").get("id")
    assert section.findtext("h2") == "Read more"
    (card,) = section.findall("ul/li")
    (link,) = card.iter("a")
    assert link.getparent().tag == "h3"
    assert (link.text, link.get("href")) == ("A <b>headline</b>", other.get_absolute_url())
    (reasons,) = card.xpath(".//*[@data-reasons]")
    assert reasons.text_content() == "Cold War & after"
    assert card.find_class("card__meta")[0].text_content().strip() == "Interview · A. Writer"
    (image,) = card.iter("img")
    assert image.get("alt") == ""
    assert image.get("width") == "64"
    assert card.find_class("card__label") == []


@pytest.mark.parametrize(
    ("rating", "words"), [("0.0", "0"), ("0.5", "½"), ("3.5", "3½"), ("5.0", "5")]
)
def test_the_card_of_a_rated_review_shows_its_rating_as_all_cards_do(client, rating, words):
    page = make_article(body="", shows=[make_show("Dark")])
    store(page, make_article("Rated", rating=rating))

    (card,) = render(page).findall("section/ul/li")

    (shown,) = card.find_class("rating")
    assert card.text_content().count("stars") == 1
    assert shown.text_content() == f"{words} out of 5 stars"
    assert shown.find("svg").get("aria-hidden") == "true"
    (elsewhere,) = html.fromstring(client.get("/").content).find_class("rating")
    assert html.tostring(shown, with_tail=False) == html.tostring(elsewhere, with_tail=False)


def test_the_card_of_what_is_not_rated_shows_no_rating():
    page = make_article(body="", rating="4.0")
    store(page, make_article("Unrated", rating=None))

    (card,) = render(page).findall("section/ul/li")

    assert card.find_class("rating") == []
    assert "stars" not in card.text_content()


def test_a_rung_below_related_says_so_on_the_card():
    show = make_show("Dark")
    page = make_article(body="", shows=[show])
    make_article("Same show", shows=[show])
    EditorsPick.objects.create(article=make_article("Picked"))
    make_article("Other")

    cards = render(page).findall("section/ul/li")

    labels = [card.find_class("card__label")[0].text for card in cards]
    assert labels == ["More on Dark", "Editors’ pick", "Latest"]
    assert [card.xpath(".//*[@data-reasons]") for card in cards] == [[], [], []]


def test_ids_are_unique_and_levels_skip_none():
    page = make_article(body=LONG)
    store(page, *(make_article() for _ in range(4)))

    rendered = render(page)

    ids = rendered.xpath("//@id")
    assert len(ids) == len(set(ids)) == 2
    levels = [node.tag for node in rendered.iter("h1", "h2", "h3", "h4")]
    assert levels == ["h2", "h3", "h3"] * 2
