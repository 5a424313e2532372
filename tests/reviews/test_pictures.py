"""Pictures on pages: three formats, a card for other sites, and old ones that have neither yet."""

from io import BytesIO

import pytest
from django.core.management import call_command
from PIL import Image as PillowImage

from reviews.images import crop_box, store_image
from reviews.models import Image
from tests.factories import jpeg_bytes, make_article, make_image, make_show

from .pages import page_of
from .uploads import encoded, upload

pytestmark = pytest.mark.django_db


def stored(image, name):
    with image.file.storage.open(name) as file:
        return PillowImage.open(BytesIO(file.read()))


def test_every_file_is_written_in_its_format_and_width():
    image = store_image(upload(jpeg_bytes(900, 300)), alt_text="Grey")

    formats = {name: stored(image, name) for name in image.file_names}

    widths = {(picture.format, picture.width) for picture in formats.values()}
    assert widths == {
        *((form, width) for form in ("AVIF", "WEBP", "JPEG") for width in (480, 800, 900)),
        ("JPEG", 1200),
    }


def test_pages_offer_the_smallest_format_first(client):
    image = store_image(upload(jpeg_bytes(900, 300)), alt_text="Grey")
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
    image = store_image(
        upload(encoded(PillowImage.new("RGBA", (900, 300), (9, 9, 9, 9)), "PNG")), alt_text="Glass"
    )
    make_article("One", lead_image=image)

    page = page_of(client.get("/articles/one/"))

    assert [source["type"] for source in page.all("source")] == ["image/avif"]
    assert ".webp" in page.all("img")[0]["srcset"]
    assert stored(image, image.card_name).mode == "RGB"


def test_an_older_picture_is_shown_from_the_files_it_has(client):
    make_article("One", lead_image=make_image(width=2000, height=1000))

    page = page_of(client.get("/articles/one/"))

    assert page.all("source") == []
    assert ".webp" in page.all("img")[0]["srcset"]
    (card,) = page.all("meta", property="og:image")
    assert card["content"].endswith("-1200.webp")
    assert page.all("meta", property="og:image:height")[0]["content"] == "600"


def test_older_pictures_are_completed_by_a_command(capsys):
    whole, lost = make_image(width=900, height=300), make_image()
    lost.file.storage.delete(lost.file.name)

    call_command("make_renditions")

    whole = Image.objects.get(pk=whole.pk)
    assert list(Image.objects.filter(renditions_version=0)) == [lost]
    assert all(whole.file.storage.exists(name) for name in whole.file_names)
    output = capsys.readouterr()
    assert output.out == "1 pictures have all their files now.\n"
    assert f"Picture {lost.pk} was left" in output.err


@pytest.mark.parametrize(
    ("size", "focus", "box"),
    [
        ((1200, 630), (0.5, 0.5), (0, 0, 1200, 630)),
        ((2400, 630), (0, 0.5), (0, 0, 1200, 630)),
        ((2400, 630), (1, 0.5), (1200, 0, 2400, 630)),
        ((2400, 630), (0.5, 0), (600, 0, 1800, 630)),
        ((1200, 1260), (0.5, 0.25), (0, 0, 1200, 630)),
        ((1200, 1260), (0.5, 1), (0, 630, 1200, 1260)),
    ],
)
def test_a_cut_keeps_the_focal_point_and_stays_inside(size, focus, box):
    assert crop_box(size, (1200, 630), focus) == pytest.approx(box)


def test_a_moved_focal_point_draws_the_card_anew():
    half = PillowImage.new("RGB", (2400, 630), "black")
    half.paste((255, 255, 255), (1200, 0, 2400, 630))
    buffer = BytesIO()
    half.save(buffer, "PNG")
    image = store_image(upload(buffer.getvalue()), alt_text="Half", focal_x=0)
    before = image.card_url
    assert stored(image, image.card_name).getpixel((600, 300)) < (9, 9, 9)

    image.focal_x = 1
    image.save()

    assert stored(image, image.card_name).getpixel((600, 300)) > (240, 240, 240)
    assert image.card_url != before


def test_every_page_has_a_card_of_the_size_it_says(client, settings):
    settings.SITE_URL = "https://paper.example"
    image = store_image(upload(jpeg_bytes(900, 300)), alt_text="Grey")
    make_article("With", lead_image=image, shows=[make_show("Solaris")])
    make_article("Without")

    cards = {}
    for address in ("/articles/with/", "/articles/without/", "/shows/solaris/", "/"):
        page = page_of(client.get(address))
        names = ("image", "image:width", "image:height")
        cards[address] = [page.all("meta", property=f"og:{n}")[0]["content"] for n in names]
        assert page.all("meta", name="twitter:card")[0]["content"] == "summary_large_image"

    assert {tuple(card[1:]) for card in cards.values()} == {("1200", "630")}
    assert cards["/articles/with/"][0] == f"https://paper.example{image.card_url}"
    assert stored(image, image.card_name).size == (1200, 630)
    assert cards["/articles/without/"][0] == "https://paper.example/static/icons/card.png"


def test_a_trailer_asks_nothing_of_its_site_before_a_click(client):
    image = store_image(upload(jpeg_bytes(900, 300)), alt_text="Grey")
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
