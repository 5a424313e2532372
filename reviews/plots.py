"""Bars for a plot, as numbers for an SVG. No Django, no library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640
HEIGHT = 160
FOOT = 24
GAP = 0.2


@dataclass(frozen=True)
class Bar:
    """A bar and the label under it, in the unit of the drawing."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        return round(self.y - 4, 1)


def bars(pairs: Sequence[tuple[str, int]]) -> list[Bar]:
    """One bar for each pair of label and value, the tallest as high as there is room."""
    tallest = max((value for _, value in pairs), default=0) or 1
    step, room = WIDTH / max(1, len(pairs)), HEIGHT - 2 * FOOT
    return [
        Bar(
            label=label,
            value=value,
            x=round(place * step + step * GAP / 2, 1),
            y=round(FOOT + room * (1 - value / tallest), 1),
            width=round(step * (1 - GAP), 1),
            height=round(room * value / tallest, 1),
        )
        for place, (label, value) in enumerate(pairs)
    ]
