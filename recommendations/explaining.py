"""Why an article's page links to what it links to, and why not to the rest."""

from dataclasses import dataclass
from functools import partial

from reviews.models import Article

from .composer import Refusal, fill_page
from .foresight import foresee_saved
from .models import NeverRecommend, Override
from .reading import all_tags_of
from .scoring import Match
from .tag_names import TagNames

BELOW_THE_LIST = "below the end of the stored list"
NO_TAG = "shares no tag with this article"
IGNORED_TAGS = "shares only tags that are ignored"
COMMON_TAGS = "shares only tags that are on too many articles to count"
FAR = "many others share more with this article"


@dataclass(frozen=True)
class Explained:
    """
    One article that is related, linked to for another reason, or asked about.

    `slot` and `rung` are empty when it is not linked to, and `why_not` when it is. `match` is its
    score as of now, `rank` its place in the list, and `damped` the score it has there;
    `freshness` is what its age leaves of a score, where the paper has a half-life; `place` is the
    one among the links of the page, from 1.
    """

    target: Article
    slot: str
    rung: str
    why_not: str
    rank: int | None
    damped: float | None
    match: Match | None
    contributions: list[tuple[str, float]]
    freshness: float = 1.0
    place: int = 0


def explain(article, *, foresight=None, asked=None, at=None):
    """
    All that is related to `article`, in the list's order, then by score; then its other links.

    Last come pins that do not show.
    `foresight` is the article as it is being typed, when it differs from what is saved. `asked`
    is the key of one more article to explain.
    """
    foresight = foresight or foresee_saved(article)
    entries = None if foresight.is_stored else foresight.entries
    page = fill_page(article, at=at, entries=entries)
    matches, placed = foresight.matches, _placed(page)
    places = {pk: place for place, pk in enumerate(placed, 1)}
    listed = {entry.target: (rank, entry.score) for rank, entry in enumerate(foresight.entries, 1)}
    overrides = dict(Override.objects.filter(source=article).values_list("target", "kind"))
    pins = [pk for pk, kind in overrides.items() if kind == Override.Kind.PIN]
    ids = dict.fromkeys([*listed, *matches, *placed, *pins, *filter(None, [asked])])
    targets = Article.objects.defer("body").in_bulk(ids)
    refusals = _refusals(article, page, targets.keys(), overrides, at=at)
    names = TagNames(article)
    distance = partial(_distance, foresight=foresight, listed=listed, names=names)
    return [
        Explained(
            targets[pk],
            *placed.get(pk, ("", "")),
            "" if pk in placed else refusals.get(pk) or distance(targets[pk]),
            *listed.get(pk, (None, None)),
            matches.get(pk),
            _named(matches.get(pk), names),
            foresight.freshness(pk),
            places.get(pk, 0),
        )
        for pk in ids
        if pk in targets
    ]


def _named(match, names):
    return [(names.name(tag), points) for tag, points in match.contributions] if match else []


def _placed(page):
    """Slot and rung by id, in the order of the page."""
    return {
        candidate.pk: (slot, candidate.rung.value)
        for slot, candidates in page.chosen.items()
        for candidate in candidates
    }


def _refusals(article, page, ids, overrides, *, at):
    """Why not, by id; the weightiest reason comes last and wins."""
    public = set(Article.objects.published(at=at).filter(pk__in=ids).values_list("pk", flat=True))
    bans = [pk for pk, kind in overrides.items() if kind == Override.Kind.BAN]
    never = NeverRecommend.objects.filter(article__in=ids)
    # That a page is full says little of what is not pinned: it is too far off.
    refused = {
        pk: why.value
        for pk, why in page.refused.items()
        if why is not Refusal.NO_ROOM or pk in overrides
    }
    return (
        refused
        | dict.fromkeys(bans, "banned from this page")
        | dict.fromkeys(never.values_list("article", flat=True), "never to be recommended")
        | dict.fromkeys(set(ids) - public, "not public")
        | {article.pk: "it is this article"}
    )


def _distance(target, *, foresight, listed, names):
    """How far off an article is that nothing speaks against."""
    if target.pk in listed:
        return Refusal.NO_ROOM.value
    if target.pk in foresight.matches:
        return BELOW_THE_LIST
    shows = list(target.article_shows.values_list("show", flat=True))
    theirs = all_tags_of(shows, target.themes.values_list("pk", flat=True))
    shared = foresight.tags & theirs
    if not shared:
        return IGNORED_TAGS if any(tag in names for tag in theirs) else NO_TAG
    worth = sum(map(foresight.weight, shared))
    return COMMON_TAGS if worth < foresight.near.paper.settings.threshold else FAR
