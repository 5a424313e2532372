"""What an article's page may link to, in order: pins, the stored list, then the ladder."""

from dataclasses import dataclass, replace
from enum import Enum

from django.db.models import F, Q

from reviews.models import Article

from .models import Override, Recommendation

LADDER_REACH = 20


class Rung(Enum):
    """By what right an article is linked to, best first."""

    PINNED = "pinned"
    RELATED = "related"
    SAME_SHOW = "same-show"
    PICKED = "picked"
    LATEST = "latest"


@dataclass(frozen=True)
class Candidate:
    """An article that may be linked to, its shows' ids, and in which slots."""

    article: Article
    shows: frozenset[int]
    rung: Rung
    slots: frozenset[str]
    reasons: tuple[str, ...] = ()


ANYWHERE = frozenset({"mid", "end"})
SLOTS = {
    Override.Slot.EITHER: ANYWHERE,
    Override.Slot.MID: frozenset({"mid"}),
    Override.Slot.END: frozenset({"end"}),
}


def steered(article, *, at=None, entries=None):
    """
    Pins that may be shown now and the stored list, in order, bans taken into account.

    `entries` stand in for the stored list of an article that has none yet, or another one.
    """
    overrides = _overrides(article, at=at)
    pins = [_pin(override, shows) for override, shows in overrides if override.kind == "pin"]
    pins.sort(key=lambda pin: len(pin.slots))  # A pin with a place of its own finds it free.
    bans = {o.target_id: SLOTS[o.slot] for o, _ in overrides if o.kind == "ban"}
    related = _stored(article, at=at) if entries is None else _foreseen(entries, at=at)
    return _with_reasons(pins, related) + _without(bans, related), bans


def ladder(own_shows, bans, out, *, at=None):
    """
    For a page with too few links: the same show, the editors' picks, then the newest of all.

    `out` names the ids and slugs that will not do. One query: each arm is cut to LADDER_REACH
    before they are joined, as SQLite takes no LIMIT in the arms of a UNION.
    """
    live = Article.objects.published(at=at).filter(never_recommend=None)
    live = live.exclude(Q(pk__in=out["ids"]) | Q(slug__in=out["slugs"]))
    same_show = live.filter(shows__in=own_shows).newest_first().values("pk").distinct()
    picked = live.filter(editors_pick__isnull=False).order_by("editors_pick__position", "pk")
    first, *others = [
        Article.objects.filter(pk__in=arm[:LADDER_REACH]).order_by().values("pk")
        for arm in (same_show, picked.values("pk"), live.newest_first().values("pk"))
    ]
    found = Article.objects.filter(pk__in=first.union(*others)).newest_first()
    found = found.select_related("lead_image", "editors_pick").defer("body")
    candidates = [_rung(each, shows, own_shows) for each, shows in _with_shows(found, prefix="")]
    return _without(bans, sorted(candidates, key=_place_on_ladder))


def _stored(article, *, at):
    rows = _with_shows(Recommendation.objects.for_reader(article, at=at))
    return [_related(row.target, shows, row.reasons) for row, shows in rows]


def _foreseen(entries, *, at):
    """Candidates of a list that is not stored, as `for_reader` would give them."""
    live = Article.objects.published(at=at).filter(never_recommend=None)
    live = live.filter(pk__in=[entry.target for entry in entries]).order_by()
    live = live.select_related("lead_image").defer("body")
    found = {article.pk: (article, shows) for article, shows in _with_shows(live, prefix="")}
    return [
        _related(*found[entry.target], entry.reasons) for entry in entries if entry.target in found
    ]


def _related(target, shows, reasons):
    return Candidate(target, shows, Rung.RELATED, ANYWHERE, tuple(reasons))


def _overrides(article, *, at):
    """Bans, and pins whose target a reader may see, in the editor's order."""
    live = Q(target__in=Article.objects.published(at=at), target__never_recommend=None)
    rows = Override.objects.filter(Q(kind="ban") | live, source=article)
    rows = rows.select_related("target__lead_image").defer("target__body")
    return _with_shows(rows.order_by("position", "id"))


def _with_shows(rows, *, prefix="target__"):
    """Pairs of a row and the ids of its article's shows, from one query."""
    found = {}
    for row in rows.annotate(about=F(f"{prefix}article_shows__show_id")):
        found.setdefault(row.pk, (row, set()))[1].add(row.about)
    return [(row, frozenset(shows - {None})) for row, shows in found.values()]


def _pin(override, shows):
    return Candidate(override.target, shows, Rung.PINNED, SLOTS[override.slot])


def _with_reasons(pins, related):
    """A pinned article that is related too says why."""
    reasons = {candidate.article.pk: candidate.reasons for candidate in related}
    return [replace(pin, reasons=reasons.get(pin.article.pk, ())) for pin in pins]


def _without(bans, candidates):
    allowed = [(each, each.slots - bans.get(each.article.pk, frozenset())) for each in candidates]
    return [replace(each, slots=slots) for each, slots in allowed if slots]


def _rung(article, shows, own_shows):
    if shows & own_shows:
        rung = Rung.SAME_SHOW
    else:
        rung = Rung.PICKED if hasattr(article, "editors_pick") else Rung.LATEST
    return Candidate(article, shows, rung, ANYWHERE)


def _place_on_ladder(candidate):
    """Rungs in their order; picks in the editors' order, all else stays newest first."""
    is_picked = candidate.rung is Rung.PICKED
    position = candidate.article.editors_pick.position if is_picked else 0
    return (list(Rung).index(candidate.rung), position)
