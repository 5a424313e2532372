"""Doors to the panel of links, and to the lists of what is steered."""

from recommendations import steering
from recommendations.models import EditorsPick, NeverRecommend, Override

from .house import is_new


def is_pinned(house, article, **pressed):
    pressed = pressed or {"pin": house.mine_live.pk}
    ask = {"article": article.pk} | pressed
    return is_new(Override, lambda: house.post("reviews_article_links", **ask))


def is_lifted(house, article, *, by_way_of=None):
    pin = steering.steer(article, house.in_review.pk, steering.PIN)
    house.post("reviews_article_links", article=(by_way_of or article).pk, lift=pin.pk)
    return not house.is_there(Override, pk=pin.pk)


def is_never_recommended(house, article):
    house.post("reviews_article_links", article=article.pk, never="1")
    return house.is_there(NeverRecommend, article=article)


def is_recommended_again(house, article):
    steering.never_recommend(article)
    house.post("reviews_article_links", article=article.pk, again="1")
    return not house.is_there(NeverRecommend, article=article)


def is_picked(house):
    pick = {"article": house.live.pk, "position": "1"}
    return is_new(EditorsPick, lambda: house.post("recommendations_editorspick_add", **pick))


def is_pick_moved(house):
    pick = EditorsPick.objects.create(article=house.live, position=1)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": pick.pk}
    data = rows | {"form-0-position": "7", "_save": "Save"}
    house.client.post("/admin/recommendations/editorspick/", data)
    return EditorsPick.objects.get().position == 7


DOORS = {
    "read the links of own draft": lambda h: "It will link to" in panel(h, h.mine),
    "read the links of another's draft": lambda h: "It will link to" in panel(h, h.draft),
    "pin": lambda h: is_pinned(h, h.live),
    "pin on own draft": lambda h: is_pinned(h, h.mine),
    "ban on own draft": lambda h: is_pinned(h, h.mine, ban=h.live.pk),
    "lift a pin": lambda h: is_lifted(h, h.live),
    "lift a pin of own draft": lambda h: is_lifted(h, h.mine),
    "lift another's pin by way of own": lambda h: is_lifted(h, h.draft, by_way_of=h.mine),
    "never recommend": lambda h: is_never_recommended(h, h.mine),
    "recommend again": lambda h: is_recommended_again(h, h.mine),
    "pick": is_picked,
    "pick in the list": is_pick_moved,
    "read the report on links": lambda h: "Report" in h.told("/admin/recommendations/linkreport/"),
}


def panel(house, article):
    response = house.post("reviews_article_links", article=article.pk)
    return response.content.decode() if response.status_code == 200 else ""
