import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reviews.folding import fold
from reviews.models import Image, Person, Show, Theme, ThemeAlias
from tests.factories import make_image, make_show, make_theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["cafe noir", "Café  Noir", " CAFÉ NOIR ", "Cafe\u0301 Noir", "café\u00a0noir"]
)
def test_names_that_people_take_for_one_fold_to_one(name):
    assert fold(name) == "cafe noir"


@pytest.mark.parametrize("model", [Person, Theme])
def test_a_name_that_differs_by_accents_and_case_is_refused(model):
    model(name="Fermín Álvarez", **({"slug": "a"} if model is Theme else {})).save()
    twin = model(name="FERMIN  ALVAREZ", **({"slug": "b"} if model is Theme else {}))

    with pytest.raises(ValidationError, match="“Fermín Álvarez” is here already"):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_renaming_keeps_the_folded_name_true():
    theme = make_theme("Cold War")
    theme.name = "Détente"

    theme.save(update_fields=["name"])

    assert list(Theme.objects.values_list("name", "folded")) == [("Détente", "detente")]


def test_a_theme_and_an_alias_cannot_bear_one_name():
    theme = make_theme("Cold War")
    ThemeAlias.objects.create(theme=theme, name="East and West")

    with pytest.raises(ValidationError, match="another name of “Cold War”"):
        Theme(name="east and west", slug="east-and-west").full_clean()
    with pytest.raises(ValidationError, match="a theme of its own"):
        ThemeAlias(theme=theme, name="COLD WAR").full_clean()


@pytest.mark.parametrize(
    ("kind", "first", "last", "years"),
    [
        ("film", 1963, None, "1963"),
        ("series", 2019, None, "2019–"),
        ("series", 2017, 2020, "2017–2020"),
        ("miniseries", 2019, 2019, "2019"),
    ],
)
def test_years_read_as_the_field_writes_them(kind, first, last, years):
    assert make_show(kind=kind, first_year=first, last_year=last).years == years


@pytest.mark.parametrize("fields", [{"first_year": 63}, {"first_year": 1963, "last_year": 1962}])
def test_the_database_refuses_impossible_years(fields):
    show = make_show()

    with pytest.raises(IntegrityError), transaction.atomic():
        Show.objects.filter(pk=show.pk).update(**fields)


def test_a_picture_is_described_or_decorative():
    image = make_image("A lander")

    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(alt_text="", is_decorative=False)
    with pytest.raises(ValidationError, match="Describe the picture"):
        Image(width=1, height=1, content_hash="x").full_clean(exclude=["file"])


def test_scaled_copies_are_never_wider_than_the_picture():
    image = make_image(width=1000, height=500)

    assert [width for width, _name in image.candidates()] == [480, 800, 1000]
    assert image.rendition_url(600).endswith("-800.webp")
    assert image.rendition_url(5000).endswith("-1000.webp")
    assert image.srcset.count("w, ") == 2


def test_a_decorative_picture_is_silent():
    assert make_image("", is_decorative=True).alt == ""
    assert make_image("A lander").alt == "A lander"
