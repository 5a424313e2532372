"""The pages that Django gives each model: its list, and what adds, changes and deletes a row."""

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.urls import reverse

from recommendations import models as steered
from reviews import merging
from reviews.models import Author, Person
from tests.factories import make_theme

W, E, P = "W", "E", "P"


def pages(*, list="", add="", change="", delete=""):
    """The letters of the roles that each page is open to."""
    return {"list": list, "add": add, "change": change, "delete": delete}


def steering():
    return pages(list="EP", add="EP", change="EP", delete="EP")


def catalogue():
    return pages(list="WEP", add="EP", change="EP", delete="P")


PAGES = {
    "reviews.article": pages(list="WEP", add="WEP", change="EP", delete="P"),
    "reviews.author": catalogue(),
    "reviews.person": catalogue(),
    "reviews.show": catalogue(),
    "reviews.theme": catalogue(),
    "reviews.image": pages(list="WEP", add="WEP", change="EP", delete="P"),
    "reviews.merge": pages(list="EP"),
    "recommendations.editorspick": steering(),
    "recommendations.evergreen": steering(),
    "recommendations.ignoredtag": steering(),
    "recommendations.neverrecommend": steering(),
    "recommendations.override": steering(),
    "recommendations.linkreport": pages(list="EP"),
    "auth.user": pages(list="P", add="P", change="P", delete="P"),
    "auth.group": pages(),
    "django_tasks_database.dbtaskresult": pages(),
}


def knock(house, name):
    """The pages of a model that open: empty forms come back with errors, or are refused."""
    model = apps.get_model(name)
    row = row_of(model, house)
    return [page for page in pages() if _opens(house, model, page, row)]


def row_of(model, house):
    """A row that no one of the roles made."""
    makers = {
        "article": lambda: house.live,
        "author": lambda: Author.objects.exclude(user=house.user).create(name="A", slug="a"),
        "person": lambda: Person.objects.create(name="P"),
        "show": lambda: house.show,
        "theme": lambda: house.theme,
        "image": lambda: house.image,
        "merge": lambda: merging.merge(make_theme(), make_theme()),
        "override": lambda: steered.Override.objects.create(
            source=house.live, target=house.mine_live, kind="pin"
        ),
        "ignoredtag": lambda: steered.IgnoredTag.objects.create(theme=house.theme),
        "user": lambda: User.objects.create_user("other"),
        "group": lambda: Group.objects.get(name="Writer"),
    }
    alone = {steered.EditorsPick, steered.Evergreen, steered.NeverRecommend}
    if model in alone:
        place = {"position": 1} if model is steered.EditorsPick else {}
        return model.objects.create(article=house.draft, **place)
    maker = makers.get(model._meta.model_name)
    return maker and maker()


def _opens(house, model, page, row):
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    if page == "list":
        return house.client.get(reverse(f"{base}_changelist")).status_code == 200
    if page == "add":
        return house.client.post(reverse(f"{base}_add"), {}).status_code == 200
    if row is None:
        return False
    answer = house.client.post(reverse(f"{base}_{page}", args=[row.pk]), {"post": "yes"})
    if page == "change":
        return answer.status_code in {200, 409}
    return not model.objects.filter(pk=row.pk).exists()
