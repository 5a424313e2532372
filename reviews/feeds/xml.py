"""What RSS and Atom share: XML that is well-formed, and the namespaces beside their own."""

from collections.abc import Mapping
from functools import lru_cache
from io import StringIO
from mimetypes import guess_type
from urllib.parse import urlsplit

from django.utils.xmlutils import SimplerXMLGenerator

from reviews.richtext.tree import allowed_text

from .entries import Entry
from .texts import Picture

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
ITEMS_KEPT = 512
NUMBERED = {ord(character): f"&#x{ord(character):X};" for character in "&<>"}


class CleanXMLGenerator(SimplerXMLGenerator):
    """
    Leaves out the characters that XML forbids.

    Django's raises on some of them, so that one pasted character stops the feed for every
    subscriber, and lets others through, which parsers refuse.
    """

    def characters(self, content: str) -> None:
        super().characters(allowed_text(content))

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:
        super().startElement(name, {key: allowed_text(str(attrs[key])) for key in attrs})


class InBytes:
    """A generator's whole document, encoded once, of items that are remembered as written."""

    def in_bytes(self) -> bytes:
        document = StringIO()
        self.write(document, "utf-8")
        return document.getvalue().encode()

    def write_items(self, handler: CleanXMLGenerator) -> None:
        for item in self.items:
            # The one event of SAX whose text goes out as it is.
            handler.ignorableWhitespace(_written(type(self), item["entry"]))


@lru_cache(maxsize=ITEMS_KEPT)
def _written(generator: type, entry: Entry) -> str:
    """The XML of an item: most are the same from one change of the paper to the next."""
    text = StringIO()
    generator.write_entry(CleanXMLGenerator(text, "utf-8", short_empty_elements=True), entry)
    return text.getvalue()


def add_media(handler: CleanXMLGenerator, picture: Picture) -> None:
    """
    Announce a picture with its size, type, own description and credit.

    It comes last in an item: some readers take any description for the item's, if they have none.
    """
    media_type, _ = guess_type(urlsplit(picture.src).path, strict=False)
    attributes = {"medium": "image", "type": media_type, "url": picture.src}
    size = {"width": str(picture.width), "height": str(picture.height)}
    handler.startElement("media:content", attributes | size)
    if picture.alt:
        add_plain_text(handler, "media:description", picture.alt, {"type": "plain"})
    if picture.credit:
        handler.addQuickElement("media:credit", picture.credit)
    handler.endElement("media:content")


def add_plain_text(
    handler: CleanXMLGenerator, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    """
    Write text that some readers of RSS take for HTML, with references by number.

    It is the spelling that the RSS Advisory Board found to be shown right by most of them.
    """
    numbered = allowed_text(text).translate(NUMBERED)
    handler.startElement(name, attributes or {})
    handler.ignorableWhitespace(numbered)
    handler.endElement(name)


def add_links(handler: CleanXMLGenerator, name: str, links: list[tuple[str, str]]) -> None:
    """Write (relation, address) pairs as links of Atom, under the element name given."""
    for relation, address in links:
        handler.addQuickElement(name, None, {"rel": relation, "href": address})
