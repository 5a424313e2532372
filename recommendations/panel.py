"""What an editor is shown of an article's links: those it will carry, and who will carry it."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from reviews import richtext
from reviews.models import Article
from reviews.models.article import UNSAVED

from .composer import HEADINGS, place_mid_slot
from .counting import followed_from, followed_to
from .explaining import Explained, explain
from .foresight import foresee_saved, foresee_typed
from .models import NeverRecommend, Override
from .placement import CLEAR_WORDS, FEWEST_WORDS
from .steering import why_not_linked
from .tuning import score_settings

NEXT_SHOWN = 8
SOURCES_SHOWN = 12
WORDS_OF_A_BLOCK = 9
NO_PLACE = (
    f"The text has no place for it: that takes {FEWEST_WORDS} words, and two paragraphs side by "
    f"side, {CLEAR_WORDS} words from the next heading or picture. All links stand at the end."
)
BLOCK_NAMES = {
    "p": "paragraph",
    "figure": "picture",
    "blockquote": "quotation",
    "details": "spoiler",
    "ul": "list",
    "ol": "list",
    "hr": "line",
    "iframe": "video",
} | dict.fromkeys(("h2", "h3", "h4"), "heading")


@dataclass(frozen=True)
class Line:
    """A link, or what could be one, with the pin or ban that concerns it."""

    explained: Explained
    override: Override | None
    followed: int


@dataclass(frozen=True)
class Pin:
    """A pin in its order; `up` and `down` are the whole order after a move, as keys."""

    override: Override
    skipped: str
    up: str
    down: str


@dataclass(frozen=True)
class Source:
    """An article that links here, or has this one further down its list."""

    article: Article
    rank: int | None
    is_pinned: bool
    is_shown: bool
    followed: int


@dataclass(frozen=True)
class Place:
    """A block of the text: its number, what it is, and how it begins."""

    number: int
    name: str
    words: str


class Panel:
    """
    All that the panel shows of `article`; of `typed`, when the form holds something else.

    Of articles that `user` may not see it says nothing, and of pins, bans and notes only to who
    may see these.
    """

    def __init__(self, article, *, user, typed=None, asked=None):
        self.article = typed or article
        self.user = user
        self.is_saved = self.article.pk != UNSAVED
        self.is_typed = typed is not None
        self.foresight = foresee_typed(typed) if typed else foresee_saved(article)
        self.overrides = self._overrides()
        self.lines = self._lines(asked)
        self.asked = next((line for pk, line in self.lines.items() if pk == asked), None)
        self.never_recommend = NeverRecommend.objects.filter(article=self.article).first()

    @property
    def has_tags(self):
        return bool(self.foresight.tags)

    @property
    def slots(self):
        """(name, heading, lines) of each slot that has links, in the order of the page."""
        lines = sorted(self.lines.values(), key=lambda line: line.explained.place)
        found = [
            (name, heading, [line for line in lines if line.explained.slot == name])
            for name, heading in HEADINGS.items()
        ]
        return [slot for slot in found if slot[2]]

    @property
    def next_in_line(self):
        """What is related and not linked to, best first."""
        lines = [line for line in self.lines.values() if line is not self.asked]
        related = [line for line in lines if line.explained.match or line.explained.rank]
        return [line for line in related if not line.explained.slot][:NEXT_SHOWN]

    @property
    def pins(self):
        pins = [each for each in self.overrides if each.kind == Override.Kind.PIN]
        keys = [pin.pk for pin in pins]
        return [
            Pin(pin, self._skipped(pin), _swapped(keys, place - 1), _swapped(keys, place))
            for place, pin in enumerate(pins)
        ]

    @property
    def never_note(self):
        """Why no page links to the article, for who may read it."""
        may_read = self.user.has_perm("recommendations.view_neverrecommend")
        return self.never_recommend.note if may_read and self.never_recommend else ""

    def _skipped(self, pin):
        """Why a pin does not show with the text as it is typed; empty when it does."""
        return why_not_linked(pin.target) or self.lines[pin.target_id].explained.why_not

    @property
    def bans(self):
        return [each for each in self.overrides if each.kind == Override.Kind.BAN]

    @property
    def sources(self):
        """Articles that link here, the surest first."""
        shown = score_settings().shown
        pinned, followed = set(self._pinned_on()), followed_to(self.article)
        ranks = self.foresight.sources
        articles = Article.objects.published().filter(pk__in={*ranks, *pinned})
        found = [
            Source(
                article=each,
                rank=ranks.get(each.pk),
                is_pinned=each.pk in pinned,
                is_shown=each.pk in pinned or ranks[each.pk] <= shown,
                followed=followed.get(each.pk, 0),
            )
            for each in articles.only("pk", "headline", "slug").order_by("-published_at", "-pk")
        ]
        found.sort(key=lambda each: (not each.is_pinned, each.rank or 0))
        return found[:SOURCES_SHOWN]

    @cached_property
    def blocks(self):
        return richtext.blocks(self.article.body)

    @cached_property
    def mid_after(self):
        """After how many blocks the mid slot stands; None when it has no place."""
        return place_mid_slot(self.article, self.blocks)

    @cached_property
    def places(self):
        """The blocks of the text, after each of which the mid slot may stand."""
        return [
            Place(number, BLOCK_NAMES.get(block.tag, block.tag), _first_words(block.html))
            for number, block in enumerate(self.blocks, 1)
        ]

    @property
    def place_in_words(self):
        """Where the mid slot stands, and by whose will."""
        chosen = self.article.mid_slot_block
        if self.article.mid_slot == Article.MidSlot.NONE:
            return "Nowhere, as chosen here: all links stand at the end."
        if self.mid_after is None:
            return NO_PLACE
        if self.article.mid_slot == Article.MidSlot.AFTER_BLOCK and chosen:
            if chosen == self.mid_after:
                return f"After block {chosen}, as chosen here."
            return f"The text has no block {chosen} now; by itself after block {self.mid_after}."
        return f"By itself after block {self.mid_after}."

    def _overrides(self):
        if not self.user.has_perm("recommendations.view_override"):
            return []
        overrides = Override.objects.filter(source=self.article)
        overrides = overrides.select_related("target__never_recommend").defer("target__body")
        overrides = list(overrides.order_by("position", "id"))
        visible = self._visible([each.target_id for each in overrides])
        return [each for each in overrides if each.target_id in visible]

    def _visible(self, pks):
        """The keys, among `pks`, of articles that the user may see."""
        articles = Article.objects.visible_to(self.user).filter(pk__in=pks)
        return set(articles.values_list("pk", flat=True))

    def _lines(self, asked):
        """A line by key for all that is explained."""
        overrides = {each.target_id: each for each in self.overrides}
        explained = explain(self.article, foresight=self.foresight, asked=asked)
        explained = {each.target.pk: each for each in explained}
        visible, followed = self._visible(explained), followed_from(self.article)
        return {
            pk: Line(each, overrides.get(pk), followed.get(pk, 0))
            for pk, each in explained.items()
            if pk in visible
        }

    def _pinned_on(self):
        pins = Override.objects.filter(target=self.article, kind=Override.Kind.PIN)
        return pins.values_list("source", flat=True)


def _swapped(keys, place):
    """The order with the key at `place` and the one after it changed; empty at the ends."""
    if not 0 <= place < len(keys) - 1:
        return ""
    moved = [*keys[:place], keys[place + 1], keys[place], *keys[place + 2 :]]
    return ",".join(map(str, moved))


def _first_words(html):
    words = richtext.plain_text(html).split()
    return " ".join(words[:WORDS_OF_A_BLOCK]) + (" …" if len(words) > WORDS_OF_A_BLOCK else "")
