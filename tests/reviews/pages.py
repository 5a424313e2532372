"""Reads pages the way their readers' software does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "hr", "input", "source", "wbr", "col", "embed"}
SVG_SELF_CLOSING = {"path", "use", "rect"}


@dataclass
class Page(HTMLParser):
    """A page's elements as (tag, attributes, text), with what is wrong in their nesting."""

    html: str
    elements: list = field(default_factory=list)
    errors: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self.open = []
        self.feed(self.html)
        self.close()
        self.errors += [f"<{tag}> is never closed" for tag, _ in self.open]

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.errors.append(f"<{tag}> has an attribute twice")
        self.elements.append([tag, dict(attrs), ""])
        if tag not in VOID:
            self.open.append((tag, self.elements[-1]))

    def handle_startendtag(self, tag, attrs):
        if tag not in SVG_SELF_CLOSING:
            self.errors.append(f"<{tag}/> does not close itself")
        self.elements.append([tag, dict(attrs), ""])

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        else:
            self.errors.append(f"</{tag}> closes {self.open[-1:]}")

    def handle_data(self, data):
        for _, element in self.open:
            element[2] += data

    def all(self, tag, **wanted):
        """Attributes of every `tag` whose own attributes hold `wanted` (`class_` for class)."""
        return [attributes for attributes, _ in self._found(tag, wanted)]

    def texts(self, tag, **wanted):
        """Texts of every `tag` whose attributes hold `wanted`, without needless space."""
        return [" ".join(text.split()) for _, text in self._found(tag, wanted)]

    def _found(self, tag, wanted):
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        for name, attributes, text in self.elements:
            if name == tag and all(_holds(attributes, *item) for item in wanted.items()):
                yield attributes, text


def _holds(attributes, name, value):
    found = attributes.get(name) or ""
    return value in found.split() if name == "class" else found == value


def page_of(response):
    assert response.status_code == 200
    return Page(response.content.decode())


def headlines(response):
    """Headlines of the cards on a page, in order."""
    page = page_of(response)
    return [text for level in "234" for text in page.texts(f"h{level}", class_="card__title")]
