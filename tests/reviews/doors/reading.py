"""Doors by which an article is read before readers see it, and lent to outsiders."""

from reviews import preview_links
from reviews.models import PreviewLink

from .house import is_new


def is_answered(house, page, *keys, **data):
    return house.post(f"reviews_article_{page}", *keys, **data).status_code == 200


def is_on_the_site(house, article):
    return house.client.get(article.get_absolute_url()).status_code == 200


def is_lent(house, article):
    return is_new(
        PreviewLink,
        lambda: house.post("reviews_article_previews", article.pk, days="1", note=""),
    )


def is_told_who_has_it(house, article):
    """By the part of the form that names them, or says that everybody has it."""
    preview_links.make(article, by=None, days=1, note="For Ann")
    page = house.read("change", article)
    return "For Ann" in page or "Everybody can read it" in page


def is_taken_back(house, article, *, by_way_of=None):
    link, _ = preview_links.make(article, by=None, days=1, note="")
    house.post("reviews_article_previews", (by_way_of or article).pk, revoke=link.pk)
    return not house.is_there(PreviewLink, pk=link.pk, revoked_at=None)


def offered(house, app, model, field):
    """What the field of a form offers of articles."""
    query = {"app_label": app, "model_name": model, "field_name": field}
    return house.told("/admin/autocomplete/", **query, term="")


def offered_as_target(house):
    return offered(house, "recommendations", "override", "target")


def offered_for_a_link(house):
    return house.told("/admin/reviews/article/to-link/", q="")


DOORS = {
    "read another's draft's form": lambda h: "Draft" in h.read("change", h.draft),
    "preview own unsaved": lambda h: is_answered(h, "preview", h.mine.pk),
    "preview another's unsaved": lambda h: is_answered(h, "preview", h.draft.pk),
    "preview what is new": lambda h: is_answered(h, "preview_new", headline="New"),
    "check own unsaved": lambda h: is_answered(h, "checklist", h.mine.pk),
    "check another's unsaved": lambda h: is_answered(h, "checklist", h.draft.pk),
    "check what is new": lambda h: is_answered(h, "checklist_new", headline="New"),
    "hear of tags in a text": lambda h: is_answered(h, "suggest", body="Words."),
    "read own draft on the site": lambda h: is_on_the_site(h, h.mine),
    "read another's draft on the site": lambda h: is_on_the_site(h, h.draft),
    "lend own draft": lambda h: is_lent(h, h.mine),
    "lend another's draft": lambda h: is_lent(h, h.draft),
    "lend another's live": lambda h: is_lent(h, h.live),
    "read to whom own draft is lent": lambda h: is_told_who_has_it(h, h.mine),
    "read to whom another's live is lent": lambda h: is_told_who_has_it(h, h.live),
    "take own draft back from whom it is lent": lambda h: is_taken_back(h, h.mine),
    "take another's draft back": lambda h: is_taken_back(h, h.draft),
    "take another's back by way of own": lambda h: is_taken_back(h, h.draft, by_way_of=h.mine),
    "find another's draft by autocomplete": lambda h: '"Draft"' in offered_as_target(h),
    "find own draft by autocomplete": lambda h: '"Mine"' in offered_as_target(h),
    "find another's draft for a link": lambda h: '"Draft"' in offered_for_a_link(h),
    "find own draft for a link": lambda h: '"Mine"' in offered_for_a_link(h),
    "find accounts by autocomplete": lambda h: (
        "colleague" in offered(h, "reviews", "author", "user")
    ),
}
