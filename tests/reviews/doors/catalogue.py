"""Doors to tags, to the merging of them, and to pictures."""

from django.urls import reverse

from reviews import merging
from reviews.models import Image, KeptApart, Show, Theme
from tests.factories import make_person, make_show, make_theme
from tests.reviews.uploads import upload

from .house import is_new, no_rows


def is_theme_made(house):
    rows = no_rows("aliases")
    house.post("reviews_theme_add", name="Typed", slug="typed", **rows)
    return house.is_there(Theme, name="Typed")


def is_show_renamed(house):
    fields = {"title": "Typed", "slug": "typed", "kind": "film", "first_year": "2000"}
    rows = no_rows("credits", "watch_options", "aliases")
    house.post("reviews_show_change", house.show.pk, **fields, **rows)
    return house.is_there(Show, title="Typed")


def is_merged(house, gone, kept):
    house.post(f"reviews_{gone._meta.model_name}_merge", gone.pk, into=kept.pk)
    return not house.is_there(type(gone), pk=gone.pk)


def is_unmerged(house):
    made = merging.merge(make_theme("Taken"), house.theme, by=None)
    house.post("reviews_merge_undo", made.pk)
    return house.is_there(Theme, name="Taken")


def is_kept_apart(house):
    pair = {"kind": "theme", "one": house.theme.pk, "other": make_theme().pk}
    return is_new(KeptApart, lambda: house.post("reviews_twins", **pair))


def is_uploaded(house):
    words = {"alt_text": "A dome", "caption": "", "credit": ""}
    return is_new(Image, lambda: house.post("reviews_image_upload", upload=upload(), **words))


def is_picture_changed(house):
    point = {"focal_x": "0.5", "focal_y": "0.5"}
    house.post("reviews_image_change", house.image.pk, alt_text="Typed", **point)
    return house.is_there(Image, alt_text="Typed")


DOORS = {
    "make a theme": is_theme_made,
    "rename a show": is_show_renamed,
    "delete a theme": lambda h: h.is_deleted(h.theme),
    "delete a show": lambda h: h.is_deleted(h.show),
    "merge themes": lambda h: is_merged(h, h.theme, make_theme()),
    "merge shows": lambda h: is_merged(h, h.show, make_show()),
    "merge people": lambda h: is_merged(h, make_person(), make_person()),
    "undo a merge": is_unmerged,
    "keep two themes apart": is_kept_apart,
    "read names that may be one": lambda h: "may be one" in h.told(reverse("admin:reviews_twins")),
    "upload a picture": is_uploaded,
    "change a picture's words": is_picture_changed,
    "delete a picture": lambda h: h.is_deleted(h.image),
    "read the picture library": lambda h: (
        "A grey field" in h.told(reverse("admin:reviews_image_library"))
    ),
}
