"""The focal point is set by click and by keyboard, and the crops beside it follow."""

from io import BytesIO

import pytest
from PIL import Image as PillowImage

from reviews.models import Image
from tests.factories import make_stored_image

pytestmark = pytest.mark.django_db(transaction=True)

RED, GREY = (220, 20, 20), (90, 90, 90)


def picture_with_a_dot():
    """1600 × 400 px, with a red dot near the right lower corner."""
    picture = PillowImage.new("RGB", (1600, 400), GREY)
    picture.paste(RED, (1500, 340, 1560, 400))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def form(page, admin_user):
    image = make_stored_image(picture_with_a_dot(), focal_x=0, focal_y=0)
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "password")
    page.click("[type=submit]")
    page.goto(f"/admin/reviews/image/{image.pk}/change/")
    page.wait_for_selector(".focal:not([hidden])")
    return page


def shows_the_dot(form):
    """Whether each preview has red in it, as a reader of the page would see it."""
    shots = [frame.screenshot() for frame in form.locator(".focal__frame").all()]
    colours = [PillowImage.open(BytesIO(shot)).convert("RGB").getcolors(10**6) for shot in shots]
    return [any(red > 180 and green < 60 for _, (red, green, _) in seen) for seen in colours]


def test_a_click_moves_the_point_and_the_crops_follow(form):
    assert shows_the_dot(form) == [False, False, False]
    stage = form.locator(".focal__stage img").bounding_box()

    form.mouse.click(stage["x"] + stage["width"] * 0.95, stage["y"] + stage["height"] * 0.9)

    assert shows_the_dot(form) == [True, True, True]
    assert float(form.input_value("#id_focal_x")) == pytest.approx(0.95, abs=0.01)
    form.click("[name=_continue]")
    image = Image.objects.get()
    assert (image.focal_x, image.focal_y) == pytest.approx((0.95, 0.9), abs=0.01)
    assert image.crops


def test_arrow_keys_move_it_and_say_where_it_is(form):
    form.focus(".focal__point")
    for key in ("Shift+ArrowRight", "ArrowRight", "Shift+ArrowDown", "ArrowDown", "ArrowUp"):
        form.keyboard.press(key)

    assert [form.input_value(f"#id_focal_{axis}") for axis in "xy"] == ["0.11", "0.10"]
    said = form.locator(".focal [role=status]").text_content()
    assert said == "Focal point: 11 % from the left, 10 % from the top"


def test_numbers_move_it_too(form):
    form.fill("#id_focal_x", "0.95")
    form.fill("#id_focal_y", "1")

    assert shows_the_dot(form) == [True, True, True]
