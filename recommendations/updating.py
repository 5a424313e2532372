"""One article's change brought into the stored lists, in work the paper's size does not set."""

from functools import cache

import numpy as np
from django.db.models import Count, Min

from reviews.models.prepared import PreparedQuery, padded

from . import stored
from .exposure import damping
from .models import Profile, Recommendation
from .neighbourhood import neighbourhood
from .profiles import save_profile
from .stored import Entry
from .tuning import score_settings
from .variety import cut

# What rounding the measures of a list may do to a score.
SAME_SCORE = 0.02
# Of the lists that a new article belongs in so many get it at once, the others by the next build.
LISTS_ENTERED = 20


def update_around(pk):
    """
    Write the list of article `pk` and its place in the lists of others; return the Changes.

    The other lines of those lists keep the scores of the last build, which the next one renews.
    A list that the article leaves with too few lines to show is worked out anew.
    """
    settings = score_settings()
    near = neighbourhood(pk, settings)
    offers = _offers(near) if near else {}
    holders = set(Recommendation.objects.filter(target=pk).values_list("source", flat=True))
    lists = _lists_of_others(pk, holders, offers, settings)
    left = sorted(holders - offers.keys())
    short = [source for source in left if len(lists[source]) < settings.shown]
    lists[pk] = []
    for each in [near, *(neighbourhood(source, settings) for source in short)]:
        if each:
            lists[each.pk] = _own_list(each)
    if not near:
        Profile.objects.filter(pk=pk).delete()
    changes = stored.write_lists(lists, by_place=False)
    stored.touch(pk)
    return changes


def foresee(near):
    """
    What publishing the article of `near` would give; nothing is written.

    Its own list as entries, and the lists of others that it would stand in, by source.
    """
    settings, offers = near.paper.settings, _offers(near)
    own = stored.entries(_damped_ranking(near))
    return own, _lists_of_others(near.pk, set(), offers, settings)


def _lists_of_others(pk, holders, offers, settings):
    """
    The lists that had article `pk`, and those that now get it, by source.

    In id order, as a whole build goes, the article's score damped by the lists it is in so far.
    Of the lists that are new to it the LISTS_ENTERED where it stands highest get it now.
    """
    lists = stored.read_lists(holders | offers.keys())
    inlinks, entered = 0, []
    for source in sorted(lists):
        offer = offers.get(source)
        if offer:
            offer = offer._replace(score=offer.score / damping(inlinks, settings))
        lists[source] = cut(_placed(lists[source], pk, offer), settings)
        place = _place(pk, lists[source])
        inlinks += place is not None and place < settings.shown
        if source not in holders and place is not None:
            entered.append((place, -offer.score, source))
    kept = holders | {source for *_, source in sorted(entered)[:LISTS_ENTERED]}
    return {source: entries for source, entries in lists.items() if source in kept}


def _place(pk, entries):
    """Where in a list article `pk` stands, from 0; None when it is not there."""
    targets = [entry.target for entry in entries]
    return targets.index(pk) if pk in targets else None


def _placed(entries, pk, offer):
    """The list with article `pk` where `offer` puts it, or without it when there is no offer."""
    targets = [entry.target for entry in entries]
    if offer and pk in targets and _is_same(offer, entries[targets.index(pk)]):
        return entries
    others = [entry for entry in entries if entry.target != pk]
    return sorted([offer, *others] if offer else others, key=lambda entry: -entry.score)


def _is_same_list(entries, others):
    targets, wanted = ([entry.target for entry in each] for each in (entries, others))
    return targets == wanted and all(map(_is_same, entries, others))


def _is_same(entry, other):
    return entry.reasons == other.reasons and abs(entry.score - other.score) < SAME_SCORE


def _own_list(near):
    """The list of a neighbourhood's article; its profile is brought up to date with it."""
    ranking = _damped_ranking(near)
    save_profile(near.document, near.fingerprint, ranking)
    new, old = stored.entries(ranking), stored.read_lists([near.pk])[near.pk]
    return old if _is_same_list(old, new) else new


def _damped_ranking(near):
    """The list of a neighbourhood's article, damped by the stored lists that come before it."""
    paper = near.paper
    ids = paper.ids.tolist()
    counts = stored.count_inlinks(ids, paper.settings.shown, before=near.pk)
    inlinks = np.array([counts.get(id, 0) for id in ids])
    return paper.rank(near.pk, inlinks)


def _offers(near):
    """
    For each list that the article now belongs in, by source, the line it would be, undamped.

    Points are the same seen from either side; what they are measured by is the source's own.
    """
    paper, pk = near.paper, near.pk
    row = paper.row(pk)
    found, freshness = paper.candidates(row), float(paper.freshness[row])
    sources = paper.ids[found.rows].tolist()
    lowest = _lowest_scores(sources, pk, paper.settings.stored)
    offers = {}
    for source, *points in zip(sources, found.tag_points, found.text_points, strict=True):
        score = _measured(points, near.scales[source]) * freshness
        if score > lowest.get(source, 0):
            tags = [tag for tag, worth in paper.contributions(pk, source) if worth]
            offers[source] = Entry(pk, score, tags[: stored.REASONS_KEPT])
    return offers


def _lowest_scores(sources, pk, length):
    """The score to beat in each list that has `length` lines without article `pk`."""
    return dict(_lowest_of_full(length).rows(sources=padded(sources), pk=pk))


@cache
def _lowest_of_full(length):
    """The lowest scores of some lists that are full, lines to one article left aside."""
    return PreparedQuery(
        lambda sources, pk: (
            Recommendation.objects.filter(source__in=sources)
            .exclude(target=pk)
            .order_by()
            .values("source")
            .annotate(lines=Count("pk"), lowest=Min("score"))
            .filter(lines__gte=length)
            .values_list("source", "lowest")
        )
    )


def _measured(points, scales):
    return sum(
        float(each / max(each, scale)) for each, scale in zip(points, scales, strict=True) if each
    )
