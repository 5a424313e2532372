"""RSS 2.0: an item with its whole text, authors, tags and picture."""

from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date, rfc3339_date
from django.utils.html import escape

from .xml import (
    ATOM,
    HISTORY,
    MEDIA,
    CleanXMLGenerator,
    InBytes,
    add_links,
    add_media,
    add_plain_text,
)

NAMESPACES = {
    "xmlns:atom": ATOM,
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:fh": HISTORY,
    "xmlns:media": MEDIA,
}


class FullTextRss(InBytes, Rss201rev2Feed):
    """Django's channel with what an `entry` holds in each item."""

    def rss_attributes(self):
        return super().rss_attributes() | NAMESPACES

    def write(self, outfile, encoding):
        handler = CleanXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        self.add_stylesheets(handler)
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        self.endChannelElement(handler)
        handler.endElement("rss")

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        add_links(handler, "atom:link", self.feed["links"])
        self.add_image(handler)
        if self.feed["is_archive"]:
            handler.addQuickElement("fh:archive")

    def add_image(self, handler):
        """The picture that readers' software shows beside the feed's name."""
        handler.startElement("image", {})
        handler.addQuickElement("url", self.feed["icon"])
        add_plain_text(handler, "title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.endElement("image")

    @staticmethod
    def write_entry(handler, entry):
        handler.startElement("item", {})
        add_plain_text(handler, "title", entry.title)
        handler.addQuickElement("link", entry.address)
        # It is read as HTML.
        handler.addQuickElement("description", escape(entry.summary))
        for author in entry.authors:
            handler.addQuickElement("dc:creator", author.text)
        handler.addQuickElement("pubDate", rfc2822_date(entry.published))
        handler.addQuickElement("guid", entry.guid, {"isPermaLink": "false"})
        for tag in entry.tags:
            add_plain_text(handler, "category", tag.label, {"domain": tag.scheme})
        if entry.updated:
            handler.addQuickElement("atom:updated", rfc3339_date(entry.updated))
        if entry.html is not None:
            handler.addQuickElement("content:encoded", entry.html)
        if entry.picture:
            add_media(handler, entry.picture)
        handler.endElement("item")
