"""JSON Feed 1.1."""

import json

from django.utils.feedgenerator import SyndicationFeed, rfc3339_date

VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeed(SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        outfile.write(self.in_bytes().decode(encoding))

    def in_bytes(self):
        document = _without_empty(self.document()) | {
            "items": [_without_empty(_item(item["entry"])) for item in self.items]
        }
        return json.dumps(document, ensure_ascii=False).encode()

    def document(self):
        links = self.feed["links"]
        return {
            "version": VERSION,
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "next_url": dict(links).get("prev-archive"),
            "description": self.feed["description"],
            "icon": self.feed["icon"],
            "language": self.feed["language"],
            "hubs": [
                {"type": "WebSub", "url": url} for relation, url in links if relation == "hub"
            ],
        }


def _item(entry):
    return {
        "id": entry.guid,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        # One of the two has to be there.
        "content_text": None if entry.html else entry.summary or entry.title,
        "summary": entry.summary,
        "image": entry.picture and entry.picture.src,
        "date_published": rfc3339_date(entry.published),
        "date_modified": entry.updated and rfc3339_date(entry.updated),
        "authors": [{"name": author.text, "url": author.url} for author in entry.authors],
        "tags": [tag.label for tag in entry.tags],
    }


def _without_empty(fields):
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
