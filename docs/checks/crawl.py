"""
Follow every link of a site from its front page and its sitemap, and say which lead nowhere.

`python docs/checks/crawl.py http://localhost:8000` for a running site; the tests crawl the demo
paper with the same function. A link should lead to its page in one step, and to a place on the
page that is there. Addresses in feeds, sitemaps, JSON-LD and cards count as links.
"""

# ruff: noqa: T201

import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

START = ("/", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", "/feeds.opml", "/search/")
TEXTS = ("text/", "application/xml", "application/json", "+xml", "+json")
# The pages behind these are the newsroom's, or say nothing to who asks without a form.
SKIPPED = ("/admin/", "/preview/", "/followed/")


@dataclass(frozen=True)
class Answer:
    """What an address gave: its status, media type, and the text if it is one."""

    status: int
    media_type: str
    text: str = ""


@dataclass
class Crawled:
    """Every address that was asked for, and what is wrong with the links to them."""

    addresses: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


class Links(HTMLParser):
    """The addresses that a page leads to, and the ids that it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids.add(attributes.get("id"))
        self.found += [attributes[name] for name in ("href", "src") if attributes.get(name)]
        self.found += [
            part.split()[0] for part in attributes.get("srcset", "").split(", ") if part
        ]


def crawl(fetch: Callable[[str], Answer], base: str, start: Iterable[str] = START) -> Crawled:
    """Ask `fetch` for all paths that are linked to; addresses under `base` are the site's own."""
    crawled, waiting = Crawled(), deque((path, "the start") for path in start)
    ids: dict[str, set[str]] = {}
    places: list[tuple[str, str, str]] = []
    while waiting:
        path, source = waiting.popleft()
        if path in crawled.addresses:
            continue
        crawled.addresses.add(path)
        answer = fetch(path)
        if answer.status != 200:
            crawled.problems.append(f"{source} leads to {path}, which answers {answer.status}")
            continue
        links = Links(answer.text) if answer.media_type == "text/html" else None
        ids[path] = links.ids if links else set()
        for address in [*(links.found if links else []), *_full_addresses(answer.text, base)]:
            target, place = urldefrag(_path(urljoin(base + path, address), base))
            if target and not target.startswith(SKIPPED):
                waiting.append((target, path))
                places += [(target, place, path)] if place else []
    crawled.problems += [
        f"{path} leads to #{place} on {target}, which has no such place"
        for target, place, path in places
        if target in ids and place not in ids[target]
    ]
    return crawled


def _full_addresses(text: str, base: str) -> list[str]:
    """Addresses of the site that stand in a text with their host, as in feeds and JSON-LD."""
    return [found.replace("&amp;", "&") for found in re.findall(rf"{base}/[^\s\"'<>\\]*", text)]


def _path(address: str, base: str) -> str:
    """What is asked of the site for one of its own addresses; empty for others."""
    return address.removeprefix(base) or "/" if f"{address}/".startswith(f"{base}/") else ""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def over_http(base: str) -> Callable[[str], Answer]:
    """A `fetch` that asks a running site, and follows no redirect."""
    opener = build_opener(_NoRedirect)

    def fetch(path: str) -> Answer:
        try:
            response = opener.open(base + path, timeout=60)
        except HTTPError as error:
            return Answer(error.code, "")
        with response:
            media_type = response.headers.get_content_type()
            is_text = any(kind in media_type for kind in TEXTS)
            return Answer(response.status, media_type, response.read().decode() if is_text else "")

    return fetch


def main(base: str) -> int:
    if not urlsplit(base).scheme:
        sys.exit("Give the address of a running site: http://localhost:8000")
    began = time.monotonic()
    crawled = crawl(over_http(base.rstrip("/")), base.rstrip("/"))
    print(*crawled.problems, sep="\n", end="\n" if crawled.problems else "")
    seconds = time.monotonic() - began
    print(
        f"{len(crawled.addresses)} addresses in {seconds:.0f} s; {len(crawled.problems)} problems"
    )
    return bool(crawled.problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"))
