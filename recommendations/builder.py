"""
When the stored lists are computed, and how far: the whole paper, or around one article.

Both read the database only, so a call that is doubled, late or lost does no harm. Both write
only what differs, under one lock, so two may run at once.
"""

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError

from reviews.models import Article

from . import stored
from .profiles import save_profiles
from .reading import Reading, read_articles, to_bytes
from .scoring import Paper, Ranking
from .stored import Changes
from .tuning import score_settings
from .updating import update_around

# Up to this size a paper is rebuilt outright after each change: that takes a fraction of a
# second, and there each article moves the rarity of all tags and words. In a larger paper one
# article moves it by next to nothing, and the work has to be bounded.
SMALL_PAPER_ARTICLES = 200
TRIES_WITHOUT_LOCK = 3


@dataclass(frozen=True)
class Plan:
    """All lists as they should be, and what they were worked out from."""

    reading: Reading
    paper: Paper
    rankings: list[Ranking]
    digest: str


def rebuild(*, progress=None, only_if_changed=False):
    """
    Compute the lists of the whole paper; return the Changes.

    Computing needs no lock, so editors can save meanwhile. When another build has written in
    between, it starts again, and at last computes under the lock. `progress` is called with
    (done, total) after each article. With `only_if_changed` nothing is computed when all that
    the last build read is still the same.
    """
    for _ in range(TRIES_WITHOUT_LOCK):
        last = stored.build()
        plan = _plan(progress, unlike=last.digest if only_if_changed else None)
        if plan is None:
            return Changes()
        try:
            with stored.locked():
                if stored.build().generation == last.generation:
                    return _write(plan)
        except IntegrityError:  # An article of the plan has just been deleted.
            continue
    with stored.locked():
        return _write(_plan(progress))


def update_for(article_pk):
    """
    Bring the lists up to date with one article, at once: its own, and its place in the others.

    Whatever happened to it, also when it is gone. Return the Changes.
    """
    if _is_small() or not stored.is_built():
        return rebuild(only_if_changed=True)
    with stored.locked():
        return update_around(article_pk)


def refresh():
    """After a change that concerns every article: rebuild a small paper, leave a large one."""
    if _is_small():
        rebuild(only_if_changed=True)


def _is_small():
    return Article.objects.approved().count() <= SMALL_PAPER_ARTICLES


def _plan(progress, *, unlike=None):
    """What the lists should be, or None when that was worked out for the digest `unlike`."""
    reading, settings = read_articles(), score_settings()
    digest = _digest(reading, settings)
    if digest == unlike:
        return None
    paper = Paper(reading.documents, settings)
    rankings = []
    for ranking in paper.rankings():
        rankings.append(ranking)
        if progress:
            progress(len(rankings), len(reading.documents))
    return Plan(reading, paper, rankings, digest)


def _write(plan):
    changes = stored.drop_unapproved()
    changes += stored.write_lists({each.source: stored.entries(each) for each in plan.rankings})
    profiles = save_profiles(plan.reading, plan.rankings)
    if changes or profiles or stored.build().digest != plan.digest:
        terms = plan.paper.statistics.terms
        stored.note_write(
            digest=plan.digest,
            articles=terms.articles,
            term_keys=to_bytes(terms.keys),
            term_frequencies=to_bytes(terms.frequencies),
        )
    return changes


def _digest(reading, settings):
    """A digest of everything that the lists are worked out from."""
    digest = hashlib.blake2b(repr(settings).encode(), digest_size=16)
    for each in reading.documents:
        facts = (each.id, each.published_at.isoformat(), reading.fingerprints[each.id])
        digest.update(repr((*facts, sorted(each.tags))).encode())
    return digest.hexdigest()
