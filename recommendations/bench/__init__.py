"""
What the links cost here, beside the usual recipes, measured on a made-up paper.

Times are processor time, which other processes disturb least; medians of several articles. One
is published for the measure and taken back with its transaction.
"""

import resource
from functools import partial

import numpy as np
from django.apps import apps
from django.db import connection
from django.db.models import Count, Q

from reviews.models import Article

from .. import reading
from ..builder import rebuild, update_for
from ..composer import compose
from ..models import Build, Profile, Recommendation, TermBlock
from ..paper import Paper
from ..scoring import Document, Statistics
from ..tuning import score_settings
from .costs import cost, median, processor_seconds
from .recipes import by_rarity, filter_annotate_count, similar_objects, tag_for_taggit

REBUILDS = ("first rebuild, words counted, ms an article", "second rebuild, ms an article")
PAGES = 15
PUBLICATIONS = 9
SLOW_PAGES = 3
# So many lists are made live, and what all would cost is told from them.
LIVE_LISTS = 1000
# A larger paper is built once, fewer live lists are made, and not all pairs are compared to
# learn the recall.
LARGE = 100_000
LIVE_LISTS_OF_A_LARGE_PAPER = 50
RECALL_SOURCES = 200


class NotASample(Exception):
    """A paper that is not made up alone: its lists would be lost in the measuring."""


def measure(say, *, progress=None):
    """
    Tell `say` the name and the number of each measure, one after the other.

    The lists are built from nothing and again. Raise NotASample on any other paper.
    """
    if Article.objects.exclude(slug__startswith="sample-").exists():
        raise NotASample("There are articles here that make_sample has not made.")
    ids = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise NotASample("There are no articles here; make_sample makes some.")
    pages = [ids[len(ids) * place // PAGES] for place in range(PAGES)]
    say("database", connection.vendor)
    say("articles", len(ids))
    lists = _measure_rebuild(say, len(ids), progress)
    _measure_pages(say, pages)
    _measure_live(say, ids, lists)
    _measure_publication(say, pages[:PUBLICATIONS])
    _measure_spread(say, ids)
    if len(ids) <= LARGE:
        _measure_recall(say)


def _measure_rebuild(say, articles, progress):
    """Build from nothing and again; return the milliseconds an article that lists alone take."""
    for model in (Recommendation, Profile, TermBlock, Build):
        model.objects.all().delete()
    rebuilds = REBUILDS if articles <= LARGE else REBUILDS[:1]
    for name in rebuilds:
        start = processor_seconds()
        rebuild(progress=progress)
        spent = (processor_seconds() - start) * 1000 / articles
        say(name, spent)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # As a server does by itself, and this one may not.
    say("most memory of a rebuild, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return spent


def _measure_pages(say, pages):
    """What the links cost beyond loading the article, as its page loads it for itself."""
    loaded = [Article.objects.for_page().get(pk=pk) for pk in pages]
    slots = [cost(partial(_finished, article)) for article in loaded]
    own = median(slots)
    say("slots of a page, ms", own)
    say("slots of a page, ms, most", max(each.spent for each in slots))
    say("slots of a page, queries, most", max(each.queries for each in slots))
    say("pages that need the ladder", sum(map(_is_on_ladder, slots)) / len(pages))
    recipes = {"filter, annotate, count": filter_annotate_count}
    if apps.is_installed("taggit"):
        tag_for_taggit()
        recipes["similar_objects"] = similar_objects
    for name, recipe in recipes.items():
        spent = median([cost(partial(recipe, pk)) for pk in pages[:SLOW_PAGES]])
        say(f"{name}, ms", spent)
        say(f"{name}, × the slots", spent / own)


def _measure_live(say, ids, lists):
    """What it would cost to make every list by a query of its own, told from some of them."""
    made = LIVE_LISTS if len(ids) <= LARGE else LIVE_LISTS_OF_A_LARGE_PAPER
    pages = ids[:: max(1, len(ids) // made)][:made]
    query, whole = (_each(recipe, pages) for recipe in (by_rarity, _ranked_live))
    say("lists made live", len(pages))
    say("one query by rarity, tags alone, ms", query)
    say("lists by one query each, tags alone, × a rebuild", query / lists)
    say("lists by one query each and the texts it finds, × a rebuild", whole / lists)


def _each(recipe, pages):
    """The milliseconds that `recipe` takes for one of `pages`, on average."""
    recipe(pages[0])
    start = processor_seconds()
    for pk in pages:
        recipe(pk)
    return (processor_seconds() - start) * 1000 / len(pages)


def _ranked_live(pk):
    """The list of article `pk` with nothing stored: a query, its texts, the same score."""
    settings = score_settings()
    pks = [pk, *(other for other, _ in by_rarity(pk, limit=settings.candidates))]
    tags = reading.read_tags(pks)
    rows = Article.objects.filter(pk__in=pks).values_list(
        "pk", "published_at", *reading.TEXT_COLUMNS
    )
    documents = [
        Document(pk, "", time, frozenset(tags[pk]), reading.count_text(text))
        for pk, time, *text in rows
    ]
    return Paper(documents, settings).rank(pk)


def _measure_publication(say, pages):
    costs = [cost(partial(update_for, pk), prepare=partial(_forget, pk)) for pk in pages]
    rarity = [cost(partial(by_rarity, pk)) for pk in pages]
    lines = [each.result.created + each.result.updated + each.result.deleted for each in costs]
    say("publish one, ms", median(costs))
    say("publish one, × the query by rarity", median(costs) / median(rarity))
    say("publish one, queries, most", max(each.queries for each in costs))
    say("publish one, list lines written, most", max(lines))


def _forget(pk):
    """Take article `pk` out of all that is stored, as if it were new."""
    Recommendation.objects.filter(Q(source=pk) | Q(target=pk)).delete()
    Profile.objects.filter(pk=pk).delete()


def _measure_spread(say, ids):
    shown = score_settings().shown
    rows = Recommendation.objects.filter(rank__lte=shown).order_by()
    inlinks = dict(rows.values_list("target").annotate(Count("pk")))
    say("never recommended", 1 - len(inlinks) / len(ids))
    say("most in-links", max(inlinks.values(), default=0))


def _measure_recall(say):
    """What short lists lose of the best four by all pairs, and what spreading costs."""
    whole = reading.WholePaper(score_settings())
    statistics = Statistics.of(whole.documents())
    paper = Paper(whole.documents(), score_settings(), statistics)
    shown, articles = paper.settings.shown, len(paper.ids)
    hits = total = kept = best = 0
    for row in range(0, articles, max(1, articles // RECALL_SOURCES)):
        true = paper.related(row, np.delete(np.arange(articles), row))
        scores = dict(zip(true.rows.tolist(), true.scores.tolist(), strict=True))
        first = _first(true, paper, shown)
        hits += len(first & _first(paper.candidates(row), paper, shown))
        total += len(first)
        stored = Recommendation.objects.filter(source=int(paper.ids[row]), rank__lte=shown)
        targets = [paper.row(pk) for pk in stored.values_list("target", flat=True)]
        kept += sum(scores[target] for target in targets)
        best += sum(scores[target] for target in first)
    say("recall of the true best four", hits / max(1, total))
    say("relevance kept by spreading", kept / (best or 1))


def _finished(article):
    """Everything that the cards of a page say, and the rung of each."""
    links = compose(article)
    cards = [card for slot in (links.mid, links.end) if slot for card in slot.cards]
    for card in cards:
        target = card.article
        _ = (target.headline, target.get_absolute_url(), target.byline, target.lead_image)
    return [(card.rung.value, card.reasons, card.label) for card in cards]


def _is_on_ladder(cost):
    return any(rung not in ("pinned", "related") for rung, _, _ in cost.result)


def _first(found, paper, shown):
    order = np.lexsort((-paper.recency[found.rows], -found.scores))[:shown]
    return set(found.rows[order].tolist())
