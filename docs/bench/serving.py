"""
Measure what a stored page, a 304 and a feed made anew cost, against a bare "hello" view.

    python docs/bench/serving.py [--articles 1000 | --databases FILE ...] [--redis ADDRESS]
        [--no-times]

Two gunicorn servers of one worker each are asked in turn, the same number of times; what counts
is what their workers do: instructions of their own, by perf where the machine lets it count and by
valgrind elsewhere, and processor time. Papers are made up, or copies of SQLite files, in a folder
that is removed afterwards. The table is written into docs/benchmarks.md.
"""

# ruff: noqa: S603

import argparse
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from servers import ROOT, Meter, Perf, Server, Time, Valgrind, start

REPORT = ROOT / "docs" / "benchmarks.md"
ROUNDS = 15
# Instructions repeat.
ROUNDS_OF_INSTRUCTIONS = 2
WARM = 30
READER = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass
class Kind:
    """A question; `before` is done before each, and only `share` of the requests are of it."""

    name: str
    path: str
    limit: str = ""
    is_conditional: bool = False
    before: Callable[[], None] | None = None
    share: float = 1
    headers: dict[str, str] = field(default_factory=dict)


def kinds(touch: Callable[[], None], rewrite: Callable[[], None]) -> list[Kind]:
    """Those that change the paper come last, as they leave other tags behind."""
    return [
        Kind("stored page", "/", "0.9"),
        Kind("stored feed", "/feed/", "0.9"),
        Kind("304 of a page", "/", "0.8", is_conditional=True),
        Kind("304 of a feed", "/feed/", "0.8", is_conditional=True),
        Kind("feed made anew", "/feed/", "25", before=touch, share=0.1),
        Kind("feed of 20 new texts", "/feed/", before=rewrite, share=0.1),
    ]


@dataclass(frozen=True)
class Paper:
    """What is served: a paper with its environment, named by its size and where its stamp is."""

    name: str
    environment: dict[str, str]
    port: int
    requests: int
    with_times: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--databases", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--redis", metavar="ADDRESS", help="measure with the stamp there too")
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--port", type=int, default=8106)
    parser.add_argument("--no-times", action="store_true", help="count instructions alone")
    parser.add_argument("--no-report", action="store_true")
    options = parser.parse_args()
    found = {}
    for database in options.databases or [None]:
        for paper in papers(database, options):
            # Django can be set up once in a process.
            with get_context("spawn").Pool(1) as pool:
                found[paper.name] = pool.apply(measured, (paper,))
            sys.stdout.write(f"{paper.name}: {found[paper.name]}\n")
            sys.stdout.flush()
    text = table(found)
    sys.stdout.write(f"{text}\n")
    if not options.no_report:
        report(text)


def papers(database: Path | None, options: argparse.Namespace) -> Iterator[Paper]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "ALLOWED_HOSTS": "127.0.0.1",
            "CACHE_URL": "locmem://",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DEBUG": "false",
            "ENV_FILE": os.devnull,
            "MEDIA_ROOT": f"{folder}/media",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": f"http://127.0.0.1:{options.port}",
            "STAMP_FILE": f"{folder}/stamp",
        }
        make(database, options.articles, Path(folder, "db.sqlite3"), environment)
        stores = {"file": "locmem://"} | ({"Redis": options.redis} if options.redis else {})
        for store, address in stores.items():
            name = f"{size(Path(folder, 'db.sqlite3')):,}, {store}"
            environment |= {"CACHE_URL": address}
            yield Paper(name, environment, options.port, options.requests, not options.no_times)


def make(source: Path | None, articles: int, path: Path, environment: dict[str, str]) -> None:
    def manage(*arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)

    manage("collectstatic", "--no-input", "-v0")
    if source:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(path)) as new:
            old.backup(new)
    manage("migrate", "-v0")
    if not source:
        manage("make_sample", "--articles", str(articles), "-v0")
        manage("rebuild_recommendations", "-v0")


def size(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM reviews_article").fetchone()[0]


def measured(paper: Paper) -> dict[str, dict[str, float]]:
    """{meter: {kind: cost of one request}}, measured by every meter that there is."""
    os.environ |= paper.environment
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_project.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.db.models import Value
    from django.db.models.functions import Concat

    from reviews.freshness import touch
    from reviews.models import Article

    newest = list(Article.objects.published().newest_first().values_list("pk", flat=True)[:20])

    def rewrite() -> None:
        body = Concat("body", Value("<p>More.</p>"))
        Article.objects.filter(pk__in=newest).update(body=body)

    with tempfile.TemporaryDirectory() as folder:
        return {
            f"{meter.name}, {meter.unit}": measure(paper, meter, kinds(touch, rewrite))
            for meter in meters(Path(folder), with_times=paper.with_times)
        }


def meters(folder: Path, *, with_times: bool) -> list[Meter]:
    counters = [kind for kind in (Perf, Valgrind) if kind.can_count()]
    counter = [Perf()] if Perf in counters else [Valgrind(folder)] if counters else []
    return [*counter, Time()] if with_times or not counter else counter


def measure(paper: Paper, meter: Meter, questions: list[Kind]) -> dict[str, float]:
    """The lowest of the rounds, which other work on the machine disturbs least."""
    is_time = isinstance(meter, Time)
    rounds, requests = (
        (ROUNDS, paper.requests) if is_time else (ROUNDS_OF_INSTRUCTIONS, paper.requests // 8)
    )
    found: dict[str, list[float]] = {}
    with serving(paper, meter) as (site, hello):
        pairs = [(hello, Kind("hello", "/")), *((site, kind) for kind in questions)]
        for server, kind in pairs:
            ask(server, kind, max(WARM * kind.share, 3))
        for server in (site, hello):
            meter.begin(server.worker)
        for _ in range(rounds):
            for server, kind in pairs:
                count = max(int(requests * kind.share), 3)
                found.setdefault(kind.name, []).append(cost(server, kind, count, meter))
    return {name: min(values) for name, values in found.items()}


@contextmanager
def serving(paper: Paper, meter: Meter) -> Iterator[tuple[Server, Server]]:
    servers = []
    try:
        servers.append(start("site_project.wsgi", paper.port, meter, **paper.environment))
        servers.append(start("hello:application", paper.port + 1000, meter))
        yield tuple(servers)
    finally:
        for server in servers:
            server.stop()


def cost(server: Server, kind: Kind, count: int, meter: Meter) -> float:
    # What is stored is stored now, whatever the question before has changed.
    tag = server.ask(kind.path, READER).getheader("ETag")
    if kind.is_conditional:
        kind.headers = {"If-None-Match": tag}
    return meter.spent(server.worker, lambda: ask(server, kind, count)) / count


def ask(server: Server, kind: Kind, count: float) -> None:
    for _ in range(int(count)):
        if kind.before:
            kind.before()
        server.ask(kind.path, READER | kind.headers)


def table(found: dict[str, dict[str, dict[str, float]]]) -> str:
    """A part for each meter; a column for each paper, in multiples of its own "hello"."""
    limits = {"hello": ""} | {kind.name: kind.limit for kind in kinds(*[None] * 2)}
    parts = []
    for meter in next(iter(found.values())):
        columns = {name: measures[meter] for name, measures in found.items()}
        lines = [
            f"What a request costs one worker, in {meter} (and × hello), by articles and the",
            "keeper of the stamp:",
            "",
            f"| answer | {' | '.join(found)} | at most |",
            "|---" * (len(found) + 2) + "|",
        ]
        for name, limit in limits.items():
            cells = [
                f"{costs[name]:.2f} ({costs[name] / costs['hello']:.2f})"
                for costs in columns.values()
            ]
            lines.append(f"| {name} | {' | '.join(cells)} | {limit} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def report(text: str) -> None:
    """Put the figures between their marks in the report; what people wrote round them stays."""
    begin, end = "<!-- figures of serving: begin -->", "<!-- figures of serving: end -->"
    marked = re.compile(f"{begin}.*?{end}", re.DOTALL)
    new, times = marked.subn(f"{begin}\n\n{text}\n\n{end}", REPORT.read_text())
    if not times:
        raise SystemExit(f"{REPORT} has no place for the figures: {begin} … {end}")
    REPORT.write_text(new)


if __name__ == "__main__":
    main()
