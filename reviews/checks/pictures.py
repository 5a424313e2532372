"""Whether people who cannot see the pictures are told what they show."""

import re
from collections.abc import Iterator

from reviews.models import Article, Image
from reviews.richtext import pictures

from .findings import Finding, error, warning

FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|webp|avif|gif)", re.IGNORECASE)


def describes_its_pictures(article: Article) -> Iterator[Finding]:
    """Each picture of the text is there, and has words or is marked as decorative."""
    shown = pictures(article.body)
    library = Image.objects.in_bulk({picture.id for picture in shown})
    for number, picture in enumerate(shown, 1):
        image = library.get(picture.id)
        if image is None:
            yield _gone(number, picture.id)
            continue
        words = image.alt if picture.alt is None else picture.alt
        is_decorative = image.is_decorative or picture.is_decorative
        yield from _of(words, is_decorative, "body", f"Picture {number} of the text", image)


def describes_its_lead_image(article: Article) -> Iterator[Finding]:
    image = article.lead_image
    if image:
        yield from _of(image.alt, image.is_decorative, "lead_image", "The lead image", image)


def _gone(number: int, pk: int) -> Finding:
    message = f"Picture {number} of the text is no longer in the library: take it out."
    return error("pictures.gone", "body", message, str(pk))


def _of(words, is_decorative, field, name, image) -> Iterator[Finding]:
    if not words.strip() and not is_decorative:
        said = f" (“{image}”)" if image.alt_text else ""
        message = f"{name}{said} has no alternative text: describe it, or mark it as decorative."
        yield error("pictures.alt", field, message, str(image.pk))
    elif FILE_NAME.fullmatch(words.strip()):
        message = f"{name} is described by the name of a file, “{words}”: say what it shows."
        yield warning("pictures.file_name", field, message, str(image.pk))
