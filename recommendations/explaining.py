"""Why an article's page links to what it links to, and why not to the rest."""

from dataclasses import dataclass

from reviews.models import Article

from .cards import TagNames
from .composer import fill_page
from .models import NeverRecommend, Override, Recommendation
from .neighbourhood import neighbourhood
from .scoring import Match
from .tuning import score_settings


@dataclass(frozen=True)
class Explained:
    """
    One article that is related, or linked to for another reason.

    `slot` and `rung` are empty when it is not linked to, and `why_not` when it is. `match` is its
    score as of now, `rank` its place in the stored list, and `damped` the score it has there.
    """

    target: Article
    slot: str
    rung: str
    why_not: str
    rank: int | None
    damped: float | None
    match: Match | None
    contributions: list[tuple[str, float]]


def explain(article, *, at=None):
    """All that is related to `article`, in stored order, then by score; then its other links."""
    matches = _matches(article)
    page = fill_page(article, at=at)
    placed = {
        candidate.article.pk: (slot, candidate.rung.value)
        for slot, candidates in page.chosen.items()
        for candidate in candidates
    }
    rows = Recommendation.objects.filter(source=article).order_by("rank")
    stored = {pk: rest for pk, *rest in rows.values_list("target", "rank", "score")}
    ids = list(dict.fromkeys([*stored, *matches, *placed]))
    why_not = _refusals(article, page, ids, at=at)
    names = TagNames(article, {tag for match in matches.values() for tag in match.reasons})
    targets = Article.objects.defer("body").in_bulk(ids)
    explained = []
    for pk in ids:
        slot, rung = placed.get(pk, ("", ""))
        reason = "" if slot else why_not.get(pk, "below the end of the stored list")
        match = matches.get(pk)
        worth = [(names.name(tag), points) for tag, points in match.contributions] if match else []
        rank, damped = stored.get(pk, (None, None))
        explained.append(Explained(targets[pk], slot, rung, reason, rank, damped, match, worth))
    return explained


def _matches(article):
    """Scores as of now of all that is related, best first, by id."""
    near = neighbourhood(article.pk, score_settings())
    return {match.target: match for match in near.paper.matches(article.pk)} if near else {}


def _refusals(article, page, ids, *, at):
    """Why not, by id; the weightiest reason comes last and wins."""
    public = set(Article.objects.published(at=at).filter(pk__in=ids).values_list("pk", flat=True))
    bans = Override.objects.filter(source=article, kind=Override.Kind.BAN)
    never = NeverRecommend.objects.filter(article__in=ids)
    return (
        {pk: refusal.value for pk, refusal in page.refused.items()}
        | dict.fromkeys(bans.values_list("target", flat=True), "banned from this page")
        | dict.fromkeys(never.values_list("article", flat=True), "never to be recommended")
        | dict.fromkeys(set(ids) - public, "not public")
    )
