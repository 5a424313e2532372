"""
Hold what pages say in JSON-LD against the vocabulary of schema.org itself.

It is read from npm's `schema-dts`, which is made from schema.org's own definitions: which types
there are, of which others they are kinds, which properties each has, and what may stand in those.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# A type without properties of its own has no Base, but a Leaf that extends another's.
TYPE = re.compile(r"^interface (\w+)(?:Base|Leaf) extends ([\w<>, ]+) \{$(.*?)^\}$", re.M | re.S)
PROPERTY = re.compile(r'^    "(\w+)"\?: SchemaValue<(.+), "\w+">;$', re.M)
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
# The ranges that a plain value may stand for.
PLAIN = {"Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Float", "Boolean"}


class Vocabulary:
    """The types and properties of schema.org."""

    def __init__(self, definitions: Path) -> None:
        self.parents: dict[str, set[str]] = {}
        self.properties: dict[str, dict[str, set[str]]] = {}
        for name, parents, body in TYPE.findall(definitions.read_text(encoding="utf-8")):
            others = {parent.removesuffix("Base") for parent in parents.split(", ")}
            self.parents.setdefault(name, set()).update(others - {name})
            own = self.properties.setdefault(name, {})
            for key, kinds in PROPERTY.findall(body):
                own[key] = set(re.findall(r"\w+", kinds))
        self.kinds_of = cache(self.kinds_of)

    def kinds_of(self, name: str) -> set[str]:
        """A type and all that it is a kind of."""
        return {name}.union(*(self.kinds_of(parent) for parent in self.parents.get(name, ())))

    def range_of(self, name: str, key: str) -> set[str] | None:
        """What may stand in a property of a type; None when the type has no such property."""
        ranges = [self.properties.get(kind, {}).get(key) for kind in self.kinds_of(name)]
        return next((kinds for kinds in ranges if kinds is not None), None)

    def problems(self, value: object) -> Iterator[str]:
        """What is wrong in a node and in the nodes inside it."""
        if isinstance(value, list):
            for part in value:
                yield from self.problems(part)
        if not isinstance(value, dict):
            return
        name = value.get("@type", "nothing")
        if name not in self.parents:
            yield f"no type {name}"
        for key, held in value.items():
            # A search's words are named by an annotation, which is no property.
            if key.startswith("@") or key.endswith("-input"):
                continue
            kinds = self.range_of(name, key)
            if kinds is None:
                yield f"{name} has no {key}"
                continue
            for part in held if isinstance(held, list) else [held]:
                if not self._ways_to_write(part) & kinds:
                    yield f"{name}.{key} is no place for {part}"
            yield from self.problems(held)

    def _ways_to_write(self, value: object) -> set[str]:
        if isinstance(value, dict):
            return self.kinds_of(value["@type"])
        # The address of a thing may stand for the thing.
        return PLAIN | {"IdReference"} if str(value).startswith("http") else PLAIN


def blocks(html: str) -> list[object]:
    """The graphs of a page."""
    return [json.loads(text)["@graph"] for text in SCRIPT.findall(html)]
