"""The one sanitiser: what an article's body may hold, and how other HTML is brought to it."""

import re
from urllib.parse import SplitResult, urlsplit

import nh3

from .marking import MARKS
from .mending import CONTAINERS, SYNONYMS, mend
from .tree import allowed_text, inner_html, parse

ALLOWED_TAGS = {
    *("h2", "h3", "h4", "p", "br", "hr", "ul", "ol", "li", "blockquote", "q", "cite"),
    *("figure", "img", "figcaption", "iframe", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("a", "strong", "em", "s", "sub", "sup", "abbr", "code", "span"),
}
ALLOWED_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title", *MARKS},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "details": {"class"},
    "figure": {"data-image"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "iframe": {"src", "title", "loading", "allowfullscreen"},
    "img": {"alt", "role"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
DROPPED_WITH_CONTENT = {"script", "style", "template", "noscript", "title", "svg", "math"}
URL_SCHEMES = {"http", "https", "mailto"}
FRAME_HOSTS = {
    "www.youtube.com": ("https://www.youtube-nocookie.com", "/embed/"),
    "www.youtube-nocookie.com": ("https://www.youtube-nocookie.com", "/embed/"),
    "player.vimeo.com": ("https://player.vimeo.com", "/video/"),
}
PATTERNS = {
    **dict.fromkeys(["data-image", *MARKS], r"[1-9][0-9]{0,17}"),
    # An editor says that this picture adds nothing here; an alt that is only empty says nothing.
    "role": r"presentation",
    "id": r"[a-z0-9-]{1,80}",
    "colspan": r"[0-9]{1,3}",
    "rowspan": r"[0-9]{1,3}",
    "start": r"[0-9]{1,4}",
}


def clean_html(html: str) -> str:
    """
    Return `html` cut down to what articles may hold: safe to show, words kept.

    It runs on the way in and again on the way out; a second run changes nothing.
    """
    tree = parse(_sanitise(html, ALLOWED_TAGS | CONTAINERS | SYNONYMS.keys()))
    mend(tree)
    return _sanitise(inner_html(tree), ALLOWED_TAGS)


def _sanitise(html: str, tags: set[str]) -> str:
    return nh3.clean(
        allowed_text(html),
        tags=tags,
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        clean_content_tags=DROPPED_WITH_CONTENT,
        url_schemes=URL_SCHEMES,
        link_rel=None,
    )


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "iframe" and name == "src":
        return _player_address(value)
    if name in {"href", "cite"}:
        return _address(value)
    pattern = PATTERNS.get(name)
    return value if pattern is None or re.fullmatch(pattern, value, re.ASCII) else None


def _address(value: str) -> str | None:
    """
    An address that a text may name; None for another.

    `https:/x.example/` has no host: where a browser goes depends on the page's own scheme, and
    feed readers have rules of their own. What is meant is plain.
    """
    parts = _split(value)
    if parts is None or parts.scheme not in {"", *URL_SCHEMES}:
        return None
    if parts.scheme not in {"http", "https"} or parts.netloc:
        return value
    rest = parts._replace(scheme="").geturl().lstrip("/\\")
    meant = _split(f"{parts.scheme}://{rest}")
    return meant.geturl() if meant and meant.netloc else None


def _player_address(url: str) -> str | None:
    """The address of a known video player, the cookieless one; None for any other frame."""
    parts = _split(url)
    if parts is None:
        return None
    origin, path = FRAME_HOSTS.get(parts.netloc.lower(), ("", ""))
    video = re.fullmatch(rf"{path}([\w-]{{1,40}})", parts.path, re.ASCII)
    return f"{origin}{path}{video[1]}" if origin and video else None


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None for one that nothing can follow, as `//[x`."""
    try:
        return urlsplit(url)
    except ValueError:
        return None
