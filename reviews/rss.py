"""RSS 2.0 with the whole text, authors and pictures, and well-formed whatever an editor typed."""

from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from .richtext.tree import allowed_text

NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


class CleanXMLGenerator(SimplerXMLGenerator):
    """
    Leaves out the characters that XML forbids.

    Django's raises on some of them, so that one pasted character stops the feed for every
    subscriber, and lets others through, which parsers refuse.
    """

    def characters(self, content):
        super().characters(allowed_text(content))

    def startElement(self, name, attrs):
        cleaned = {key: allowed_text(str(attrs[key])) for key in attrs}
        super().startElement(name, cleaned)


class FullTextRss(Rss201rev2Feed):
    """What Django writes for an item, and `content`, `creators`, `tags` and `picture`."""

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

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        for domain, name in item["tags"]:
            handler.addQuickElement("category", name, {"domain": domain})
        if item["significantly_updated_at"]:
            handler.addQuickElement("atom:updated", rfc3339_date(item["significantly_updated_at"]))
        if item["picture"]:
            self.add_picture(handler, item["picture"])
        handler.addQuickElement("content:encoded", item["content"])

    def add_picture(self, handler, picture):
        attributes = {"medium": "image", "type": "image/webp", "url": picture["url"]}
        size = {"width": str(picture["width"]), "height": str(picture["height"])}
        handler.startElement("media:content", attributes | size)
        if picture["alt"]:
            handler.addQuickElement("media:description", picture["alt"], {"type": "plain"})
        if picture["credit"]:
            handler.addQuickElement("media:credit", picture["credit"])
        handler.endElement("media:content")
