"""What is remembered of each article between builds: counted words, and its list's measures."""

import math

from django.db import IntegrityError, connection

from reviews.models import Article

from .models import Profile
from .reading import TEXT_COLUMNS, approved_in_parts, count_text, fingerprint, to_bytes

PROFILES_AT_ONCE = 500
WORD_FIELDS = ["fingerprint", "term_keys", "term_counts"]
MEASURES = ["tag_scale", "text_scale", "text_length", "text_least"]
SAME_MEASURE = 0.002


def refresh_profiles(progress=None):
    """
    Count the words of every approved article whose text has changed since they were counted.

    Kept part by part, so what was counted before an interruption need not be counted again.
    `progress` is called with the number of articles looked at so far.
    """
    seen = 0
    for rows in approved_in_parts(*TEXT_COLUMNS, "profile__fingerprint"):
        changed = [
            (pk, text, found)
            for pk, *text, remembered in rows
            if (found := fingerprint(text)) != remembered
        ]
        for start in range(0, len(changed), PROFILES_AT_ONCE):
            _save_words([_words(*each) for each in changed[start : start + PROFILES_AT_ONCE]])
        seen += len(rows)
        if progress:
            progress(seen)


def save_measures(rankings):
    """
    Note the measures of lists where they differ from those that are noted.

    Each new article moves them all, by what nobody would notice; so most profiles stay.
    """
    known = Profile.objects.filter(pk__in=[each.source for each in rankings])
    known = {pk: measures for pk, *measures in known.values_list("pk", *MEASURES)}
    measured = ((_measures(each), each.source) for each in rankings)
    changed = [(*new, pk) for new, pk in measured if not _are_near(new, known.get(pk, new))]
    if changed:
        table = connection.ops.quote_name(Profile._meta.db_table)
        columns = ", ".join(f"{column} = %s" for column in MEASURES)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET {columns} WHERE article_id = %s",  # noqa: S608
                changed,
            )


def save_profile(document, found, ranking):
    """Write what is remembered of one article, whose text has the fingerprint `found`."""
    measures = _measures(ranking)
    known = Profile.objects.filter(pk=document.id).values_list("fingerprint", *MEASURES).first()
    if known and known[0] == found and _are_near(measures, known[1:]):
        return
    profile = Profile(
        article_id=document.id,
        fingerprint=found,
        term_keys=to_bytes(document.terms.keys),
        term_counts=to_bytes(document.terms.counts),
        **dict(zip(MEASURES, measures, strict=True)),
    )
    _upsert([profile], [*WORD_FIELDS, *MEASURES])


def _words(pk, text, found):
    terms = count_text(text)
    return Profile(
        article_id=pk,
        fingerprint=found,
        term_keys=to_bytes(terms.keys),
        term_counts=to_bytes(terms.counts),
    )


def _save_words(profiles):
    """Write the counted words; of an article that was deleted meanwhile there is nothing left."""
    try:
        _upsert(profiles, WORD_FIELDS)
    except IntegrityError:
        there = Article.objects.in_bulk([profile.pk for profile in profiles])
        _upsert([profile for profile in profiles if profile.pk in there], WORD_FIELDS)


def _upsert(profiles, fields):
    Profile.objects.bulk_create(
        profiles, update_conflicts=True, unique_fields=["article"], update_fields=fields
    )


def _measures(ranking):
    return [getattr(ranking, measure) for measure in MEASURES]


def _are_near(measures, others):
    pairs = zip(measures, others, strict=True)
    return all(math.isclose(*pair, rel_tol=SAME_MEASURE) for pair in pairs)
