"""Atom 1.0, RFC 4287."""

from django.utils.feedgenerator import Atom1Feed, rfc3339_date

from .xml import HISTORY, MEDIA, CleanXMLGenerator, InBytes, add_links, add_media


class FullTextAtom(InBytes, Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:fh": HISTORY, "xmlns:media": MEDIA}

    def write(self, outfile, encoding):
        handler = CleanXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        for stylesheet in self.feed["stylesheets"]:
            handler.processingInstruction("xml-stylesheet", stylesheet)
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        add_links(handler, "link", self.feed["links"])
        handler.addQuickElement("icon", self.feed["icon"])
        if self.feed["is_archive"]:
            handler.addQuickElement("fh:archive")

    @staticmethod
    def write_entry(handler, entry):
        handler.startElement("entry", {})
        handler.addQuickElement("title", entry.title)
        handler.addQuickElement("link", None, {"rel": "alternate", "href": entry.address})
        handler.addQuickElement("id", entry.guid)
        handler.addQuickElement("published", rfc3339_date(entry.published))
        handler.addQuickElement("updated", rfc3339_date(entry.updated or entry.published))
        for author in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author.text)
            handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        for tag in entry.tags:
            attributes = {"term": tag.term, "scheme": tag.scheme, "label": tag.label}
            handler.addQuickElement("category", None, attributes)
        # One of the two has to be there, and not to be empty.
        summary = entry.summary or ("" if entry.html else entry.title)
        if summary:
            handler.addQuickElement("summary", summary)
        if entry.html:
            handler.addQuickElement("content", entry.html, {"type": "html"})
        if entry.picture:
            add_media(handler, entry.picture)
        handler.endElement("entry")
