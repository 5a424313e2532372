"""
Judge the ranking on texts whose authors set links, where no paper of reviews is at hand.

    python docs/bench/judging.py man      the Linux man-pages
    python docs/bench/judging.py foldoc   the Free On-line Dictionary of Computing

They are Debian's packages manpages, manpages-dev and mandoc, and dict-foldoc. Each page or entry
becomes a line of `recommend --evaluate`: "related" are those that its text refers to, and the
references themselves are hidden from the ranking. Nothing of the texts is kept here.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MAN, FOLDOC = Path("/usr/share/man"), Path("/usr/share/dictd/foldoc.dict.dz")

Line = dict[str, Any]

PAGE_FILE = re.compile(r"(?P<name>.+)\.(?P<section>[1-8])\w*(\.gz)?")
PAGE_REFERENCE = re.compile(r"<b>([\w.+:-]+)</b>\((\d)\)")
# What leads on, and what says the same in all pages.
LEFT_OUT = re.compile(
    r'(?s)<section class="Sh">\s*<h1 class="Sh" id="(SEE_ALSO|COLOPHON|NAME|LIBRARY)">'
    r".*?</section>"
    r'|<table class="(head|foot)">.*?</table>'
)
HEADER = re.compile(r"#include &lt;([^&]+)&gt;")
COPYRIGHT = re.compile(r"(?mi)^.*copyright.*?\d{4},?(?: by)? ((?:[A-Z][\w.'-]+ )+[A-Z][\w'-]+)")

ENTRY_REFERENCE = re.compile(r"\{([^{}]+)\}")
ENTRY_THEMES = re.compile(r"\s*<([a-z, .-]+)>")
ENTRY_DATE = re.compile(r"\((\d{4}-\d\d-\d\d)\)")
# Shorter entries define a word and are no article.
SHORTEST_ENTRY = 500


def man_pages() -> Iterator[Line]:
    """The man pages of the Linux project: headers and sections as themes, authors as people."""
    sources, same_as = {}, {}
    for path in sorted(MAN.glob("man[1-8]/*.gz")):
        name = page_name(path.name)
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        if path.is_symlink():
            same_as[name] = page_name(path.resolve().name)
        elif text.startswith(".so "):
            same_as[name] = page_name(Path(text.split()[1]).name)
        elif "Linux man-pages" in text:
            sources[name] = text
    for name, source in sources.items():
        command = ["mandoc", "-T", "html", "-O", "fragment"]
        made = subprocess.run(command, input=source, capture_output=True, text=True, check=False)  # noqa: S603
        page = made.stdout
        referred = {f"{other}({section})" for other, section in PAGE_REFERENCE.findall(page)}
        dated = re.search(r"\.TH \S+ \S+ \"?(\d{4}-\d\d-\d\d)", source)
        yield {
            "id": name,
            "title": name.partition("(")[0],
            "body_html": PAGE_REFERENCE.sub(r'<a href="/">\1</a>', LEFT_OUT.sub("", page)),
            "published_at": dated[1] if dated else "",
            "themes": sorted({*HEADER.findall(page), f"section {name[-2]}"}),
            "people": sorted(set(COPYRIGHT.findall(source.partition(".TH")[0]))),
            "related": sorted({same_as.get(other, other) for other in referred} & sources.keys()),
        }


def page_name(file: str) -> str:
    """As pages write it: "open(2)"."""
    found = PAGE_FILE.fullmatch(file)
    return f"{found['name']}({found['section']})" if found else ""


def foldoc() -> Iterator[Line]:
    """The longer entries of the dictionary, their subjects as themes."""
    entries = list(split_entries(gzip.decompress(FOLDOC.read_bytes()).decode("utf-8", "replace")))
    places = {name.lower(): place for place, (names, _) in enumerate(entries) for name in names}
    for place, (names, text) in enumerate(entries):
        themes = ENTRY_THEMES.match(text)
        if themes is None or len(text) < SHORTEST_ENTRY:
            continue
        referred = (" ".join(name.split()).lower() for name in ENTRY_REFERENCE.findall(text))
        dated = ENTRY_DATE.search(text)
        shown = ENTRY_DATE.sub("", ENTRY_REFERENCE.sub(" ", text[themes.end() :]))
        yield {
            "id": place,
            "title": names[0],
            "body_html": f"<p>{html.escape(shown)}</p>",
            "published_at": dated[1] if dated else "",
            "themes": [theme.strip() for theme in themes[1].split(",")],
            "related": sorted({places[name] for name in referred if name in places} - {place}),
        }


def split_entries(text: str) -> Iterator[tuple[list[str], str]]:
    """Each entry's names, which stand at the margin, and its text, which is indented."""
    names: list[str] = []
    lines: list[str] = []
    for line in text.splitlines():
        # References that were broken over lines stand at the margin too.
        if line and not line.startswith((" ", "\t", "{")):
            if any(map(str.strip, lines)):
                yield names, "\n".join(lines)
                names, lines = [], []
            names.append(line.strip())
        elif names:
            lines.append(line)
    yield names, "\n".join(lines)


def main() -> None:
    papers = {"man": man_pages, "foldoc": foldoc}
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("paper", choices=papers)
    paper = papers[parser.parse_args().paper]
    environment = {
        "DEBUG": "true",
        "ENV_FILE": os.devnull,
        "PATH": os.environ["PATH"],
        "SECRET_KEY": secrets.token_urlsafe(50),
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.jsonl"
        path.write_text("".join(f"{json.dumps(line)}\n" for line in paper()))
        command = [sys.executable, "manage.py", "recommend", "--evaluate", str(path)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
