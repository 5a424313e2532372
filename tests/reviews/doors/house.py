"""A paper in which one person of a role knocks at doors, and what that person posts."""

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from reviews import history, notes, publishing
from reviews.models import Author
from tests.factories import make_author, make_image, make_ready, make_show, make_theme
from tests.reviews.newsroom import client_of, form_values

LIST = "/admin/reviews/article/"


def member(role, name=""):
    """A person of a role: a writer has the login of an author; a stranger is staff with none."""
    if role == "nobody":
        return None
    user = User.objects.create_user(name or role, password="password", is_staff=True)
    if role != "stranger":
        user.groups.add(Group.objects.get(name=role.capitalize()))
    if role == "writer":
        make_author("The writer", user=user)
    return user


def two_versions(name, **fields):
    """An article of two versions, whose headline was “{name} before” in the first."""
    article = make_ready(f"{name} before", **fields)
    history.record(article)
    article.headline = name
    article.save()
    history.record(article)
    return article


class House:
    """
    Articles of one's own and of others, in each state, with a client of the one who knocks.

    A forger has all that an editor's browser would hold: the whole form of an article, its signed
    version included. `colleague` is the editor from whom that is taken.
    """

    def __init__(self, role):
        self.user = member(role)
        self.client = client_of(self.user) if self.user else Client()
        self.asked, self.forms = set(), {}
        self.colleague = client_of(member("editor", "colleague"))
        byline = Author.objects.filter(user__username="writer")
        self.mine = two_versions("Mine", authors=byline, created_by=self.user)
        self.mine_in_review = two_versions("Mine in review", created_by=self.user)
        self.mine_live = two_versions("Mine live", authors=byline, created_by=self.user)
        self.draft, self.in_review, self.live = (
            two_versions(name) for name in ("Draft", "In review", "Live")
        )
        for article in (self.mine_in_review, self.in_review):
            publishing.submit(article)
        for article in (self.mine_live, self.live):
            publishing.publish(article)
        self.articles = [self.mine, self.mine_in_review, self.mine_live]
        self.articles += [self.draft, self.in_review, self.live]
        for article in self.articles:
            history.record(article)
            notes.add(article, User.objects.get(username="colleague"), "Said among us.")
        self.gone = two_versions("Gone", authors=byline, created_by=self.user)
        self.gone.delete()
        self.theme, self.show, self.image = make_theme(), make_show(), make_image()

    def see_again(self):
        for article in self.articles:
            article.refresh_from_db()

    def post(self, view, /, *keys, **data):
        self.asked.add(view)
        return self.client.post(reverse(f"admin:{view}", args=keys), data)

    def read(self, page, article):
        return self.told(reverse(f"admin:reviews_article_{page}", args=[article.pk]))

    def told(self, address, **query):
        """What a page that opens says; nothing where one is sent away."""
        response = self.client.get(address, query)
        self.asked.add(response.resolver_match.url_name)
        return response.content.decode() if response.status_code == 200 else ""

    def form(self, article):
        """The whole form of an article as an editor's browser holds it, opened once."""
        if article.pk not in self.forms:
            page = reverse("admin:reviews_article_change", args=[article.pk])
            self.forms[article.pk] = form_values(self.colleague.get(page))
        return self.forms[article.pk]

    def save(self, article, /, without=(), **typed):
        """Post the form of an article with what is typed, and without some of its fields."""
        values = self.form(article) | typed
        for name in without:
            del values[name]
        self.post("reviews_article_change", article.pk, **values)
        article.refresh_from_db()
        return article

    def act_in_list(self, action, article):
        self.client.post(LIST, {"action": action, "_selected_action": article.pk, "sure": "yes"})
        article.refresh_from_db()
        return article.status

    def is_deleted(self, thing):
        self.post(f"reviews_{thing._meta.model_name}_delete", thing.pk, post="yes")
        return not type(thing).objects.filter(pk=thing.pk).exists()

    def is_there(self, model, **fields):
        return model.objects.filter(**fields).exists()


def no_rows(*prefixes):
    """What says of each table under a form that it has no rows."""
    ends = ("TOTAL_FORMS", "INITIAL_FORMS")
    return {f"{prefix}-{end}": 0 for prefix in prefixes for end in ends}


def is_typed(article):
    return article.headline == "Typed"


def is_new(model, knock):
    """Whether `knock` made a row of `model`."""
    before = model.objects.count()
    knock()
    return model.objects.count() > before
