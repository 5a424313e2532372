"""The demo paper as it lies in this folder: paper.toml, articles/ and pictures/. No models."""

import tomllib
from pathlib import Path
from uuid import UUID, uuid5

HERE = Path(__file__).parent
NAMESPACE = UUID("6f1d4f0e-52a5-4a53-8f0a-0d0b5b1f3c77")
KEYS = {"authors": "slug", "themes": "name", "pictures": "key", "shows": "slug"}


def read_paper() -> dict:
    """The entries of paper.toml: `articles` in their order, all others by their keys."""
    paper = tomllib.loads((HERE / "paper.toml").read_text(encoding="utf-8"))
    for kind, key in KEYS.items():
        paper[kind] = {entry[key]: entry for entry in paper[kind]}
    return paper


def read_body(slug: str) -> str:
    """The body of an article as it was written, its pictures named by their keys."""
    return (HERE / "articles" / f"{slug}.html").read_text(encoding="utf-8")


def read_picture(key: str) -> bytes:
    """A picture as a JPEG file."""
    return (HERE / "pictures" / f"{key}.jpg").read_bytes()


def article_uuid(slug: str) -> UUID:
    """The permanent UUID of the demo article `slug`, the same on every machine."""
    return uuid5(NAMESPACE, slug)
