"""Where articles lead a reader who has no page before them: the links under a feed's items."""

import json
from functools import lru_cache
from typing import NamedTuple

from django.db.models import F, IntegerField, Q, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from reviews.models import reach
from reviews.models.prepared import PreparedQuery

from .candidates import ignored_tags, may_be_led_to
from .models import Override, Recommendation

LINKS = 3
# Some more than are shown, in place of those that editors ban.
RANKS_READ = 2 * LINKS
IGNORED = -200_000
BANNED = -100_000
PINNED = -50_000
NOTHING = Value("", TextField())
NO_TIE = Value(0.0)
REASONS_KEPT = 512


class Onward(NamedTuple):
    """A link to an article, by what its address and its words are made of."""

    slug: str
    headline: str


def links_of(articles):
    """
    Map each article's key to its links onward, in one query for all.

    Pins come first, then the stored list without what is banned, what is related by ignored tags
    alone, and what goes further in a show than the article; all of it public now.
    """
    links = {article.pk: {} for article in articles}
    banned, ignored = set(), set()
    reaches = {article.pk: article.reach for article in articles}
    rows = ROWS.rows(at=timezone.now(), keys=tuple(reaches)) if reaches else []
    for source, target, slug, headline, place, _, why, *covered in rows:
        if place == IGNORED:
            ignored.add(f"{slug}:{target}")
        elif place == BANNED:
            banned.add((source, target))
        elif len(links[source]) < LINKS and (source, target) not in banned:
            reasons = _reasons(why)
            is_related = not reasons or bool(reasons - ignored)
            if is_related and not _is_spoiler(reasons, reaches[source], reach(*covered)):
                links[source].setdefault(target, Onward(slug, headline))
    return {source: list(found.values()) for source, found in links.items() if found}


@lru_cache(maxsize=REASONS_KEPT)
def _reasons(why):
    """The shared tags of a stored line; a pin has none."""
    return frozenset(json.loads(why or "[]"))


def _is_spoiler(reasons, mine, theirs):
    goes_further = mine and theirs and theirs > mine
    return bool(goes_further) and any(tag.startswith("show:") for tag in reasons)


def _rows(at, keys):
    """What is ignored; then bans, pins and stored lines, in this order for each article."""
    shown = may_be_led_to(at) & Q(source__in=keys)
    bans = Override.objects.filter(source__in=keys, kind=Override.Kind.BAN)
    pins = Override.objects.filter(shown, kind=Override.Kind.PIN)
    stored = Recommendation.objects.filter(shown, rank__lte=RANKS_READ)
    parts = [
        _placed(bans, Value(BANNED)),
        _placed(pins, F("position") + PINNED),
        _placed(stored, F("rank"), -F("score"), Cast("reasons", TextField())),
        _ignored(),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("source_id", "place", "tie", "target_id")


def _placed(rows, place, tie=NO_TIE, why=NOTHING):
    target = ("target__slug", "target__headline")
    covered = ("target__covers_season", "target__covers_episode")
    rows = rows.order_by().annotate(place=place, tie=tie, why=why)
    return rows.values_list("source_id", "target_id", *target, "place", "tie", "why", *covered)


def _ignored():
    """Ignored tags in the same columns, before all articles."""
    nowhere, number = Value(0, IntegerField()), Value(None, IntegerField())
    return ignored_tags().values_list(
        *(nowhere, "tag_key", "tag_kind", NOTHING, Value(IGNORED), NO_TIE, NOTHING),
        *(number, number),
    )


ROWS = PreparedQuery(_rows)
