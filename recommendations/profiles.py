"""What is remembered of each article between builds: counted words, and its list's measures."""

from django.db import IntegrityError, connection

from reviews.models import Article

from .models import Profile
from .reading import TEXT_COLUMNS, approved_in_parts, count_text, fingerprint, to_bytes

PROFILES_AT_ONCE = 500
WORD_FIELDS = ["fingerprint", "term_keys", "term_counts"]
FIELDS = ["fingerprint", "term_keys", "term_counts", "tag_scale", "text_scale"]


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
    """Note the measures of lists where they differ from those that are noted."""
    known = Profile.objects.filter(pk__in=[each.source for each in rankings])
    known = {pk: scales for pk, *scales in known.values_list("pk", "tag_scale", "text_scale")}
    measured = (
        ([_three_digits(each.tag_scale), _three_digits(each.text_scale)], each.source)
        for each in rankings
    )
    changed = [(*scales, pk) for scales, pk in measured if known.get(pk, scales) != scales]
    if changed:
        table = connection.ops.quote_name(Profile._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET tag_scale = %s, text_scale = %s "  # noqa: S608
                "WHERE article_id = %s",
                changed,
            )


def save_profiles(reading, rankings):
    """
    Write the profiles that differ, one for each ranking; return how many.

    Measures are kept to three digits: each new article moves them all, by what nobody would
    notice, and most profiles need not be written.
    """
    documents = {document.id: document for document in reading.documents}
    written = 0
    for start in range(0, len(rankings), PROFILES_AT_ONCE):
        part = rankings[start : start + PROFILES_AT_ONCE]
        profiles = [_profile(reading, documents[each.source], each) for each in part]
        written += _save(profiles)
    return written


def _profile(reading, document, ranking):
    return Profile(
        article_id=document.id,
        fingerprint=reading.fingerprints[document.id],
        term_keys=to_bytes(document.terms.keys),
        term_counts=to_bytes(document.terms.counts),
        tag_scale=_three_digits(ranking.tag_scale),
        text_scale=_three_digits(ranking.text_scale),
    )


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


def _three_digits(number):
    return float(f"{number:.3g}")


def _save(profiles):
    known = Profile.objects.filter(pk__in=[profile.pk for profile in profiles])
    columns = ("fingerprint", "tag_scale", "text_scale")
    known = {pk: rest for pk, *rest in known.values_list("pk", *columns)}
    differing = [
        profile
        for profile in profiles
        if known.get(profile.pk) != [getattr(profile, column) for column in columns]
    ]
    _upsert(differing, FIELDS)
    return len(differing)
