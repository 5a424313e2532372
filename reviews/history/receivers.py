"""
What the history hears of by itself: articles that are saved or go, tags and pins that change.

`begin` comes before, so that what is written over is kept too. Inside an act both are cheap.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from reviews.models import Article, ArticleAuthor, ArticleShow
from reviews.signals import article_edited

from .recording import begin, record, record_all, write_deletion
from .snapshot import kept_fields


def connect():
    uid = "reviews.history"
    pre_save.connect(keep_what_was, sender=Article, dispatch_uid=uid)
    post_save.connect(keep_saved, sender=Article, dispatch_uid=uid)
    pre_delete.connect(keep_deleted, sender=Article, dispatch_uid=uid)
    m2m_changed.connect(keep_themes, sender=Article.themes.through, dispatch_uid=uid)
    for row in (ArticleAuthor, ArticleShow):
        for signal in (pre_save, pre_delete):
            signal.connect(keep_tags_before, sender=row, dispatch_uid=uid)
        for signal in (post_save, post_delete):
            signal.connect(keep_tags, sender=row, dispatch_uid=uid)
    article_edited.connect(keep_edited, sender=Article, dispatch_uid=uid)


def keep_what_was(*, instance, raw, update_fields, **kwargs):
    """Before a save writes over it; an old copy of the row does not turn its number back."""
    if raw or instance._state.adding or not _says_something(update_fields):
        return
    begin([instance.pk])
    stored = Article.objects.filter(pk=instance.pk).values_list("version", flat=True)
    if update_fields is None:
        # A row that is gone is entered anew.
        instance.version = stored.first() or instance.version


def keep_saved(*, instance, raw, update_fields, **kwargs):
    """Whichever door it was saved by; what `loaddata` loads is found at the next save."""
    if not raw and _says_something(update_fields):
        record(instance)


def keep_deleted(*, instance, **kwargs):
    """Whichever door an article goes by, its last state stays."""
    write_deletion(instance)


def keep_themes(*, instance, action, reverse, pk_set, **kwargs):
    """Whichever side they are given from; a theme that is taken from all is found later."""
    keep = begin if action.startswith("pre_") else record_all
    keep((pk_set or []) if reverse else [instance.pk])


def keep_tags_before(*, instance, raw=False, origin=None, **kwargs):
    if not (raw or _is_article(origin)):
        begin([instance.article_id])


def keep_tags(*, instance, raw=False, origin=None, **kwargs):
    """A tag that goes with its article is none of its last version's business."""
    if not (raw or _is_article(origin)):
        record_all([instance.article_id])


def keep_edited(*, article_pk, **kwargs):
    record_all([article_pk])


def _says_something(update_fields):
    """Whether a save of those fields writes any that a version keeps."""
    kept = {name for field in kept_fields() for name in (field.name, field.attname)}
    return update_fields is None or not kept.isdisjoint(update_fields)


def _is_article(origin):
    """Whether a deletion began with an article, or with articles."""
    return Article in (type(origin), getattr(origin, "model", None))
