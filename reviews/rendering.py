"""An article's body as readers get it: cleaned again, with its pictures filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString, mark_safe
from lxml.html import HtmlElement

from .gathering import Needed, needed_by
from .linking import lead_links
from .models import Article, Image
from .richtext import (
    clean_html,
    expand_pictures,
    headings,
    word_count,
)
from .richtext.reading import Heading
from .richtext.tree import element, inner_html, parse

WORDS_PER_MINUTE = 230
CONTENTS_FROM_HEADINGS = 3
DEEPEST_IN_CONTENTS = 3
PICTURE_SIZES = "(min-width: 46rem) 42rem, 92vw"


@dataclass(frozen=True)
class Body:
    """A rendered body with what the page says about it."""

    html: SafeString
    minutes: int
    contents: list[Heading]
    has_trailer: bool


def render_body(article: Article) -> Body:
    """Render one article's body; a query when it holds pictures or links of ours, else none."""
    html = render_bodies([article])[article.pk]
    minutes = max(1, ceil(word_count(article.body) / WORDS_PER_MINUTE))
    return Body(
        html=with_click_to_load(html, article.lead_image),
        minutes=minutes,
        contents=_contents(html),
        has_trailer="<iframe" in html,
    )


def render_bodies(articles: Iterable[Article]) -> dict[int, SafeString]:
    """Map each article's key to its body for readers, with one query for all that they need."""
    cleaned = {article.pk: clean_html(article.body) for article in articles}
    needed = needed_by(cleaned.values())
    return {pk: _filled(html, needed) for pk, html in cleaned.items()}


def with_click_to_load(html: SafeString, picture: Image | None) -> SafeString:
    """
    Put a link with a picture of ours in place of each player: nothing is asked of its site.

    A script loads the player on a click; without it the link leads to the player's page.
    """
    tree = parse(html)
    for frame in tree.findall(".//iframe"):
        title = frame.get("title") or "Video"
        link = element("a", href=frame.get("src"), **{"class": "trailer", "data-player": title})
        if picture:
            image = element("img", src=picture.last_url(800), srcset=picture.last_srcset, alt="")
            image.attrib.update(
                {"sizes": PICTURE_SIZES, "loading": "lazy", "decoding": "async"}
                | {"width": str(picture.width), "height": str(picture.height)}
            )
            link.append(image)
        label = element("span", **{"class": "trailer__label"})
        label.text = f"Play: {title}"
        link.append(label)
        link.tail = frame.tail
        frame.getparent().replace(frame, link)
    return _declared_safe(tree)


def _filled(html: str, needed: Needed) -> SafeString:
    """Cleaned `html` with its pictures, its links leading to where the paper's pages are now."""
    tree = parse(html)
    lead_links(tree, needed.slugs)
    expand_pictures(tree, needed.pictures, sizes=PICTURE_SIZES)
    _offer_formats(tree, needed.pictures)
    _make_tables_scrollable(tree)
    return _declared_safe(tree)


def _declared_safe(tree: HtmlElement) -> SafeString:
    """A tree grown from cleaned HTML: the one place where markup is declared safe."""
    return mark_safe(inner_html(tree))  # noqa: S308


def _offer_formats(tree: HtmlElement, pictures: dict[int, Image]) -> None:
    """Put each picture with its smaller formats into a `picture`, from which browsers choose."""
    for figure in tree.findall(".//figure[@data-image]"):
        image, shown = pictures[int(figure.get("data-image"))], figure.find("img")
        if not image.sources:
            continue
        frame = element("picture")
        frame.tail, shown.tail = shown.tail, None
        figure.replace(shown, frame)
        for mime, srcset in image.sources:
            frame.append(element("source", type=mime, srcset=srcset, sizes=PICTURE_SIZES))
        shown.set("src", image.last_url(1200))
        shown.set("srcset", image.last_srcset)
        frame.append(shown)


def _make_tables_scrollable(tree: HtmlElement) -> None:
    """Put each table in a region that a narrow screen scrolls, by keyboard too."""
    for table in list(tree.iter("table")):
        caption = table.findtext("caption") or "Table"
        attributes = {"class": "scroller", "role": "region", "aria-label": caption}
        region = element("div", tabindex="0", **attributes)
        table.addprevious(region)
        region.tail, table.tail = table.tail, None
        region.append(table)


def _contents(html: str) -> list[Heading]:
    """The sections of a body that has enough of them to be worth a list."""
    found = [heading for heading in headings(html) if heading.level <= DEEPEST_IN_CONTENTS]
    return found if len(found) >= CONTENTS_FROM_HEADINGS else []
