"""
What the links cost here, beside the usual recipes, measured on this very paper.

Times are processor time, which other processes disturb least; the median of several pages. An
article is published for the measure and taken back with its transaction.
"""

import resource
import statistics as stats
from contextlib import contextmanager
from functools import partial
from time import process_time

import numpy as np
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext

from reviews.models import Article

from . import reading
from .builder import rebuild, update_for
from .composer import compose
from .models import Profile, Recommendation
from .paper import Paper
from .scoring import Statistics
from .tuning import score_settings

PAGES = 15
PUBLICATIONS = 7
SLOW_PAGES = 3
RECALL_SOURCES = 200

RARITY_SQL = """
WITH mine (kind, tag) AS (
    SELECT 'show', show_id FROM reviews_articleshow WHERE article_id = %(pk)s
    UNION SELECT 'theme', theme_id FROM reviews_article_themes WHERE article_id = %(pk)s
    UNION SELECT 'person', credit.person_id FROM reviews_credit credit
        JOIN reviews_articleshow own ON own.show_id = credit.show_id WHERE article_id = %(pk)s
), carried (kind, tag, article_id) AS (
    SELECT kind, tag, article_id FROM mine
        JOIN reviews_articleshow ON kind = 'show' AND show_id = tag
    UNION ALL SELECT kind, tag, article_id FROM mine
        JOIN reviews_article_themes ON kind = 'theme' AND theme_id = tag
    UNION ALL SELECT DISTINCT kind, tag, article_id FROM mine
        JOIN reviews_credit credit ON kind = 'person' AND person_id = tag
        JOIN reviews_articleshow other ON other.show_id = credit.show_id
), weighed (article_id, points) AS (
    SELECT article_id, CASE kind WHEN 'show' THEN 2 ELSE 1 END
        * LN((%(articles)s + 1.0) / COUNT(*) OVER (PARTITION BY kind, tag)) FROM carried
)
SELECT article_id, SUM(points) FROM weighed WHERE article_id <> %(pk)s
GROUP BY article_id ORDER BY 2 DESC, 1 DESC LIMIT 4
"""
TAG_SQL = """
INSERT INTO taggit_tag (id, name, slug)
SELECT id * 2 + {odd}, '{kind} ' || id, '{kind}-' || id FROM reviews_{kind}
"""
TAGGED_SQL = """
INSERT INTO taggit_taggeditem (tag_id, content_type_id, object_id)
SELECT {kind}_id * 2 + {odd}, %s, article_id FROM reviews_{rows}
"""


def measure(say):
    """Tell `say` the name and the value of each measure, one after the other."""
    ids = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    pages = [ids[len(ids) * place // PAGES] for place in range(PAGES)]
    say("articles", f"{len(ids):,}")
    _measure_rebuild(say, len(ids))
    _measure_pages(say, pages)
    _measure_publication(say, pages[:PUBLICATIONS])
    _measure_spread(say, ids)
    _measure_recall(say)


def _measure_rebuild(say, articles):
    start = process_time()
    rebuild()
    spent = (process_time() - start) * 1000
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say("rebuild, words counted before, ms an article", f"{spent / articles:.2f}")
    say("most memory of the process, MB", f"{most:.0f}")


def _measure_pages(say, pages):
    """What the links cost beyond loading the article, as its page loads it for itself."""
    loaded = [Article.objects.for_page().get(pk=pk) for pk in pages]
    slots = [_cost(partial(_finished, article)) for article in loaded]
    own, most = _median(slots, 0), max(cost[0] for cost in slots)
    queries = [cost[1] for cost in slots]
    say("slots of a page, ms", f"{own:.2f}, at most {most:.2f}")
    say("slots of a page, queries", f"{stats.median(queries):g}, at most {max(queries)}")
    say("pages that need the ladder", f"{sum(map(_is_on_ladder, slots))} of {len(pages)}")
    recipes = {"filter, annotate, count": filter_annotate_count, "similar_objects": _similar}
    if not apps.is_installed("taggit"):
        del recipes["similar_objects"]
        say("similar_objects, ms", "not run: taggit is not installed")
    else:
        _tag_for_taggit()
    for name, recipe in recipes.items():
        spent = _median([_cost(partial(recipe, pk)) for pk in pages[:SLOW_PAGES]], 0)
        say(f"{name}, ms", f"{spent:.1f}, {spent / own:.0f} × the slots")


def _measure_publication(say, pages):
    costs, rarity = [], []
    for pk in pages:
        with _undone():
            costs.append(_republished(pk))
        rarity.append(_cost(partial(by_rarity, pk)))
    update, query = _median(costs, 0), _median(rarity, 0)
    say("rarity query, ms", f"{query:.1f}")
    say("publish one, ms", f"{update:.1f}, {update / query:.1f} × the rarity query")
    say("publish one, queries, at most", f"{max(cost[1] for cost in costs)}")
    say("publish one, list lines written, at most", f"{max(cost[2] for cost in costs)}")


def _measure_spread(say, ids):
    shown = score_settings().shown
    rows = Recommendation.objects.filter(rank__lte=shown).order_by()
    inlinks = dict(rows.values_list("target").annotate(Count("pk")))
    say("never recommended", f"{1 - len(inlinks) / len(ids):.2%}")
    say("most in-links", f"{max(inlinks.values(), default=0)}")


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
    say("recall of the true best four", f"{hits / max(1, total):.4f}")
    say("relevance kept by spreading", f"{kept / (best or 1):.4f}")


def filter_annotate_count(pk):
    """The usual recipe: articles that share most themes, the newest first."""
    themes = Article.objects.get(pk=pk).themes.values_list("pk", flat=True)
    similar = Article.objects.published().filter(themes__in=list(themes)).exclude(pk=pk)
    similar = similar.annotate(same=Count("pk")).order_by("-same", "-published_at")
    return list(similar.defer("body")[:4])


def by_rarity(pk):
    """The four best by typed tags and rarity alone, worked out live by one query."""
    with connection.cursor() as cursor:
        cursor.execute(RARITY_SQL, {"pk": pk, "articles": Article.objects.count()})
        return cursor.fetchall()


def _similar(pk):
    from taggit.managers import _TaggableManager
    from taggit.models import TaggedItem

    article = Article.objects.get(pk=pk)
    return _TaggableManager(TaggedItem, Article, article, "tags").similar_objects()[:4]


def _tag_for_taggit():
    """Give taggit the shows and themes of every article, once."""
    from taggit.models import TaggedItem

    if TaggedItem.objects.exists():
        return
    article_type = ContentType.objects.get_for_model(Article).pk
    with connection.cursor() as cursor:
        for odd, kind, rows in ((0, "show", "articleshow"), (1, "theme", "article_themes")):
            cursor.execute(TAG_SQL.format(kind=kind, odd=odd))
            cursor.execute(TAGGED_SQL.format(kind=kind, odd=odd, rows=rows), [article_type])


def _finished(article):
    """Everything that the cards of a page say, and the rung of each."""
    links = compose(article)
    cards = [card for slot in (links.mid, links.end) if slot for card in slot.cards]
    for card in cards:
        target = card.article
        _ = (target.headline, target.get_absolute_url(), target.byline, target.lead_image)
    return [(card.rung.value, card.reasons, card.label) for card in cards]


def _is_on_ladder(cost):
    return any(rung not in ("pinned", "related") for rung, _, _ in cost[2])


def _republished(pk):
    """Bring article `pk` into lists that do not know it; return how many lines are written."""
    Recommendation.objects.filter(Q(source=pk) | Q(target=pk)).delete()
    Profile.objects.filter(pk=pk).delete()
    start = process_time()
    with CaptureQueriesContext(connection) as queries:
        changes = update_for(pk)
    spent = (process_time() - start) * 1000
    return spent, len(queries), changes.created + changes.updated + changes.deleted


@contextmanager
def _undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _cost(act):
    """Milliseconds of processor time, queries, and what `act` returned."""
    with CaptureQueriesContext(connection) as queries:
        act()
    start = process_time()
    result = act()
    return (process_time() - start) * 1000, len(queries), result


def _median(costs, column):
    return stats.median(cost[column] for cost in costs)


def _first(found, paper, shown):
    order = np.lexsort((-paper.recency[found.rows], -found.scores))[:shown]
    return set(found.rows[order].tolist())
