"""
The stored lists as tables: read, written under one lock, and only where they differ.

A list is written as entries, best first. A build gives each the rank of its place. An update
between two builds gives a new line the rank of the line whose place it takes, and leaves that one
its own: so a list is read by rank, then by score, and few lines are written (decision 0080).
"""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, F, Q

from reviews.models import Article
from reviews.models.prepared import PreparedQuery, padded

from .models import Build, Profile, Recommendation, Touched

# Any number that no other part of the site uses for an advisory lock.
LOCK_KEY = 5_271_009
ROWS_AT_ONCE = 1000
ORDER = ("rank", "-score")
COLUMNS = ("source_id", "target_id", "rank", "score", "reasons")
REASONS_KEPT = 20
# A new article moves all rarities, so all scores, by what nobody would notice; rounded, most
# lines stay as they are and need not be written.
SCORE_DIGITS = 4
LINES_AT_ONCE = 500
LINE_VALUES = "(%s, %s, %s, %s, %s)"
SAVE_LINES = """
INSERT INTO recommendations_recommendation (source_id, target_id, rank, score, reasons)
VALUES {values}
ON CONFLICT (source_id, target_id) DO UPDATE
SET rank = excluded.rank, score = excluded.score, reasons = excluded.reasons
"""


LINES = PreparedQuery(
    lambda sources: (
        Recommendation.objects.filter(source__in=sources)
        .order_by("source_id", *ORDER)
        .values_list("pk", *COLUMNS)
    )
)


@cache
def inlinks_within(shown):
    """How often some articles are among the first `shown` of the lists before one."""
    return PreparedQuery(
        lambda targets, before: (
            Recommendation.objects.filter(target__in=targets, rank__lte=shown, source__lt=before)
            .values_list("target")
            .annotate(Count("pk"))
            .order_by()
        )
    )


class Entry(NamedTuple):
    """One line of a list."""

    target: int
    score: float
    reasons: list[str]


@dataclass(frozen=True)
class Changes:
    """How many stored lines a build created, updated and deleted."""

    created: int = 0
    updated: int = 0
    deleted: int = 0

    def __add__(self, other):
        return Changes(
            self.created + other.created,
            self.updated + other.updated,
            self.deleted + other.deleted,
        )

    def __bool__(self):
        return bool(self.created or self.updated or self.deleted)


@contextmanager
def locked():
    """
    A transaction that no other builder's overlaps.

    On SQLite the IMMEDIATE transaction of the settings is that already.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        yield


def entries(ranking):
    """The entries of a scored list."""
    return [Entry(each.target, each.damped, each.reasons) for each in ranking.matches]


def read_lists(sources):
    """The stored lists of `sources`, best first; one without lines is an empty list."""
    lists = {source: [] for source in sources}
    for _, source, target, _, score, reasons in LINES.rows(sources=padded(lists)):
        lists[source].append(Entry(target, score, json.loads(reasons)))
    return lists


def write_lists(lists, *, by_place=True):
    """
    Make the stored lists those of `lists`, by source; all others stay as they are.

    Ranks are places, or, not `by_place`, such that lines which stay as they are keep theirs.
    """
    old = {
        (source, target): (pk, rank, score, json.loads(reasons))
        for pk, source, target, rank, score, reasons in LINES.rows(sources=padded(lists))
    }
    wanted = {}
    for source, entries in lists.items():
        lines = [_line(entry) for entry in entries]
        known = {} if by_place else _ranks_to_keep(source, lines, old)
        ranks = _ranks(lines, known)
        for (target, score, reasons), rank in zip(lines, ranks, strict=True):
            wanted[source, target] = (rank, score, reasons)
    dead = [pk for key, (pk, *_) in old.items() if key not in wanted]
    new = {key: line for key, line in wanted.items() if key not in old}
    changed = {key: line for key, line in wanted.items() if key in old and line != old[key][1:]}
    if dead:
        _delete(Recommendation.objects.filter(pk__in=dead))
    if new or changed:
        _save(new | changed)
    return Changes(len(new), len(changed), len(dead))


def drop_unapproved():
    """Delete the lists of articles that are not approved, and the lines that lead to them."""
    approved = Article.objects.approved()
    _delete(Profile.objects.exclude(article__in=approved))
    return Changes(
        deleted=_delete(Recommendation.objects.exclude(source__in=approved, target__in=approved))
    )


def count_inlinks(targets, shown, *, before):
    """How often each of `targets` is among the first `shown` of the lists of lower ids."""
    return dict(inlinks_within(shown).rows(targets=padded(targets), before=before))


def build():
    """The row of the last build, made when there is none."""
    return Build.objects.get_or_create(pk=1)[0]


def is_built():
    """Whether the whole paper was ever built, so that its words have been counted."""
    return build().articles > 0


def touch(pk):
    """Note that article `pk` was brought into the lists by itself, so that a build is due."""
    note_write(digest="")
    generation = Build.objects.values_list("generation", flat=True).get(pk=1)
    Touched.objects.bulk_create(
        [Touched(pk, generation)],
        update_conflicts=True,
        unique_fields=["article_pk"],
        update_fields=["generation"],
    )


def note_request(now, *, lost_before):
    """Note that a build is asked for; return whether none was, or only one that is lost."""
    is_free = Q(asked_at=None) | Q(asked_at__lt=lost_before)
    return bool(Build.objects.filter(is_free, pk=1).update(asked_at=now))


def forget_request():
    """A build that was asked for begins: what changes from now on asks for another one."""
    Build.objects.filter(pk=1).update(asked_at=None)


def touched_since(generation):
    """The articles brought into the lists by themselves after `generation`."""
    rows = Touched.objects.filter(generation__gt=generation)
    return set(rows.values_list("pk", flat=True))


def forget_touched(generation):
    """A build that began at `generation` has seen what happened until then."""
    Touched.objects.filter(generation__lte=generation).delete()


def lines_to(targets, sources):
    """The stored lines of `sources` that lead to `targets`, by source."""
    lines = {}
    rows = Recommendation.objects.filter(target__in=targets, source__in=sources)
    for source, *entry in rows.values_list("source_id", "target_id", "score", "reasons"):
        lines.setdefault(source, []).append(Entry(*entry))
    return lines


def note_write(**fields):
    """Move the generation on, and note what else a build has to say for itself."""
    Build.objects.filter(pk=1).update(generation=F("generation") + 1, **fields)


def _line(entry):
    """An entry as it is stored: target, score and reasons."""
    return entry.target, round(entry.score, SCORE_DIGITS), entry.reasons[:REASONS_KEPT]


def _ranks_to_keep(source, lines, old):
    """The ranks of those `lines` of a list that are stored as they are, by target."""
    stored = {target: old.get((source, target)) for target, *_ in lines}
    return {
        target: stored[target][1]
        for target, score, reasons in lines
        if stored[target] and stored[target][2:] == (score, reasons)
    }


def _ranks(lines, known):
    """A rank for each line of a list, those `known` by target kept where the order allows it."""
    ranks, before = [], (0, 0.0)
    following = _following(lines, known)
    for (_, score, _), rank in zip(lines, following, strict=True):
        if (rank, -score) <= before:
            rank = before[0] + 1
        ranks.append(rank)
        before = (rank, -score)
    return ranks


def _following(lines, known):
    """Of each line its known rank, or that of the next line that has one; 0 where none has."""
    ranks, following = [], 0
    for target, *_ in reversed(lines):
        following = known.get(target, following)
        ranks.append(following)
    return ranks[::-1]


def _save(rows):
    """Insert or update `rows`, by source and target; models would cost ten times as much."""
    lines = [
        (*key, rank, score, json.dumps(reasons)) for key, (rank, score, reasons) in rows.items()
    ]
    with connection.cursor() as cursor:
        for start in range(0, len(lines), LINES_AT_ONCE):
            part = lines[start : start + LINES_AT_ONCE]
            values = ", ".join([LINE_VALUES] * len(part))
            cursor.execute(SAVE_LINES.format(values=values), list(chain.from_iterable(part)))


def _delete(rows):
    """Delete `rows` if there are any; return how many."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), ROWS_AT_ONCE):
        rows.model.objects.filter(pk__in=keys[start : start + ROWS_AT_ONCE]).delete()
    return len(keys)
