"""Pictures on pages: three formats, a card for other sites, and new ones that have neither yet."""

import re
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from PIL import Image as PillowImage

from reviews.images import store_image
from reviews.templatetags.reviews import picture
from tests.factories import jpeg_bytes, make_article, make_image, make_show, make_stored_image

from .pages import page_of
from .uploads import encoded, upload

pytestmark = pytest.mark.django_db


def stored(image, name):
    with image.file.storage.open(name) as file:
        return PillowImage.open(BytesIO(file.read()))


def test_pages_offer_the_smallest_format_first(client):
    image = make_stored_image()
    make_article("One", lead_image=image, body=f'<figure data-image="{image.pk}"></figure>')

    page = page_of(client.get("/articles/one/"))

    types = [source["type"] for source in page.all("source")]
    assert types == ["image/avif", "image/webp"] * 2
    assert all(img["srcset"].endswith("-900.jpg 900w") for img in page.all("img"))
    assert all(img["width"] == "900" for img in page.all("img"))
    names = [part.split()[0] for s in page.all("source") for part in s["srcset"].split(", ")]
    for name in names:
        assert image.file.storage.exists(name.removeprefix("/media/"))
    assert page.errors == []


def test_what_shines_through_is_offered_in_formats_that_can(client):
    image = make_stored_image(encoded(PillowImage.new("RGBA", (900, 300), (9, 9, 9, 9)), "PNG"))
    make_article("One", lead_image=image)

    page = page_of(client.get("/articles/one/"))

    assert [source["type"] for source in page.all("source")] == ["image/avif"]
    assert ".webp" in page.all("img")[0]["srcset"]
    assert {stored(image, name).mode for name in image.crop_names} == {"RGB"}


def test_a_picture_without_copies_yet_is_shown_whole_in_its_place(client):
    image = store_image(upload(jpeg_bytes(2000, 1000)), alt_text="Grey")
    make_article("One", lead_image=image, body=f'<figure data-image="{image.pk}"></figure>')

    page = page_of(client.get("/articles/one/"))

    assert page.all("source") == []
    assert [(img["src"], img["srcset"]) for img in page.all("img")] == [
        (image.file.url, f"{image.file.url} 2000w")
    ] * 2
    assert [(img["width"], img["height"]) for img in page.all("img")] == [("2000", "1000")] * 2
    (card,) = page.all("meta", property="og:image")
    assert card["content"].endswith(image.file.url)
    assert page.all("meta", property="og:image:height")[0]["content"] == "1000"
    (feed_image,) = {*re.findall(r'&lt;img src="([^"]*)"', client.get("/feed/").content.decode())}
    assert feed_image.endswith(image.file.url)


def test_every_page_has_a_card_of_the_size_it_says(client, settings):
    settings.SITE_URL = "https://paper.example"
    image = make_stored_image()
    make_article("With", lead_image=image, shows=[make_show("Solaris")])
    make_article("Without")

    cards = {}
    for address in ("/articles/with/", "/articles/without/", "/shows/solaris/", "/"):
        page = page_of(client.get(address))
        names = ("image", "image:width", "image:height")
        cards[address] = [page.all("meta", property=f"og:{n}")[0]["content"] for n in names]
        assert page.all("meta", name="twitter:card")[0]["content"] == "summary_large_image"

    assert {tuple(card[1:]) for card in cards.values()} == {("1200", "630")}
    assert cards["/articles/with/"][0] == f"https://paper.example{image.crop_url('card')}"
    assert stored(image, f"{image.crops}-card.jpg").size == (1200, 630)
    assert cards["/articles/without/"][0] == "https://paper.example/static/icons/card.png"


def test_a_trailer_asks_nothing_of_its_site_before_a_click(client):
    image = make_stored_image()
    frame = '<iframe src="https://www.youtube.com/embed/abc" title="The trailer"></iframe>'
    make_article("One", lead_image=image, body=f"<p>a</p>{frame}<p>b</p>")

    page = page_of(client.get("/articles/one/"))

    (link,) = page.all("a", class_="trailer")
    assert link["href"] == "https://www.youtube-nocookie.com/embed/abc"
    assert page.all("iframe") == []
    assert page.texts("a", class_="trailer") == ["Play: The trailer"]
    sources = [img["src"] for img in page.all("img")] + [s["srcset"] for s in page.all("source")]
    assert all(source.startswith("/media/") for source in sources)
    assert [s["src"] for s in page.all("script") if "trailer" in s.get("src", "")] != []


def test_a_page_without_a_trailer_loads_no_script_for_one(client):
    make_article("One")

    assert "trailer" not in client.get("/articles/one/").content.decode()


def test_the_manifest_names_icons_that_are_there(client):
    manifest = client.get("/site.webmanifest").json()

    assert manifest["name"] == "Double Feature"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


def test_the_address_at_which_feed_readers_look_for_an_icon_leads_to_one(client):
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert finders.find(response["Location"].removeprefix("/static/"))


@pytest.mark.parametrize("percent", range(0, 101, 3))
def test_a_cropped_picture_on_a_page_keeps_its_focal_point(percent, settings):
    image = make_image(focal_x=percent / 100, focal_y=1 - percent / 100)
    styles = (settings.BASE_DIR / "static" / "css" / "site.css").read_text()

    x, y = re.findall(r"f[xy]-([0-9]+)", picture(image, sizes="1px")["focus"])

    assert abs(int(x) - percent) <= 5
    assert abs(int(y) - (100 - percent)) <= 5
    assert f".fx-{x} {{" in styles or x == "50"
    assert f".fy-{y} {{" in styles or y == "50"
