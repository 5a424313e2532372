"""Doors by which an article is written, brought from state to state, deleted."""

from reviews.models import Article
from tests.factories import make_author

from .house import LIST, is_typed, no_rows


def is_begun(house):
    fields = {"headline": "New", "slug": "new", "kind": "news", "mid_slot": "automatic"}
    house.post("reviews_article_add", **fields, **no_rows("article_authors", "article_shows"))
    return house.is_there(Article, headline="New", status="draft", created_by=house.user)


def is_begun_public(house):
    fields = {"headline": "New", "slug": "new", "kind": "feature", "mid_slot": "automatic"}
    words = {"standfirst": "Why.", "body": "<p>Words.</p>", "_publish": "1"}
    rows = no_rows("article_authors", "article_shows")
    house.post("reviews_article_add", **fields, **words, **rows)
    return house.is_there(Article, headline="New", status="published")


def is_edited_in_list(house):
    row = {"form-0-id": house.live.pk, "form-0-headline": "Typed", "form-0-status": "draft"}
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1}
    house.client.post(LIST, {**rows, **row, "_save": "Save"})
    return house.is_there(Article, headline="Typed")


def is_deleted_in_list(house):
    data = {"action": "delete_selected", "_selected_action": house.draft.pk, "post": "yes"}
    house.client.post(LIST, data)
    return not house.is_there(Article, pk=house.draft.pk)


def is_byline_taken(house):
    """By a row of an author under the form."""
    author = getattr(house.user, "author", None) or make_author()
    rows = {"article_authors-TOTAL_FORMS": 1, "article_authors-0-position": 1}
    house.save(house.draft, **rows, **{"article_authors-0-author": author.pk})
    return author in house.draft.authors.all()


BY_THE_FORM = {
    "begin an article": is_begun,
    "begin one that is public": is_begun_public,
    "change own draft": lambda h: is_typed(h.save(h.mine, headline="Typed")),
    "change own in review": lambda h: is_typed(h.save(h.mine_in_review, headline="Typed")),
    "change own live": lambda h: is_typed(h.save(h.mine_live, headline="Typed")),
    "change another's draft": lambda h: is_typed(h.save(h.draft, headline="Typed")),
    "change another's in review": lambda h: is_typed(h.save(h.in_review, headline="Typed")),
    "change another's live": lambda h: is_typed(h.save(h.live, headline="Typed")),
    "change without the version": lambda h: is_typed(
        h.save(h.mine, headline="Typed", without=["opened"])
    ),
    "change with another's version": lambda h: is_typed(
        h.save(h.mine, headline="Typed", opened=h.form(h.draft)["opened"])
    ),
    "take another's draft": lambda h: (
        h.user is not None and h.save(h.draft, created_by=h.user.pk).created_by == h.user
    ),
    "take another's draft by its byline": is_byline_taken,
    "publish own by the form": lambda h: h.save(h.mine, _publish="1").status == "published",
    "publish own without the version": lambda h: (
        h.save(h.mine, _publish="1", without=["opened"]).status == "published"
    ),
    "publish own in review by the form": lambda h: (
        h.save(h.mine_in_review, _publish="1").status == "published"
    ),
    "publish another's by the form": lambda h: h.save(h.draft, _publish="1").status == "published",
    "set the state by the form": lambda h: h.save(h.draft, status="published").status != "draft",
    "submit own by the form": lambda h: h.save(h.mine, _submit="1").status == "in_review",
    "submit another's by the form": lambda h: h.save(h.draft, _submit="1").status == "in_review",
    "send another's back by the form": lambda h: (
        h.save(h.in_review, _send_back="1").status == "draft"
    ),
    "withdraw own by the form": lambda h: h.save(h.mine_live, _withdraw="1").status == "withdrawn",
    "withdraw by the form": lambda h: h.save(h.live, _withdraw="1").status == "withdrawn",
}

IN_THE_LIST = {
    "see another's draft in the list": lambda h: ">Draft</a>" in h.told(LIST),
    "publish own in the list": lambda h: h.act_in_list("publish", h.mine) == "published",
    "publish another's in the list": lambda h: h.act_in_list("publish", h.draft) == "published",
    "withdraw own in the list": lambda h: h.act_in_list("withdraw", h.mine_live) == "withdrawn",
    "withdraw in the list": lambda h: h.act_in_list("withdraw", h.live) == "withdrawn",
    "submit own in the list": lambda h: h.act_in_list("submit", h.mine) == "in_review",
    "submit another's in the list": lambda h: h.act_in_list("submit", h.draft) == "in_review",
    "take own back from review": lambda h: h.act_in_list("send_back", h.mine_in_review) == "draft",
    "send another's back": lambda h: h.act_in_list("send_back", h.in_review) == "draft",
    "edit in the list": is_edited_in_list,
}

AWAY = {
    "delete own draft": lambda h: h.is_deleted(h.mine),
    "delete own live": lambda h: h.is_deleted(h.mine_live),
    "delete another's": lambda h: h.is_deleted(h.draft),
    "delete in the list": is_deleted_in_list,
}


DOORS = BY_THE_FORM | IN_THE_LIST | AWAY
