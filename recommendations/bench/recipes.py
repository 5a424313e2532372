"""How related articles are usually found: live, by one query a page. To be measured against."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count

from reviews.models import Article

SHOWN = 4

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
GROUP BY article_id ORDER BY 2 DESC, 1 DESC LIMIT %(limit)s
"""
LIVE_CANDIDATES = 40
TAG_SQL = """
INSERT INTO taggit_tag (id, name, slug)
SELECT id * 2 + {odd}, '{kind} ' || id, '{kind}-' || id FROM reviews_{kind}
"""
TAGGED_SQL = """
INSERT INTO taggit_taggeditem (tag_id, content_type_id, object_id)
SELECT {kind}_id * 2 + {odd}, %s, article_id FROM reviews_{rows}
"""


def filter_annotate_count(pk):
    """The usual recipe: articles that share most themes, the newest first."""
    themes = Article.objects.get(pk=pk).themes.values_list("pk", flat=True)
    similar = Article.objects.published().filter(themes__in=list(themes)).exclude(pk=pk)
    similar = similar.annotate(same=Count("pk")).order_by("-same", "-published_at")
    return list(similar.defer("body")[:SHOWN])


def by_rarity(pk, *, limit=SHOWN):
    """
    The best live articles by typed tags and rarity alone, worked out by one query, and points.

    Which are live is asked of the first few only: asked of all it would cost much more.
    """
    given = {"pk": pk, "articles": Article.objects.count(), "limit": limit + LIVE_CANDIDATES}
    with connection.cursor() as cursor:
        cursor.execute(RARITY_SQL, given)
        found = cursor.fetchall()
    live = Article.objects.published().filter(pk__in=[pk for pk, _ in found])
    live = set(live.order_by().values_list("pk", flat=True))
    return [(pk, points) for pk, points in found if pk in live][:limit]


def similar_objects(pk):
    from taggit.managers import _TaggableManager
    from taggit.models import TaggedItem

    article = Article.objects.get(pk=pk)
    return _TaggableManager(TaggedItem, Article, article, "tags").similar_objects()[:SHOWN]


def tag_for_taggit():
    """Give taggit the shows and themes of every article, once."""
    from taggit.models import TaggedItem

    if TaggedItem.objects.exists():
        return
    article_type = ContentType.objects.get_for_model(Article).pk
    with connection.cursor() as cursor:
        for odd, kind, rows in ((0, "show", "articleshow"), (1, "theme", "article_themes")):
            cursor.execute(TAG_SQL.format(kind=kind, odd=odd))
            cursor.execute(TAGGED_SQL.format(kind=kind, odd=odd, rows=rows), [article_type])
