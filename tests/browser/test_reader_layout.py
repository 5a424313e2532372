"""Readers' pages in a real browser: they fit every window, and nothing moves while they load."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from playwright.sync_api import Browser, Page

from reviews.images import store_image
from tests.factories import make_article, make_author, make_show, make_theme

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [320, 390, 768, 1280, 1920, 2560]
PROSE = (
    "The camera waits at the end of a corridor while the crew goes about its morning, and for a "
    "minute nothing happens that a ship could not bear. Then somebody laughs at breakfast, the "
    "lamps dim by a shade, and the film has told us what it is afraid of. "
)
LONG_WORD = "Supercalifragilisticexpialidocious" * 2


def picture():
    buffer = BytesIO()
    PillowImage.linear_gradient("L").resize((1300, 800)).save(buffer, "JPEG")
    return store_image(ContentFile(buffer.getvalue(), name="a.jpg"), alt_text="A gradient")


@pytest.fixture
def paper(live_server, settings):
    settings.SITE_URL = live_server.url
    image = picture()
    cells = "".join(f"<td>{LONG_WORD}</td>" for _ in range(4))
    body = (
        f'<p>{"word " * 90}<a href="https://example.org/{LONG_WORD}">{LONG_WORD}</a></p>'
        f"<h2>{LONG_WORD}</h2>{'<p>' + 'word ' * 60 + '</p>'}"
        * 3
        + f'<table><tr>{cells}</tr></table><figure data-image="{image.pk}"></figure>'
        f"<details><summary>Twist</summary><p>It was all a dream.</p></details>"
    )
    tags = {
        "shows": [make_show("Solaris " + LONG_WORD, slug="solaris", synopsis=LONG_WORD)],
        "themes": [make_theme("Grief"), make_theme(LONG_WORD)],
        "authors": [make_author("Ada " + LONG_WORD, slug="ada", bio="Writes.")],
    }
    for days in range(6):
        fields = tags | {"lead_image": image, "rating": "3.5", "standfirst": LONG_WORD}
        fields["shows"] = tags["shows"] if days % 2 else []
        make_article(
            f"Part {days} {LONG_WORD}", slug=f"part-{days}", ago=timedelta(days=days), **fields
        )
    make_article("The one", body=body, ago=timedelta(), **fields)
    return ["/", "/articles/the-one/", "/shows/", "/shows/solaris/", "/themes/", "/themes/grief/"]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_window(page: Page, paper, width):
    page.set_viewport_size({"width": width, "height": 800})
    for address in [*paper, "/authors/ada/", "/archive/", "/nothing/"]:
        page.goto(address)
        wider = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider == 0, address


@pytest.mark.parametrize("width", [390, 1280])
def test_a_card_s_picture_stands_at_its_top_and_can_be_seen(page: Page, paper, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")

    pictures = page.evaluate(
        """() => [...document.querySelectorAll(".card img")].map(image => {
          const [own, card] = [image, image.closest(".card")].map(n => n.getBoundingClientRect());
          return [own.top - card.top, own.height > 100];
        })"""
    )

    assert pictures == [[0, True]] * 7


@pytest.mark.parametrize("width", [768, 1280, 2560])
def test_lines_of_text_are_about_65_characters_long(page: Page, live_server, width):
    make_article("Prose", body=f"<p>{PROSE * 4}</p>", shows=[make_show()])
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/articles/prose/")
    page.reload(wait_until="networkidle")

    lines = page.evaluate("document.querySelector('.prose > p').clientHeight") / page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.prose > p')).lineHeight)"
    )

    assert 58 <= len(PROSE * 4) / lines <= 72


@pytest.mark.parametrize("width", [320, 1024, 1280, 2560])
def test_without_a_picture_the_text_begins_where_its_headline_does(page: Page, live_server, width):
    make_article("Prose", body=f"<p>{PROSE * 4}</p>", shows=[make_show()])
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/articles/prose/")

    boxes = [page.locator(at).bounding_box() for at in ("h1", ".prose", ".article__facts")]
    headline, text, facts = boxes

    assert text["x"] == headline["x"]
    is_beside = facts["y"] < text["y"] + text["height"] and facts["x"] > text["x"] + text["width"]
    assert is_beside == (width >= 1024)


def test_a_short_text_and_its_tags_keep_together_beside_long_facts(page: Page, live_server):
    show = make_show()
    for number in range(30):
        show.watch_options.create(provider=f"Kino {number}")
    make_article("Short", body="<p>Short.</p>", shows=[show])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/articles/short/")

    text, tags = (page.locator(at).bounding_box() for at in (".article__text", ".filed"))

    assert tags["y"] - text["y"] - text["height"] < 100


@pytest.mark.parametrize("address", ["/", "/articles/the-one/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads(page: Page, paper, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address, wait_until="networkidle")

    shift = page.evaluate(
        """() => new Promise(done => {
          let sum = 0;
          new PerformanceObserver(list => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(sum), 300);
        })"""
    )

    assert shift < 0.001


def test_every_request_stays_on_the_site(page: Page, paper, live_server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for address in paper:
        page.goto(address, wait_until="networkidle")

    assert asked
    assert [url for url in asked if not url.startswith(live_server.url)] == []


def test_every_asked_file_is_there(page: Page, paper):
    missing = []
    page.on("response", lambda r: missing.append(r.url) if r.status >= 400 else None)
    page.goto("/articles/the-one/", wait_until="networkidle")

    assert missing == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_small_print_stands_out_from_its_ground(browser: Browser, live_server, paper, scheme):
    context = browser.new_context(base_url=live_server.url, color_scheme=scheme)
    page = context.new_page()
    page.goto("/articles/the-one/")

    ratios = page.evaluate(CONTRASTS, [".dates", ".kicker__show", ".facts dt", ".card__reason"])

    context.close()
    assert len(ratios) == 4
    assert min(ratios.values()) >= 4.5, ratios


CONTRASTS = """selectors => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const luminance = colour => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(
      v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = node => {
    const colour = getComputedStyle(node).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? ground(node.parentElement) : colour;
  };
  return Object.fromEntries(selectors.map(selector => {
    const node = document.querySelector(selector);
    const [a, b] = [luminance(getComputedStyle(node).color), luminance(ground(node))];
    return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  }));
}"""


def test_a_printed_page_is_the_article_alone(page: Page, paper):
    page.goto("/articles/the-one/")
    page.emulate_media(media="print")

    assert page.locator(".prose").is_visible()
    for hidden in (".masthead__nav", ".slot--mid", ".slot--end", ".contents", ".skip"):
        assert page.locator(hidden).count() == 1
        assert not page.locator(hidden).is_visible()


@pytest.mark.parametrize("address", ["/", "/articles/the-one/"])
def test_the_search_box_stands_beside_the_sections_or_not_at_all(page: Page, paper, address):
    for width in (320, 640, 895, 896, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)

        box = page.locator(".masthead .search-box").bounding_box()
        sections = page.locator(".masthead__nav").bounding_box()

        is_shown = box is not None
        assert is_shown == (width >= 896), width
        if is_shown:
            middles = [each["y"] + each["height"] / 2 for each in (box, sections)]
            assert abs(middles[0] - middles[1]) < 8, width
