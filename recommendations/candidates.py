"""What an article's page may link to, in order: pins, the stored list, then the ladder."""

import json
from enum import Enum
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from reviews.models import Article, ArticleShow, Merge, public_row_by_row, reach
from reviews.models.prepared import PreparedQuery

from .models import EditorsPick, IgnoredTag, Override, Recommendation

LADDER_REACH = 40
# The newest may all be about one show, of which a page takes one.
LATEST_REACH = 100
# The ladder asks for each tag by itself; of more than these it takes the first.
TAGS_FOLLOWED = 5
# Keys and slugs to leave out are filled up to a multiple, so that few shapes are compiled.
FILLED_TO = 8
# What no row has for a key.
NO_KEY = 0


class Rung(Enum):
    """By what right an article is linked to, best first."""

    PINNED = "pinned"
    RELATED = "related"
    SAME_SHOW = "same-show"
    SAME_THEME = "same-theme"
    PICKED = "picked"
    LATEST = "latest"


class Candidate(NamedTuple):
    """
    An article that may be linked to, and in which slots.

    `shows` are keys, `reach` is how far its text goes in them, and `reasons` are shared tags.
    """

    pk: int
    slug: str
    shows: frozenset[int]
    reach: tuple | None
    rung: Rung
    slots: frozenset[str]
    reasons: tuple[str, ...] = ()


ANYWHERE = frozenset({"mid", "end"})
SLOTS = {
    Override.Slot.EITHER.value: ANYWHERE,
    Override.Slot.MID.value: frozenset({"mid"}),
    Override.Slot.END.value: frozenset({"end"}),
}
ABOUT = ("article_shows__show_id", "slug", "covers_season", "covers_episode")
PINS, BANS, STORED, IGNORED, MERGED = range(5)


def steered(article, names, *, at=None, entries=None):
    """
    Pins that may be shown now and the stored list, in order, bans taken into account.

    A line goes when none of its reasons is left: a tag that is not among `names` any more, that
    editors ignore, or that is gone, relates nothing from this moment on, whenever the lists are
    built anew. `entries` stand in for the stored list of an article that has none yet, or another
    one. Return the candidates, the slots that each banned key is kept from, and the ignored tags.
    One query.
    """
    parts = {PINS: {}, BANS: {}, STORED: {}, IGNORED: {}, MERGED: {}}
    for part, _, _, pk, where, why, *about in STEERED.rows(
        source=article.pk or NO_KEY,
        at=at or timezone.now(),
        shows=_filled(names.keys("show"), NO_KEY),
        people=_filled(names.keys("person"), NO_KEY),
        themes=_filled(names.keys("theme"), NO_KEY),
    ):
        # Of a tag the key says nothing without its kind.
        key = pk if part in (PINS, BANS, STORED) else f"{where}:{pk}"
        parts[part].setdefault(key, (where, why, []))[2].append(about)
    bans = {pk: SLOTS[where] for pk, (where, *_) in parts[BANS].items()}
    merged = {gone: f"{kind}:{kept}" for gone, (kind, kept, _) in parts[MERGED].items()}
    related = []
    for pk, (_, why, rows) in parts[STORED].items():
        stored = json.loads(why)
        reasons = _still_shared(stored, names, merged, parts[IGNORED])
        if reasons or not stored:
            related.append(_candidate(pk, rows, Rung.RELATED, ANYWHERE, reasons))
    if entries is not None:
        related = _foreseen(entries, at=at)
    reasons = {candidate.pk: candidate.reasons for candidate in related}
    pins = [
        _candidate(pk, rows, Rung.PINNED, SLOTS[where], reasons.get(pk, ()))
        for pk, (where, _, rows) in parts[PINS].items()
    ]
    pins.sort(key=lambda pin: len(pin.slots))  # A pin with a place of its own finds it free.
    return pins + _without(bans, related), bans, frozenset(parts[IGNORED])


def ladder(article, bans, out, *, at=None, with_shows=True):
    """
    For a page with too few links: the same show, the same theme, the editors' picks, the newest.

    `out` names the keys and slugs that will not do, and the tags that are not followed;
    `with_shows` says whether more of the article's own shows may be linked to. One query.
    """
    ties = article.article_shows.all() if with_shows else []
    shows = [row.show_id for row in ties if f"show:{row.show_id}" not in out["tags"]]
    themes = [theme.pk for theme in article.themes.all() if f"theme:{theme.pk}" not in out["tags"]]
    rungs = [(Rung.SAME_SHOW, f"show:{pk}") for pk in shows[:TAGS_FOLLOWED]]
    rungs += [(Rung.SAME_THEME, f"theme:{pk}") for pk in themes[:TAGS_FOLLOWED]]
    rungs += [(Rung.PICKED, ""), (Rung.LATEST, "")]
    rows = LADDER.rows(
        at=at or timezone.now(),
        shows=tuple(shows[:TAGS_FOLLOWED]),
        themes=tuple(themes[:TAGS_FOLLOWED]),
        ids=_filled(out["ids"], NO_KEY),
        slugs=_filled(out["slugs"], ""),
    )
    found = {}
    for part, _, _, pk, *about in rows:
        found.setdefault((part, pk), []).append(about)
    return _without(
        bans,
        [
            _candidate(pk, about, rungs[part][0], ANYWHERE, filter(None, [rungs[part][1]]))
            for (part, pk), about in found.items()
        ],
    )


def _still_shared(reasons, names, merged, ignored):
    """Those of stored `reasons` that hold now, by the name of what a tag was merged into."""
    now = dict.fromkeys(merged.get(tag, tag) for tag in reasons)
    return [tag for tag in now if tag in names and tag not in ignored]


def _candidate(pk, rows, rung, slots, reasons):
    """A candidate from its rows, one for each show: (show, slug, season, episode)."""
    shows = frozenset(row[0] for row in rows if row[0] is not None)
    _, slug, season, episode = rows[0]
    return Candidate(pk, slug, shows, reach(season, episode), rung, slots, tuple(reasons))


def _steered_rows(source, at, shows, people, themes):
    """
    Pins, bans and the stored list of one article, each line once for each show of its target.

    Then the ignored tags, and what was merged into the article's `shows`, `people` and `themes`.
    """
    either = Value(Override.Slot.EITHER.value, TextField())
    overrides = Override.objects.filter(may_be_led_to(at), source=source)
    part = Case(When(kind=Override.Kind.PIN, then=Value(PINS)), default=Value(BANS))
    stored = Recommendation.objects.filter(may_be_led_to(at), source=source)
    parts = [
        _line(overrides, part, F("position"), F("id"), Cast("slot", TextField()), None),
        _line(stored, Value(STORED), F("rank"), -F("score"), either, "reasons"),
        _blank(ignored_tags(), IGNORED, F("tag_key"), F("tag_kind"), Value("", TextField())),
        _merges({"show": shows, "person": people, "theme": themes}),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("part", "place", "tie")


def may_be_led_to(at):
    """That a reader may see a line's target at `at`, and it is no “never recommend”."""
    return Q(public_row_by_row(at, "target__"), target__never_recommend=None)


def _line(rows, part, place, tie, where, why):
    rows = rows.order_by().annotate(
        part=part,
        place=place,
        tie=tie,
        where=where,
        why=Cast(why, TextField()) if why else Value("", TextField()),
    )
    columns = [f"target__{column}" for column in ABOUT]
    return rows.values_list("part", "place", "tie", "target_id", "where", "why", *columns)


def ignored_tags():
    """The ignored tags, each with its `tag_kind` and `tag_key`."""
    kind = Case(
        When(show__isnull=False, then=Value("show")),
        When(person__isnull=False, then=Value("person")),
        default=Value("theme"),
        output_field=TextField(),
    )
    key = Coalesce("show_id", "person_id", "theme_id")
    return IgnoredTag.objects.order_by().annotate(tag_kind=kind, tag_key=key)


def _merges(own):
    """What was merged into the `own` tags of an article, by kind: reasons may be stored by it."""
    kept = [Q(kind=kind, kept_id__in=keys) for kind, keys in own.items()]
    rows = Merge.objects.filter(reduce(or_, kept), undone_at=None)
    why = Cast("kept_id", TextField())
    return _blank(rows, MERGED, F("gone_id"), Cast("kind", TextField()), why)


def _blank(rows, part, key, where, why):
    """Rows that lead to no article, in the columns of those that do."""
    nothing, no_number = Value("", TextField()), Value(None, IntegerField())
    return rows.order_by().values_list(
        Value(part), Value(0), key, key, where, why, no_number, nothing, no_number, no_number
    )


STEERED = PreparedQuery(_steered_rows)


def _ladder_rows(at, shows, themes, ids, slugs):
    """
    The articles of each rung that will do, each once for each of its shows.

    Of each tag and of the picks the first LADDER_REACH are looked at, live or not: asked for those
    that will do, PostgreSQL starts from the whole paper.
    """
    will_do = Q(public_row_by_row(at), never_recommend=None) & ~Q(pk__in=ids) & ~Q(slug__in=slugs)
    ties = [ArticleShow.objects.filter(show=show) for show in shows]
    ties += [Article.themes.through.objects.filter(theme=theme) for theme in themes]
    # The rows that were written last: those of a much-used tag are not to be sorted by date.
    arms = [rows.order_by("-id") for rows in ties]
    arms.append(EditorsPick.objects.order_by("position", "article"))
    arms = [rows.values("article")[:LADDER_REACH] for rows in arms]
    live = Article.objects.published(at=at).filter(never_recommend=None)
    live = live.exclude(pk__in=ids).exclude(slug__in=slugs)
    arms.append(live.newest_first().values("pk")[:LATEST_REACH])
    parts = [
        Article.objects.filter(will_do, pk__in=arm)
        .order_by()
        .annotate(
            part=Value(part),
            place=F("editors_pick__position") if part == len(ties) else Value(0),
        )
        .values_list("part", "place", "published_at", "pk", *ABOUT)
        for part, arm in enumerate(arms)
    ]
    return parts[0].union(*parts[1:], all=True).order_by("part", "place", "-published_at", "-pk")


LADDER = PreparedQuery(_ladder_rows)


def _foreseen(entries, *, at):
    """Candidates of a list that is not stored."""
    live = Article.objects.published(at=at).filter(never_recommend=None)
    live = live.filter(pk__in=[entry.target for entry in entries]).order_by()
    found = {}
    for pk, *about in live.values_list("pk", *ABOUT):
        found.setdefault(pk, []).append(about)
    return [
        _candidate(entry.target, found[entry.target], Rung.RELATED, ANYWHERE, entry.reasons)
        for entry in entries
        if entry.target in found
    ]


def _without(bans, candidates):
    if not bans:
        return candidates
    allowed = [(each, each.slots - bans.get(each.pk, frozenset())) for each in candidates]
    return [each._replace(slots=slots) for each, slots in allowed if slots]


def _filled(values, filler):
    """`values` as a tuple whose length is a multiple of FILLED_TO."""
    values = sorted(values) or [filler]
    return (*values, *[filler] * (-len(values) % FILLED_TO))
