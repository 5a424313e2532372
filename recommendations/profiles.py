"""What is remembered of each article between builds: counted words, and its list's measures."""

from .models import Profile
from .reading import to_bytes

PROFILES_AT_ONCE = 500
FIELDS = ["fingerprint", "term_keys", "term_counts", "tag_scale", "text_scale"]


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
    Profile.objects.bulk_create(
        differing, update_conflicts=True, unique_fields=["article"], update_fields=FIELDS
    )
    return len(differing)
