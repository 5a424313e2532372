"""What a reader typed, as stems to look for. Every text has a meaning, if only “nothing”."""

from dataclasses import dataclass

from .words import WORD, stems

LONGEST_TEXT = 300
MOST_WORDS = 12


@dataclass(frozen=True)
class Query:
    """
    What to look for: `phrases` of one stem or, between quotation marks, of several in a row.

    `text` is what was typed, cut where more was typed than is looked for (`is_cut`).
    """

    text: str
    phrases: tuple[tuple[str, ...], ...]
    is_cut: bool = False

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem for phrase in self.phrases for stem in phrase)

    def __bool__(self) -> bool:
        return bool(self.phrases)


def parse(typed: str) -> Query:
    """Read what was typed; marks that are neither words nor pairs of quotes mean nothing."""
    text = " ".join(typed[:LONGEST_TEXT].replace("\0", " ").split())
    is_cut = len(typed) > LONGEST_TEXT or len(WORD.findall(text)) > MOST_WORDS
    phrases: list[tuple[str, ...]] = []
    room = MOST_WORDS
    for words, is_quoted in _parts(text):
        kept = [stem for stem in stems(words) if stem][:room]
        room -= len(kept)
        phrases += [tuple(kept)] if is_quoted else [(stem,) for stem in kept]
    return Query(text, tuple(dict.fromkeys(filter(None, phrases))), is_cut)


def _parts(text: str) -> list[tuple[str, bool]]:
    """Cut `text` at its quotation marks; what stands after a lone one is not quoted."""
    pieces = text.translate(str.maketrans("“”„«»", '"""""')).split('"')
    last = len(pieces) - 1
    return [(piece, index % 2 == 1 and index < last) for index, piece in enumerate(pieces)]
