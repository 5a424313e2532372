"""
Measure the links on made-up papers of several sizes, on SQLite and, where named, on PostgreSQL.

Writes the section "Recommendations" of docs/benchmarks.md and its plot. Papers are kept, in
var/bench or in databases bench_<size>, and made once.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import matplotlib as mpl
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "benchmarks.md"
PLOT = ROOT / "docs" / "img" / "links-cost.svg"
FOLDER = ROOT / "var" / "bench"
PACKAGES = ("Django", "numpy", "scipy", "django-taggit", "psycopg")

Measures = dict[str, Any]
PUBLISH, LINES = "publish one, × the query by rarity", "publish one, list lines written, most"
FIRST = "first rebuild, words counted, ms an article"
MEMORY = "most memory of a rebuild, MB"
LIVE = "lists by one query each and the texts it finds, × a rebuild"
SLOTS, QUERIES = "slots of a page, ms", "slots of a page, queries, most"
SIMILAR = "similar_objects, × the slots"
MOST_MEMORY_MB = {10_000: 200, 100_000: 400, 1_000_000: 3000}
SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
# What may cost so many times as much on the largest paper as on one of the named size.
GROWTHS = ((FIRST, SMALL, 2), (SLOTS, 1_000, 1.3))


@dataclass(frozen=True)
class Bound:
    """What a measure of a paper of one size, on each database, is held to."""

    what: str
    at: int
    value: Callable[[Measures], float]
    bound: float
    is_least: bool = False

    def met(self, measures: Measures) -> bool:
        value = self.value(measures)
        return value >= self.bound if self.is_least else value <= self.bound


def measure_of(name: str) -> Callable[[Measures], float]:
    return lambda measures: measures[name]


BOUNDS = [
    Bound("slots of a page, queries", MIDDLE, measure_of(QUERIES), 3),
    Bound("`similar_objects`, × the slots", MIDDLE, measure_of(SIMILAR), 150, is_least=True),
    Bound("publish one, × the query by rarity", MIDDLE, measure_of(PUBLISH), 4),
    Bound("publish one, lines written", MIDDLE, measure_of(LINES), 60),
    Bound("live lists, tags and texts, × a rebuild", MIDDLE, measure_of(LIVE), 40, is_least=True),
    *(
        Bound("most memory of a rebuild, MB", at, measure_of(MEMORY), most)
        for at, most in MOST_MEMORY_MB.items()
    ),
    *(
        Bound("recall", at, measure_of("recall of the true best four"), 0.99, is_least=True)
        for at in (SMALL, MIDDLE)
    ),
    Bound("never recommended", SMALL, measure_of("never recommended"), 0.01),
    Bound("most in-links", SMALL, measure_of("most in-links"), 12),
    Bound("relevance kept", SMALL, measure_of("relevance kept by spreading"), 0.99, is_least=True),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--postgres", metavar="ADDRESS", help="a server, to make databases on")
    parser.add_argument("--no-report", action="store_true")
    options = parser.parse_args()
    found = [
        measured(address(size), size)
        for address in (sqlite, *([postgres(options.postgres)] if options.postgres else []))
        for size in sorted(options.sizes)
    ]
    text = f"{heading(options)}\n\n{table(found)}\n\n{bounds(found)}"
    sys.stdout.write(f"{text}\n")
    if not options.no_report:
        plot(found)
        write(text)


def sqlite(size: int) -> str:
    FOLDER.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{FOLDER / f'{size}.sqlite3'}"


def postgres(server: str) -> Callable[[int], str]:
    """What makes sure of a database for each size and gives its address."""

    def address(size: int) -> str:
        name = f"bench_{size}"
        with psycopg.connect(f"{server.rstrip('/')}/postgres", autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return urlsplit(server)._replace(path=f"/{name}").geturl()

    return address


def measured(address: str, size: int) -> Measures:
    """Make the paper where it is not there yet, and measure it."""
    environment = {
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": address,
        # With DEBUG Django keeps every query as text, which takes time and memory.
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "docs.bench.with_taggit",
        "ENV_FILE": os.devnull,
        "PATH": os.environ["PATH"],
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "http://localhost",
    }

    def manage(*words: str, check: bool = True) -> None:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=environment, check=check)  # noqa: S603

    manage("migrate", "--verbosity", "0")
    # A paper that is there already is left as it is.
    manage("make_sample", "--articles", str(size), "--seed", "1", check=False)
    if address.startswith("sqlite"):
        (FOLDER / f"{size}.made").touch()  # The bench of the search takes it from here.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "measures.json"
        manage("recommend", "--bench", "--json", str(path))
        return json.loads(path.read_text())


def heading(options: argparse.Namespace) -> str:
    sizes = " ".join(map(str, options.sizes))
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f'`make bench SIZES="{sizes}"`, one run: papers of `make_sample`, seed 1, 600 words an '
        "article. Times are processor time, with that of PostgreSQL's own process; medians.\n\n"
        f"{platform.machine()}, {os.cpu_count()} processors, {platform.system()} "
        f"{platform.release()}; Python {platform.python_version()}, {packages}."
    )


def table(found: list[Measures]) -> str:
    names = list(dict.fromkeys(name for measures in found for name in measures))
    lines = [
        "| " + " | ".join([name, *(shown(measures.get(name)) for measures in found)]) + " |"
        for name in names
    ]
    lines.insert(1, "|---" * (len(found) + 1) + "|")
    return "\n".join(lines)


def shown(value: float | str | None) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if value < 1.5 else f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) else value or "–"


def bounds(found: list[Measures]) -> str:
    """Each bound with what was measured; one whose size was not measured says so."""
    lines = ["| bound | articles | on | measured | demanded | |", "|---" * 6 + "|"]
    for each in BOUNDS:
        runs = [measures for measures in found if measures["articles"] == each.at]
        demanded = f"{'≥' if each.is_least else '≤'} {each.bound:,}"
        row = [each.what, f"{each.at:,}"]
        lines += [
            line(*row, run["database"], shown(each.value(run)), demanded, word(each.met(run)))
            for run in runs
        ]
        if not runs:
            lines.append(line(*row, "–", "not measured", demanded, ""))
    return "\n".join([*lines, *growth(found)])


def growth(found: list[Measures]) -> list[str]:
    """What the largest paper costs beside the one its bound names, on each database."""
    lines = []
    for database in dict.fromkeys(measures["database"] for measures in found):
        runs = {run["articles"]: run for run in found if run["database"] == database}
        largest = max(runs)
        for name, base, most in GROWTHS:
            if base not in runs or base == largest:
                continue
            ratio = runs[largest][name] / runs[base][name]
            sizes = f"{largest:,} : {base:,}"
            row = (f"{name}, growth", sizes, database, shown(ratio), f"≤ {most}")
            lines.append(line(*row, word(ratio <= most)))
    return lines


def line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def word(is_met: bool) -> str:
    return "met" if is_met else "**not met**"


def plot(found: list[Measures]) -> None:
    """What a page costs by each recipe, and what a publication does, as the paper grows."""
    mpl.use("svg")
    # The same figures give the same file.
    mpl.rcParams |= {"svg.hashsalt": "links", "font.size": 9, "axes.spines.top": False}
    mpl.rcParams["axes.spines.right"] = False
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    pages = (SLOTS, "filter, annotate, count, ms", "similar_objects, ms")
    acts = ("one query by rarity, tags alone, ms", "publish one, ms")
    for side, title, names in zip(
        axes, ("Links of one page", "One publication"), (pages, acts), strict=True
    ):
        draw(side, title, names, found)
    figure.savefig(PLOT, metadata={"Date": None})


def draw(side: Any, title: str, names: tuple[str, ...], found: list[Measures]) -> None:
    dashes = {"sqlite": "-", "postgresql": "--"}
    for database in dict.fromkeys(measures["database"] for measures in found):
        runs = [measures for measures in found if measures["database"] == database]
        sizes = [measures["articles"] for measures in runs]
        for place, name in enumerate(names):
            values = [measures[name] for measures in runs]
            label = f"{name.removesuffix(', ms')} ({database})"
            side.plot(sizes, values, dashes[database], marker="o", color=f"C{place}", label=label)
    side.set(title=title, xscale="log", yscale="log", xlabel="articles", ylabel="ms of processor")
    side.grid(visible=True, which="major", alpha=0.3)
    side.legend(fontsize=7, frameon=False)


def write(text: str) -> None:
    """Put the figures between their marks in the report; what people wrote round them stays."""
    begin, end = "<!-- figures of the links: begin -->", "<!-- figures of the links: end -->"
    image = "![What links and publications cost as the paper grows](img/links-cost.svg)"
    old = REPORT.read_text()
    new, times = re.subn(
        f"{begin}.*?{end}",
        lambda _: f"{begin}\n\n{text}\n\n{image}\n\n{end}",
        old,
        flags=re.DOTALL,
    )
    if not times:
        raise SystemExit(f"{REPORT} has no place for the figures: {begin} … {end}")
    REPORT.write_text(new)


if __name__ == "__main__":
    main()
