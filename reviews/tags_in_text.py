"""Which shows and themes a text names that it is not tagged with. It never makes any."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from .folding import fold_name
from .names import counted, names_of
from .richtext import plain_text
from .twins import runs

SHOWN = 8
MOST_WORDS = 20_000
HEADLINE, STANDFIRST, BODY = 5, 3, 1
# A name does not reach over these; nor does a capital after the first of them say anything.
SENTENCE_ENDS = re.compile(r"[.!?…]+[\s\"”’)]+")
BREAKS = re.compile(r"[,;:()\[\]“”\"—–]+")

Tag = tuple[str, int]


@dataclass(frozen=True)
class Suggestion:
    """A show or theme found in a text, with the number of public articles that bear it."""

    kind: str
    pk: int
    name: str
    live: int

    @property
    def value(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def label(self) -> str:
        noun = "article" if self.live == 1 else "articles"
        return f"{self.name} ({self.kind}, {self.live} {noun})"


def suggest(headline: str, standfirst: str, body: str, taken: Iterable[Tag]) -> list[Suggestion]:
    """
    The shows and themes not yet `taken` that a text names, by whole words, likeliest first.

    The body is cleaned HTML. Other names count. Six queries and one pass over all names, whatever
    the text.
    """
    reading = Reading()
    for text, weight in ((headline, HEADLINE), (standfirst, STANDFIRST), (body, BODY)):
        reading.read(plain_text(text) if weight == BODY else text, weight)
    scores = reading.scores()
    for tag in taken:
        scores.pop(tag, None)
    best = sorted(scores, key=lambda tag: (-scores[tag], tag))[:SHOWN]
    things = {
        (kind, pk): thing
        for kind in {kind for kind, _ in best}
        for pk, thing in counted(kind, [pk for each, pk in best if each == kind]).items()
    }
    return [Suggestion(*tag, str(things[tag]), things[tag].live) for tag in best]


class Reading:
    """How often each run of words stands in what was read, in places of different weight."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.capitalised: Counter[str] = Counter()

    def read(self, text: str, weight: int) -> None:
        for sentence in SENTENCE_ENDS.split(" ".join(text.split()[:MOST_WORDS])):
            for part in BREAKS.split(sentence):
                for run in runs(fold_name(part).split()):
                    self.found[run] += weight
            for word in sentence.split()[0 if weight > BODY else 1 :]:
                if word[:1].isupper():
                    self.capitalised[fold_name(word)] += weight

    def scores(self) -> Counter[Tag]:
        """What speaks for each show and theme; a longer name takes the words of a shorter one."""
        names: dict[str, list[Tag]] = {}
        for kind in ("theme", "show"):
            for name in names_of(kind):
                if name.folded in self.found and self._is_meant(kind, name.folded):
                    names.setdefault(name.folded, []).append((kind, name.key))
        times = {name: self.found[name] for name in names}
        for name in names:
            for part in set(runs(name.split())) & times.keys() - {name}:
                times[part] -= self.found[name]
        scores: Counter[Tag] = Counter()
        for name, tags in names.items():
            for tag in tags:
                scores[tag] += max(0, times[name]) * sqrt(len(name.split()))
        return +scores

    def _is_meant(self, kind: str, name: str) -> bool:
        """A title of one word, as “Dark”, counts only where it is written like a title."""
        return kind == "theme" or " " in name or self.capitalised[name] > 0
