"""
Follow every link of a site from its front page and its sitemap, and say which lead nowhere.

`python docs/checks/crawl.py http://localhost:8000` for a running site; `pages.py` and the tests
crawl with the same function. A link should lead to its page in one step, and to a place on the
page that is there. Addresses in feeds, sitemaps, stylesheets, JSON-LD and cards count as links.
"""

# ruff: noqa: T201

import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from urllib.error import HTTPError
from urllib.parse import parse_qs, unquote_to_bytes, urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener
from wsgiref.util import setup_testing_defaults

from lxml import html

START = ("/", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", "/feeds.opml", "/search/")
TEXTS = ("text/", "application/xml", "application/json", "+xml", "+json")
# The pages behind these are the newsroom's, or say nothing to who asks without a form.
SKIPPED = ("/admin/", "/preview/", "/followed/")
SEARCH, NARROWINGS = "/search/", {"kind", "year", "show", "theme"}
# Paths of the site in what is no HTML: in feeds, stylesheets and the manifest.
RELATIVE = re.compile(r"""(?:(?:href|src)=|"src":\s*|url\()["']?(/[^\s"'<>)]+)""")
PARSER = html.HTMLParser(encoding="utf-8")
AT_ONCE = 4


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


@dataclass(frozen=True)
class Seen:
    """What was found at an address: the addresses it leads to, and the places on it."""

    status: int
    links: tuple[str, ...] = ()
    places: frozenset[str] | None = None


def crawl(
    fetch: Callable[[str], Answer],
    base: str,
    start: Iterable[str] = START,
    each: Callable[[Callable, list[str]], Iterable[Seen]] = map,
) -> Crawled:
    """
    Ask `fetch` for all paths that are linked to; addresses under `base` are the site's own.

    `each` maps a function over the paths of one round, in order: a pool's does so side by side.
    """
    crawled, waiting = Crawled(), dict.fromkeys(start, "the start")
    places: dict[str, frozenset[str]] = {}
    wanted: dict[tuple[str, str], str] = {}
    while waiting:
        crawled.addresses |= waiting.keys()
        found: dict[str, str] = {}
        seen = each(partial(visit, fetch, base), list(waiting))
        for (path, source), page in zip(waiting.items(), seen, strict=True):
            if page.status != 200:
                problem = f"{source} leads to {path}, which answers {page.status}"
                crawled.problems.append(problem)
            elif page.places is not None:
                places[path] = page.places
            for target, place in map(urldefrag, page.links):
                found.setdefault(target, path)
                if place:
                    wanted.setdefault((target, place), path)
        waiting = {path: by for path, by in found.items() if path not in crawled.addresses}
    crawled.problems += [
        f"{path} leads to #{place} on {target}, which has no such place"
        for (target, place), path in wanted.items()
        if target in places and place not in places[target]
    ]
    return crawled


def visit(fetch: Callable[[str], Answer], base: str, path: str) -> Seen:
    """Ask for `path`, and read what it leads to."""
    answer = fetch(path)
    if answer.status != 200 or not answer.text:
        return Seen(answer.status)
    named, places = _in_full(answer.text, base), None
    if answer.media_type == "text/html":
        page = html.document_fromstring(answer.text.encode(), parser=PARSER)
        named += page.xpath("//@href | //@src | //form[not(@method)]/@action")
        named += [part.split()[0] for text in page.xpath("//@srcset") for part in text.split(", ")]
        places = frozenset(page.xpath("//@id"))
    else:
        named += RELATIVE.findall(answer.text)
    links = {_path(urljoin(base + path, address), base) for address in named}
    return Seen(200, tuple(sorted(link for link in links if _is_followed(link))), places)


def _is_followed(link: str) -> bool:
    """Combinations of narrowings are countless; each narrowing of each search is looked at."""
    path, _, typed = link.partition("?")
    if not path or path.startswith(SKIPPED):
        return False
    return path != SEARCH or len(NARROWINGS & parse_qs(typed).keys()) <= 1


def _in_full(text: str, base: str) -> list[str]:
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
            return Answer(response.status, media_type, _text(media_type, response.read()))

    return fetch


def within(base: str, path: str) -> Answer:
    """A `fetch` of the site as it is served, called in this process: as over HTTP, but faster."""
    from served import application

    path, _, typed = path.partition("?")
    site = urlsplit(base)
    environ = {"HTTP_HOST": site.netloc, "wsgi.url_scheme": site.scheme, "QUERY_STRING": typed}
    environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
    setup_testing_defaults(environ)
    said = {}

    def start_response(status, headers, *_):
        said.update({name.lower(): value for name, value in headers}, status=int(status[:3]))

    chunks = application(environ, start_response)
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    media_type = said.get("content-type", "").partition(";")[0]
    return Answer(said["status"], media_type, _text(media_type, body))


def crawl_within(base: str) -> Crawled:
    """Crawl the site that the environment names, with a process for each processor."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return crawl(partial(within, base), base, each=partial(pool.map, chunksize=8))


def crawl_over_http(base: str) -> Crawled:
    """Crawl a site that runs."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return crawl(over_http(base), base, each=pool.map)


def _text(media_type: str, body: bytes) -> str:
    return body.decode() if any(kind in media_type for kind in TEXTS) else ""


def main(base: str) -> int:
    if not urlsplit(base).scheme:
        sys.exit("Give the address of a running site: http://localhost:8000")
    began = time.monotonic()
    crawled = crawl_over_http(base.rstrip("/"))
    print(*crawled.problems, sep="\n", end="\n" if crawled.problems else "")
    seconds = time.monotonic() - began
    print(
        f"{len(crawled.addresses)} addresses in {seconds:.0f} s; {len(crawled.problems)} problems"
    )
    return bool(crawled.problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"))
