"""The desk of one person, put together."""

from dataclasses import dataclass

from reviews import roles
from reviews.models import Article
from reviews.plots import Bar, bars

from .activity import Entry, activity
from .coverage import Coverage, coverage
from .schedule import Month, month_of
from .worklists import Shown, articles_of, show

FIRST_STEPS = [
    ("author", "Add an author", "who is named in bylines"),
    ("show", "Add a show", "the film or series that you write about"),
    ("image", "Upload a picture", "for the top of the article"),
    ("article", "Write the first article", "a draft; you publish it when it is ready"),
]


@dataclass(frozen=True)
class Desk:
    """
    What one person's first page holds.

    `steps` are what to do first while the paper has no article, as (model, title, words); the
    other parts are then empty.
    """

    steps: list[tuple[str, str, str]]
    lists: list[Shown]
    month: Month | None = None
    coverage: Coverage | None = None
    bars: list[Bar] | None = None
    activity: list[Entry] | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits at all."""
        return not any(shown.total for shown in self.lists)


def desk_of(user, month: str = "") -> Desk | None:
    """The desk of `user` with the calendar of `month`; None for who works on no articles."""
    if not roles.writes(user):
        return None
    if not Article.objects.exists():
        steps = [step for step in FIRST_STEPS if user.has_perm(f"reviews.add_{step[0]}")]
        return Desk(steps=steps, lists=[])
    covered = coverage()
    pairs = [
        (f"{first:%b %y}", n) for first, n in zip(covered.months, covered.per_month, strict=True)
    ]
    return Desk(
        steps=[],
        lists=show(user),
        month=month_of(articles_of(user), month),
        coverage=covered,
        bars=bars(pairs),
        activity=activity(user),
    )
