"""
Each role at each door of the newsroom, over HTTP, with forged posts; nobody is a superuser.

A door is a function that posts what a browser would, or a forger, and tells whether it opened:
by what the database holds afterwards, not by what the answer says.
"""

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from recommendations.models import EditorsPick, NeverRecommend, Override
from reviews import publishing
from reviews.models import Article, Author, Image, PreviewLink, Show, Theme
from tests.factories import (
    make_author,
    make_image,
    make_ready,
    make_show,
    make_theme,
)

from .newsroom import client_of, form_values
from .uploads import upload

pytestmark = pytest.mark.django_db

LIST = "/admin/reviews/article/"
ROLES = ["nobody", "stranger", "writer", "editor", "publisher"]


def member(role):
    """A person of a role: a writer has the login of an author; a stranger is staff with none."""
    if role == "nobody":
        return None
    user = User.objects.create_user(role, password="password", is_staff=True)
    if role != "stranger":
        user.groups.add(Group.objects.get(name=role.capitalize()))
    if role == "writer":
        make_author("The writer", user=user)
    return user


def read(house, page, article):
    return told(house, reverse(f"admin:reviews_article_{page}", args=[article.pk]))


def told(house, address, **query):
    """What a page that opens says; nothing where one is sent away."""
    response = house.client.get(address, query)
    return response.content.decode() if response.status_code == 200 else ""


def is_deleted(house, thing):
    house.post(f"reviews_{thing._meta.model_name}_delete", thing.pk, post="yes")
    return not type(thing).objects.filter(pk=thing.pk).exists()


def is_lent(house, article):
    house.post("reviews_article_previews", article.pk, days="1", note="")
    return PreviewLink.objects.exists()


def is_pick_moved(house):
    pick = EditorsPick.objects.create(article=house.live, position=1)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": pick.pk}
    data = rows | {"form-0-position": "7", "_save": "Save"}
    house.client.post("/admin/recommendations/editorspick/", data)
    return EditorsPick.objects.get().position == 7


def is_show_renamed(house):
    prefixes = ("credits", "watch_options", "aliases")
    rows = {f"{each}-{end}_FORMS": 0 for each in prefixes for end in ("TOTAL", "INITIAL")}
    fields = {"title": "Typed", "slug": "typed", "kind": "film", "first_year": "2000"}
    house.post("reviews_show_change", house.show.pk, **fields, **rows)
    return Show.objects.get(pk=house.show.pk).title == "Typed"


def is_merged(house):
    other = make_theme()
    house.post("reviews_theme_merge", house.theme.pk, into=other.pk, merge="1")
    return not Theme.objects.filter(pk=house.theme.pk).exists()


def is_uploaded(house):
    before = Image.objects.count()
    words = {"alt_text": "A dome", "caption": "", "credit": ""}
    house.post("reviews_image_upload", upload=upload(), **words)
    return Image.objects.count() > before


def is_author_taken(house):
    author = make_author("Another")
    rows = {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}
    Author.objects.filter(user=house.user).update(user=None)
    fields = {"name": "Another", "slug": author.slug, "user": house.user.pk if house.user else ""}
    house.post("reviews_author_change", author.pk, **fields, **rows)
    author.refresh_from_db()
    return author.user == house.user is not None


def is_superuser_changed(house):
    chief = User.objects.create_superuser("chief", password="password")
    house.post("auth_user_change", chief.pk, username="mine", is_active="on")
    return User.objects.filter(username="mine").exists()


def is_password_of_superuser_set(house):
    chief = User.objects.create_superuser("chief", password="password")
    words = {"password1": "a-long-pass-word-1", "password2": "a-long-pass-word-1"}
    house.post("auth_user_password_change", chief.pk, usable_password="true", **words)
    return User.objects.get(pk=chief.pk).check_password("a-long-pass-word-1")


def completed(house):
    query = {"app_label": "recommendations", "model_name": "override", "field_name": "target"}
    return told(house, "/admin/autocomplete/", **query, term="")


class House:
    """A paper in which one person of a role knocks at doors."""

    def __init__(self, role):
        self.user = member(role)
        self.client = client_of(self.user) if self.user else Client()
        byline = Author.objects.filter(user__username="writer")
        self.mine = make_ready("Mine", authors=byline, created_by=self.user)
        self.mine_in_review = make_ready("Mine in review", created_by=self.user)
        publishing.submit(self.mine_in_review)
        self.mine_live = make_ready("Mine live", authors=byline, created_by=self.user)
        publishing.publish(self.mine_live)
        self.draft, self.in_review, self.live = (
            make_ready(name) for name in ("Draft", "In review", "Live")
        )
        publishing.submit(self.in_review)
        publishing.publish(self.live)
        self.theme, self.show, self.image = make_theme(), make_show(), make_image()

    def see_again(self):
        for article in (self.mine, self.mine_in_review, self.mine_live):
            article.refresh_from_db()
        for article in (self.draft, self.in_review, self.live):
            article.refresh_from_db()

    def post(self, view, /, *keys, **data):
        return self.client.post(reverse(f"admin:{view}", args=keys), data)

    def save(self, article, **typed):
        """Post the whole form of an article, as one who may change it would."""
        rows = {
            f"article_{name}s-{end}": value
            for name in ("author", "show")
            for end, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MAX_NUM_FORMS", 1000))
        }
        page = self.client.get(reverse("admin:reviews_article_change", args=[article.pk]))
        try:
            values = form_values(page) if page.status_code == 200 else {}
        except StopIteration:
            values = {}  # A page to read, without a form.
        empty = {
            "headline": article.headline,
            "slug": article.slug,
            "kind": article.kind,
            "standfirst": article.standfirst,
            "body": article.body,
            "mid_slot": "automatic",
            "published_at_0": "",
            "published_at_1": "",
            **rows,
        }
        self.post("reviews_article_change", article.pk, **(empty | values | typed))
        article.refresh_from_db()
        return article

    def act_in_list(self, action, article):
        self.client.post(LIST, {"action": action, "_selected_action": article.pk, "sure": "yes"})
        article.refresh_from_db()
        return article.status


def is_typed(article):
    return article.headline == "Typed"


DOORS = {
    # The form, its buttons, and the row of an author under it.
    "begin an article": lambda h: (
        h.post(
            "reviews_article_add",
            headline="New",
            slug="new",
            kind="news",
            mid_slot="automatic",
            **{
                f"article_{name}s-{end}": number
                for name in ("author", "show")
                for end, number in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
            },
        )
        and Article.objects.filter(headline="New", status="draft", created_by=h.user).exists()
    ),
    "change own draft": lambda h: is_typed(h.save(h.mine, headline="Typed")),
    "change own in review": lambda h: is_typed(h.save(h.mine_in_review, headline="Typed")),
    "change own live": lambda h: is_typed(h.save(h.mine_live, headline="Typed")),
    "change another's draft": lambda h: is_typed(h.save(h.draft, headline="Typed")),
    "change another's live": lambda h: is_typed(h.save(h.live, headline="Typed")),
    "take another's draft": lambda h: (
        h.user is not None and h.save(h.draft, created_by=h.user.pk).created_by == h.user
    ),
    "publish own by the form": lambda h: h.save(h.mine, _publish="1").status == "published",
    "publish another's by the form": lambda h: h.save(h.draft, _publish="1").status == "published",
    "set the state by the form": lambda h: h.save(h.draft, status="published").status != "draft",
    "submit own by the form": lambda h: h.save(h.mine, _submit="1").status == "in_review",
    "submit another's by the form": lambda h: h.save(h.draft, _submit="1").status == "in_review",
    "withdraw own by the form": lambda h: h.save(h.mine_live, _withdraw="1").status == "withdrawn",
    "withdraw by the form": lambda h: h.save(h.live, _withdraw="1").status == "withdrawn",
    "read another's draft's form": lambda h: "Draft" in read(h, "change", h.draft),
    "read another's draft's history": lambda h: "Draft" in read(h, "history", h.draft),
    # The list.
    "see another's draft in the list": lambda h: ">Draft</a>" in told(h, LIST),
    "publish own in the list": lambda h: h.act_in_list("publish", h.mine) == "published",
    "publish another's in the list": lambda h: h.act_in_list("publish", h.draft) == "published",
    "withdraw own in the list": lambda h: h.act_in_list("withdraw", h.mine_live) == "withdrawn",
    "withdraw in the list": lambda h: h.act_in_list("withdraw", h.live) == "withdrawn",
    "submit own in the list": lambda h: h.act_in_list("submit", h.mine) == "in_review",
    "submit another's in the list": lambda h: h.act_in_list("submit", h.draft) == "in_review",
    "take own back from review": lambda h: h.act_in_list("send_back", h.mine_in_review) == "draft",
    "send another's back": lambda h: h.act_in_list("send_back", h.in_review) == "draft",
    "edit in the list": lambda h: (
        h.client.post(
            LIST,
            {
                "form-TOTAL_FORMS": 1,
                "form-INITIAL_FORMS": 1,
                "form-0-id": h.live.pk,
                "form-0-headline": "Typed",
                "form-0-status": "draft",
                "_save": "Save",
            },
        )
        and Article.objects.get(pk=h.live.pk).headline == "Typed"
    ),
    # Deletion, one and many.
    "delete own draft": lambda h: is_deleted(h, h.mine),
    "delete another's": lambda h: is_deleted(h, h.draft),
    "delete in the list": lambda h: (
        h.client.post(
            LIST, {"action": "delete_selected", "_selected_action": h.draft.pk, "post": "yes"}
        )
        and not Article.objects.filter(pk=h.draft.pk).exists()
    ),
    "delete a theme": lambda h: is_deleted(h, h.theme),
    "delete a show": lambda h: is_deleted(h, h.show),
    "delete a picture": lambda h: is_deleted(h, h.image),
    # Reading the form unsaved; the site; previews for outsiders.
    "preview own unsaved": lambda h: (
        h.post("reviews_article_preview", h.mine.pk).status_code == 200
    ),
    "preview another's unsaved": lambda h: (
        h.post("reviews_article_preview", h.draft.pk).status_code == 200
    ),
    "check another's unsaved": lambda h: (
        h.post("reviews_article_checklist", h.draft.pk).status_code == 200
    ),
    "read own draft on the site": lambda h: (
        h.client.get(h.mine.get_absolute_url()).status_code == 200
    ),
    "read another's draft on the site": lambda h: (
        h.client.get(h.draft.get_absolute_url()).status_code == 200
    ),
    "lend own draft": lambda h: is_lent(h, h.mine),
    "lend another's draft": lambda h: is_lent(h, h.draft),
    # The panel of links, and the lists of what is steered.
    "read the links of another's draft": lambda h: (
        h.post("reviews_article_links", article=h.draft.pk).status_code == 200
    ),
    "pin": lambda h: (
        h.post("reviews_article_links", article=h.live.pk, pin=h.mine_live.pk)
        and Override.objects.exists()
    ),
    "pin on own draft": lambda h: (
        h.post("reviews_article_links", article=h.mine.pk, pin=h.live.pk)
        and Override.objects.exists()
    ),
    "never recommend": lambda h: (
        h.post("reviews_article_links", article=h.mine.pk, never="1")
        and NeverRecommend.objects.exists()
    ),
    "pick": lambda h: (
        h.post("recommendations_editorspick_add", article=h.live.pk, position="1")
        and EditorsPick.objects.exists()
    ),
    "pick in the list": is_pick_moved,
    "read the report on links": lambda h: (
        h.client.get("/admin/recommendations/linkreport/").status_code == 200
    ),
    # Tags and pictures.
    "make a theme": lambda h: (
        h.post(
            "reviews_theme_add",
            name="Typed",
            slug="typed",
            **{"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0},
        )
        and Theme.objects.filter(name="Typed").exists()
    ),
    "rename a show": is_show_renamed,
    "merge themes": is_merged,
    "upload a picture": is_uploaded,
    "change a picture's words": lambda h: (
        h.post("reviews_image_change", h.image.pk, alt_text="Typed", focal_x="0.5", focal_y="0.5")
        and Image.objects.get(pk=h.image.pk).alt_text == "Typed"
    ),
    "read the picture library": lambda h: (
        h.client.get(reverse("admin:reviews_image_library")).status_code == 200
    ),
    "find another's draft by autocomplete": lambda h: "Draft" in completed(h),
    "find own draft by autocomplete": lambda h: '"Mine"' in completed(h),
    # Accounts.
    "give oneself an author": is_author_taken,
    "make an account": lambda h: (
        h.post(
            "auth_user_add",
            username="new",
            usable_password="true",
            password1="a-long-pass-word-1",
            password2="a-long-pass-word-1",
        )
        and User.objects.filter(username="new").exists()
    ),
    "make oneself a superuser": lambda h: (
        h.user is not None
        and h.post("auth_user_change", h.user.pk, username=h.user.username, is_superuser="on")
        and User.objects.get(pk=h.user.pk).is_superuser
    ),
    "change a superuser": is_superuser_changed,
    "set a superuser's password": is_password_of_superuser_set,
    "change a group": lambda h: (
        h.post("auth_group_change", Group.objects.get(name="Writer").pk, name="Typed")
        and Group.objects.filter(name="Typed").exists()
    ),
}

WRITERS = {
    *("begin an article", "change own draft", "submit own by the form", "submit own in the list"),
    *("take own back from review", "preview own unsaved", "read own draft on the site"),
    *("lend own draft", "upload a picture", "read the picture library"),
    "find own draft by autocomplete",
}
NOBODYS = {
    *("take another's draft", "set the state by the form", "edit in the list"),
    *("make oneself a superuser", "change a superuser", "set a superuser's password"),
    "change a group",
}
PUBLISHERS = {
    *("delete own draft", "delete another's", "delete in the list"),
    *("delete a theme", "delete a show", "delete a picture", "merge themes"),
    *("give oneself an author", "make an account"),
}
EDITORS = DOORS.keys() - NOBODYS - PUBLISHERS
OPEN = {
    "nobody": set(),
    "stranger": set(),
    "writer": WRITERS,
    "editor": EDITORS,
    "publisher": EDITORS | PUBLISHERS,
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_the_doors_that_it_is_for_and_no_others(role):
    house, opened = House(role), set()

    for name, knock in DOORS.items():
        with transaction.atomic():
            if knock(house):
                opened.add(name)
            transaction.set_rollback(True)
        house.see_again()

    assert sorted(opened) == sorted(OPEN[role])
