"""The checklist's findings, counted when an article changes and not when the desk is opened."""

from django.db import IntegrityError, transaction
from django.db.models.signals import post_save

from reviews import checks
from reviews.models import Article, CheckResult
from reviews.signals import article_changed, articles_changed

MISSING_ALT_TEXT = "pictures.alt"


def connect():
    """Hear of articles that are saved, and of those that show a picture or tag that is."""
    post_save.connect(_look_soon, sender=Article, dispatch_uid="reviews.desk.findings")
    article_changed.connect(_look_at_one, dispatch_uid="reviews.desk.findings")
    articles_changed.connect(_look_at_many, dispatch_uid="reviews.desk.findings")


def look(article: Article) -> None:
    """Run the checklist on `article` and keep how many findings there are."""
    keep(article, checks.run(article))


def keep(article: Article, found: list[checks.Finding]) -> None:
    """Keep the number of the findings of `article`; of one that is deleted meanwhile, nothing."""
    errors = sum(finding.is_error for finding in found)
    lacks_alt_text = any(finding.code == MISSING_ALT_TEXT for finding in found)
    numbers = {
        "errors": errors,
        "warnings": len(found) - errors,
        "lacks_alt_text": lacks_alt_text,
    }
    try:
        CheckResult.objects.update_or_create(article=article, defaults=numbers)
    except IntegrityError:
        if Article.objects.filter(pk=article.pk).exists():
            raise


def _look_soon(instance, raw=False, **kwargs):
    """After commit, when the tags are saved too."""
    if not raw:
        pk = instance.pk
        transaction.on_commit(lambda: _look_at_many([pk]), robust=True)


def _look_at_one(article_pk, **kwargs):
    _look_at_many([article_pk])


def _look_at_many(article_pks, **kwargs):
    from reviews.tasks import check_articles

    check_articles.enqueue(article_pks)
