"""Which links an article's page shows, and where: the only place that decides it."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from reviews import richtext
from reviews.models import Article

from . import placement
from .candidates import ANYWHERE, Rung, ladder, steered
from .cards import Card, make_cards
from .foresight import foresee_saved

MID_LINKS = 2
END_LINKS = 2
MOST_OF_OWN_SHOW = (MID_LINKS + END_LINKS) // 2
MOST_OF_ANOTHER_SHOW = 1
HEADINGS = {"mid": "You may also like", "end": "Read more"}


class Refusal(Enum):
    """Why a page does not link to an article that it could."""

    TAKEN = "stands there already"
    LINKED = "linked in the text"
    VARIETY = "too many of one show"
    NO_ROOM = "no room left"


@dataclass(frozen=True)
class Slot:
    """A place for links on the page; it exists only when it has some."""

    name: str
    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Links:
    """All links of one page; `mid_after` blocks of the body stand before the mid slot."""

    mid: Slot | None
    end: Slot | None
    mid_after: int | None


def compose(article, *, at=None, body=None):
    """
    Return the links of `article`'s page that a reader may follow now, or at `at`.

    `body` is its text as it will be shown, when that is at hand. Three queries, one more where
    the ladder is needed, whatever the number of articles. A draft, which has no list yet, is
    given the links that publishing it would give.
    """
    page = fill_page(article, at=at, body=body, entries=_foreseen(article))
    slots = page.slots()
    return Links(slots["mid"], slots["end"], page.mid_after if slots["mid"] else None)


def fill_page(article, *, at=None, body=None, entries=None):
    """The page of `article` with its links chosen, by the stored list or by `entries`."""
    body = article.body if body is None else body
    page = Page(article, place_mid_slot(article, body), linked_slugs(article, body))
    page.fill(at=at, entries=entries)
    return page


def place_mid_slot(article, body):
    """After how many blocks of `body` the mid slot stands; None when it has no place."""
    if article.mid_slot == Article.MidSlot.NONE:
        return None
    blocks = richtext.blocks(body)
    if article.mid_slot == Article.MidSlot.AFTER_BLOCK and article.mid_slot_block:
        return placement.chosen(blocks, article.mid_slot_block)
    return placement.automatic(blocks)


def linked_slugs(article, body):
    """Slugs of the articles that `body` links to, by a path or by the site's own address."""
    base = urljoin(settings.SITE_URL, article.get_absolute_url())
    slugs = {_linked_slug(href, base) for href in richtext.link_targets(body)}
    return slugs - {None}


class Page:
    """The slots of one article's page while they are being filled."""

    def __init__(self, article, mid_after, linked):
        self.article = article
        self.mid_after = mid_after
        self.linked = linked
        mid = MID_LINKS if self.has_mid else 0
        self.room = {"mid": mid, "end": MID_LINKS + END_LINKS - mid}
        self.own_shows = frozenset(row.show_id for row in article.article_shows.all())
        self.chosen = {"mid": [], "end": []}
        self.taken = {article.pk}
        self.from_shows = Counter()
        self.refused = {}

    @property
    def has_mid(self):
        return self.mid_after is not None

    def fill(self, *, at, entries=None):
        """Take pins and the stored list first, then, while there is room, the ladder."""
        candidates, bans = steered(self.article, at=at, entries=entries)
        self._take(candidates)
        if any(self.room.values()):
            banned = {pk for pk, slots in bans.items() if slots == ANYWHERE}
            out = {"ids": self.taken | banned, "slugs": self.linked}
            self._take(ladder(self.own_shows, bans, out, at=at))

    def slots(self):
        """The filled slots by name, None for an empty one."""
        chosen = [*self.chosen["mid"], *self.chosen["end"]]
        cards = iter(make_cards(self.article, chosen))
        found = {}
        for name, candidates in self.chosen.items():
            mine = tuple(next(cards) for _ in candidates)
            found[name] = Slot(name, HEADINGS[name], mine) if mine else None
        return found

    def _take(self, candidates):
        for candidate in candidates:
            slot = self._slot_for(candidate)
            refusal = self._refusal(candidate, slot)
            if refusal is None:
                self._put(slot, candidate)
            elif candidate.article.pk not in self.taken:
                self.refused.setdefault(candidate.article.pk, refusal)

    def _slot_for(self, candidate):
        """The first slot with room that the candidate may stand in."""
        wanted = candidate.slots
        if candidate.rung is Rung.PINNED and not self.has_mid:
            wanted = wanted | {"end"}
        return next((name for name in self.room if name in wanted and self.room[name]), None)

    def _refusal(self, candidate, slot):
        """Why the candidate will not do, or None when it will."""
        if candidate.article.pk in self.taken:
            return Refusal.TAKEN
        if candidate.article.slug in self.linked:
            return Refusal.LINKED
        if candidate.rung is not Rung.PINNED and not self._adds_variety(candidate):
            return Refusal.VARIETY
        return None if slot else Refusal.NO_ROOM

    def _adds_variety(self, candidate):
        """At most half of the links from the article's own shows, and one from any other."""
        if candidate.shows & self.own_shows and self.from_shows["own"] >= MOST_OF_OWN_SHOW:
            return False
        others = candidate.shows - self.own_shows
        return all(self.from_shows[show] < MOST_OF_ANOTHER_SHOW for show in others)

    def _put(self, slot, candidate):
        self.chosen[slot].append(candidate)
        self.room[slot] -= 1
        self.taken.add(candidate.article.pk)
        self.from_shows.update(candidate.shows - self.own_shows)
        self.from_shows["own"] += bool(candidate.shows & self.own_shows)


def _foreseen(article):
    """The list that an article would have once it is published; None when it is."""
    is_approved = article.is_public() or article.is_embargoed()
    return None if is_approved else foresee_saved(article).entries


def _linked_slug(href, base):
    try:
        url = urlsplit(urljoin(base, href))
        found = resolve(url.path)
    except (ValueError, Resolver404):
        return None
    is_ours = url.netloc == urlsplit(base).netloc
    return found.kwargs["slug"] if is_ours and found.view_name == "reviews:article" else None
