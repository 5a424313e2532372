"""Doors to what an article was, to what is said of it, and to who has it open."""

from reviews.models import Article, ArticleNote, EditingPresence

from .house import is_new


def is_restored(house, article, **forged):
    """Whether the first version came back; with an editor's signed version unless it is forged."""
    posted = {"number": "1", "opened": house.form(article)["opened"]} | forged
    house.post("reviews_article_restore", article.pk, **posted)
    article.refresh_from_db()
    return article.headline.endswith(" before")


def is_compared(house, article):
    address = f"/admin/reviews/article/{article.pk}/history/compare/"
    return " before" in house.told(address, old="1", new="2")


def is_recovered(house, uuid):
    house.post("reviews_article_recover", uuid)
    return house.is_there(Article, uuid=uuid)


def is_noted(house, article, **more):
    note = {"text": "Typed"} | more
    house.post("reviews_article_notes", article.pk, **note)
    return house.is_there(ArticleNote, article=article, text="Typed")


def is_answered(house, article):
    return is_noted(house, article, thread=thread_of(article).pk)


def is_resolved(house, article, *, by_way_of=None):
    key = thread_of(article).pk
    house.post("reviews_article_notes", (by_way_of or article).pk, resolve=key)
    return house.is_there(ArticleNote, pk=key, resolved_at__isnull=False)


def is_reopened(house, article):
    key = thread_of(article).pk
    ArticleNote.objects.filter(pk=key).update(resolved_at=article.created_at)
    house.post("reviews_article_notes", article.pk, reopen=key)
    return house.is_there(ArticleNote, pk=key, resolved_at=None)


def is_changed(house, article):
    """Notes are neither changed nor taken away, whatever is posted."""
    key = thread_of(article).pk
    for word in ("edit", "change", "note", "id", "pk"):
        house.post("reviews_article_notes", article.pk, **{word: key}, text="Typed")
    return not house.is_there(ArticleNote, pk=key, text="Said among us.")


def is_taken_away(house, article):
    key = thread_of(article).pk
    for word in ("delete", "remove"):
        house.post("reviews_article_notes", article.pk, **{word: key})
    return not house.is_there(ArticleNote, pk=key)


def is_said_to_be_here(house, article):
    def open_it():
        house.post("reviews_article_presence", article.pk, window="w", version="1")

    return is_new(EditingPresence, open_it)


def thread_of(article):
    return ArticleNote.objects.get(article=article, thread=None)


HISTORY = {
    "read the history of own draft": lambda h: "first version" in h.read("history", h.mine),
    "read the history of own live": lambda h: "first version" in h.read("history", h.mine_live),
    "read the history of another's draft": lambda h: "first version" in h.read("history", h.draft),
    "read the history of another's live": lambda h: "first version" in h.read("history", h.live),
    "compare versions of own draft": lambda h: is_compared(h, h.mine),
    "compare versions of another's draft": lambda h: is_compared(h, h.draft),
    "compare versions of another's live": lambda h: is_compared(h, h.live),
    "restore own draft": lambda h: is_restored(h, h.mine),
    "restore own draft without the version": lambda h: is_restored(h, h.mine, opened=""),
    "restore own draft as it was of another's": lambda h: is_restored(
        h, h.mine, opened=h.form(h.draft)["opened"]
    ),
    "restore own in review": lambda h: is_restored(h, h.mine_in_review),
    "restore own live": lambda h: is_restored(h, h.mine_live),
    "restore another's draft": lambda h: is_restored(h, h.draft),
    "restore another's live": lambda h: is_restored(h, h.live),
    "publish own by a restore": lambda h: (
        is_restored(h, h.mine, _publish="1", status="published") and h.mine.status == "published"
    ),
    "list what was deleted": lambda h: "Gone" in h.told("/admin/reviews/article/deleted/"),
    "recover what was deleted": lambda h: is_recovered(h, h.gone.uuid),
    "recover what is there": lambda h: is_new(
        Article, lambda: is_recovered(h, h.mine.uuid)
    ),  # It would be there twice.
}

NOTES = {
    "read notes on own draft": lambda h: "among us" in h.read("notes", h.mine),
    "read notes on another's draft": lambda h: "among us" in h.read("notes", h.draft),
    "read notes on another's live": lambda h: "among us" in h.read("notes", h.live),
    "note on own draft": lambda h: is_noted(h, h.mine),
    "note on own in review": lambda h: is_noted(h, h.mine_in_review),
    "note on own live": lambda h: is_noted(h, h.mine_live),
    "note on another's draft": lambda h: is_noted(h, h.draft),
    "note on another's live": lambda h: is_noted(h, h.live),
    "answer on own draft": lambda h: is_answered(h, h.mine),
    "answer on another's live": lambda h: is_answered(h, h.live),
    "resolve on own draft": lambda h: is_resolved(h, h.mine),
    "resolve on another's draft": lambda h: is_resolved(h, h.draft),
    "resolve on another's live": lambda h: is_resolved(h, h.live),
    "resolve on another's by way of own": lambda h: is_resolved(h, h.draft, by_way_of=h.mine),
    "reopen on own draft": lambda h: is_reopened(h, h.mine),
    "reopen on another's draft": lambda h: is_reopened(h, h.draft),
    "change a note": lambda h: is_changed(h, h.mine),
    "take a note away": lambda h: is_taken_away(h, h.mine),
}

COMPANY = {
    "be said to have own draft open": lambda h: is_said_to_be_here(h, h.mine),
    "be said to have another's draft open": lambda h: is_said_to_be_here(h, h.draft),
    "be said to have another's live open": lambda h: is_said_to_be_here(h, h.live),
}

DOORS = HISTORY | NOTES | COMPANY
