"""Which links an article's page shows, and where: the only place that decides it."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from reviews import richtext
from reviews.models import Article, series_neighbours

from . import placement
from .candidates import ANYWHERE, Rung, ladder, steered
from .cards import Card, make_cards
from .foresight import foresee_saved, foresee_typed
from .tag_names import TagNames

MID_LINKS = 2
END_LINKS = 2
MOST_OF_OWN_SHOW = (MID_LINKS + END_LINKS) // 2
MOST_OF_ANOTHER_SHOW = 1
HEADINGS = {"mid": "You may also like", "end": "Read more"}
UNRELATED_HEADINGS = {"mid": "More to read", "end": "Read more"}
RUNG_HEADINGS = {"Editors’ pick": "Editors’ picks", "Latest": "The latest"}


class Refusal(Enum):
    """Why a page does not link to an article that it could."""

    TAKEN = "stands there already"
    LINKED = "linked in the text"
    SERIES = "stands beside it as the part before or after"
    SPOILER = "gives away what this article has not reached"
    VARIETY = "too many of one show"
    NO_ROOM = "no room left"


@dataclass(frozen=True)
class Slot:
    """
    A place for links on the page; it exists only when it has some.

    Where no card is there for being related the heading says by what right they are.
    """

    name: str
    cards: tuple[Card, ...]

    @property
    def rungs(self):
        return {card.rung for card in self.cards}

    @property
    def heading(self):
        if self.rungs & {Rung.PINNED, Rung.RELATED}:
            return HEADINGS[self.name]
        return self.rung_heading or UNRELATED_HEADINGS[self.name]

    @property
    def rung_heading(self):
        """What all cards say of why they are there; empty where they differ."""
        labels = {card.label for card in self.cards}
        (label, *others) = labels
        return "" if others else RUNG_HEADINGS.get(label, label)


@dataclass(frozen=True)
class Links:
    """All links of one page; `mid_after` of the body's `blocks` stand before the mid slot."""

    mid: Slot | None
    end: Slot | None
    mid_after: int | None
    blocks: tuple[richtext.Block, ...]


def compose(article, *, at=None, body=None, neighbours=None):
    """
    Return the links of `article`'s page that a reader may follow now, or at `at`.

    `body` is its text as it will be shown, and `neighbours` the parts of its series that the
    page links to, when these are at hand. For an article loaded with `for_page` that costs two
    queries, and a third where the ladder is needed, whatever the number of articles. A draft,
    which has no list yet, is given the links that publishing it would give.
    """
    page = fill_page(article, at=at, body=body, entries=_foreseen(article), neighbours=neighbours)
    slots = page.slots(at=at)
    mid_after = page.mid_after if slots["mid"] else None
    return Links(slots["mid"], slots["end"], mid_after, page.blocks)


def fill_page(article, *, at=None, body=None, entries=None, neighbours=None):
    """The page of `article` with its links chosen, by the stored list or by `entries`."""
    if neighbours is None:
        neighbours = series_neighbours(article, at=at)
    blocks = tuple(richtext.blocks(article.body if body is None else body))
    page = Page(article, blocks, neighbours.keys)
    page.fill(at=at, entries=entries)
    return page


def place_mid_slot(article, blocks):
    """After how many of `blocks` the mid slot stands; None when it has no place."""
    if article.mid_slot == Article.MidSlot.NONE:
        return None
    if article.mid_slot == Article.MidSlot.AFTER_BLOCK and article.mid_slot_block:
        return placement.chosen(blocks, article.mid_slot_block)
    return placement.automatic(blocks)


def linked_keys(blocks):
    """Keys of the articles that `blocks` link to, as far as their links carry them."""
    return frozenset(pk for block in blocks for pk in block.articles)


def linked_slugs(article, blocks):
    """Slugs of the articles that other links lead to, by a path or by the site's own address."""
    targets = {href for block in blocks for href in block.links}
    if not targets:
        return set()
    base = urljoin(settings.SITE_URL, article.get_absolute_url())
    return {_linked_slug(href, base) for href in targets} - {None}


class Page:
    """The slots of one article's page while they are being filled."""

    def __init__(self, article, blocks, beside):
        """`beside` are the keys of articles that the page links to by itself."""
        self.article = article
        self.names = TagNames(article)
        self.blocks = blocks
        self.mid_after = place_mid_slot(article, blocks)
        self.linked = linked_keys(blocks)
        self.linked_slugs = linked_slugs(article, blocks)
        self.beside = beside
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
        candidates, bans, ignored = steered(self.article, self.names, at=at, entries=entries)
        self._take(candidates)
        if any(self.room.values()):
            banned = {pk for pk, slots in bans.items() if slots == ANYWHERE}
            keys = self.taken | self.beside | self.linked | banned
            out = {"ids": keys, "slugs": self.linked_slugs, "tags": ignored}
            may_be_own = self.from_shows["own"] < MOST_OF_OWN_SHOW
            self._take(ladder(self.article, bans, out, at=at, with_shows=may_be_own))

    def slots(self, *, at=None):
        """The filled slots by name, None for an empty one."""
        chosen = [*self.chosen["mid"], *self.chosen["end"]]
        cards = make_cards(chosen, self.names, at=at)
        found = {}
        for name, candidates in self.chosen.items():
            mine = tuple(cards[each.pk] for each in candidates if each.pk in cards)
            found[name] = Slot(name, mine) if mine else None
        return found

    def _take(self, candidates):
        for candidate in candidates:
            slot = self._slot_for(candidate)
            refusal = self._refusal(candidate, slot)
            if refusal is None:
                self._put(slot, candidate)
            elif candidate.pk not in self.taken:
                self.refused.setdefault(candidate.pk, refusal)

    def _slot_for(self, candidate):
        """The first slot with room that the candidate may stand in."""
        wanted = candidate.slots
        if candidate.rung is Rung.PINNED and not self.has_mid:
            wanted = wanted | {"end"}
        return next((name for name in self.room if name in wanted and self.room[name]), None)

    def _refusal(self, candidate, slot):
        """Why the candidate will not do, or None when it will."""
        if candidate.pk in self.taken:
            return Refusal.TAKEN
        if candidate.pk in self.linked or candidate.slug in self.linked_slugs:
            return Refusal.LINKED
        if candidate.pk in self.beside:
            return Refusal.SERIES
        if candidate.rung is not Rung.PINNED:
            if self._is_spoiler(candidate):
                return Refusal.SPOILER
            if not self._adds_variety(candidate):
                return Refusal.VARIETY
        return None if slot else Refusal.NO_ROOM

    def _is_spoiler(self, candidate):
        """Whether it goes further in a show of this article than the article does."""
        mine, theirs = self.article.reach, candidate.reach
        return bool(mine and theirs and theirs > mine and candidate.shows & self.own_shows)

    def _adds_variety(self, candidate):
        """At most half of the links from the article's own shows, and one from any other."""
        if candidate.shows & self.own_shows and self.from_shows["own"] >= MOST_OF_OWN_SHOW:
            return False
        others = candidate.shows - self.own_shows
        return all(self.from_shows[show] < MOST_OF_ANOTHER_SHOW for show in others)

    def _put(self, slot, candidate):
        self.chosen[slot].append(candidate)
        self.room[slot] -= 1
        self.taken.add(candidate.pk)
        self.from_shows.update(candidate.shows - self.own_shows)
        self.from_shows["own"] += bool(candidate.shows & self.own_shows)


def _foreseen(article):
    """The list that an article would have once it is published as it is; None when it is."""
    if article.is_typed:
        return foresee_typed(article).entries
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
