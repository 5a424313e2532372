"""The only place where an article's status changes."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from . import preview_links
from .models import Article
from .signals import article_changed, articles_changed

Status = Article.Status

COMES_FROM = {
    Status.DRAFT: {Status.IN_REVIEW},
    Status.IN_REVIEW: {Status.DRAFT},
    Status.PUBLISHED: set(Status),
    Status.WITHDRAWN: {Status.PUBLISHED},
}


# So many articles are brought into lists and search one by one, while their editor waits.
FEW = 20


class WrongState(Exception):
    """The article is not in a state from which the act makes sense."""

    def __init__(self, article, status):
        before, after = article.get_status_display(), Status(status).label
        super().__init__(f"An article that is {before} cannot become {after}.")


@transaction.atomic
def publish(article, *, at=None):
    """Make `article` public from `at`, its own time, or now; then tell listeners."""
    article.published_at = at or article.published_at or timezone.now()
    _move(article, Status.PUBLISHED, "published_at")


@transaction.atomic
def withdraw(article):
    """
    Take a published `article` from every public page; its text and address are kept.

    Previews that were lent of it end, too.
    """
    preview_links.revoke_all(article)
    _move(article, Status.WITHDRAWN)


@transaction.atomic
def submit(article):
    """Hand a draft to the editors."""
    _move(article, Status.IN_REVIEW)


@transaction.atomic
def send_back(article):
    """Return an article in review to its writer, as a draft."""
    _move(article, Status.DRAFT)


def publish_new(articles):
    """
    Insert unsaved articles, each public from its own time, and tell nobody.

    For loads of thousands, which a build of everything follows.
    """
    for article in articles:
        article.status = Status.PUBLISHED
    Article.objects.bulk_create(articles)


def can_become(article, status):
    """Whether an act may bring `article` into `status` from where it is."""
    return article.status in COMES_FROM[status]


def announce(article):
    """
    Send article_changed once the transaction, tags included, is in the database.

    A listener that fails is logged by Django and never undoes the editor's save.
    """
    send = partial(article_changed.send_robust, sender=Article, article_pk=article.pk)
    transaction.on_commit(send)


def announce_all(pks):
    """
    The same for many articles: one by one where they are few, else in one signal for all.

    An editor waits for what `article_changed` does, and would not for a thousand of them.
    """
    pks = list(pks)
    if len(pks) <= FEW:
        for pk in pks:
            announce(Article(pk=pk))
    else:
        send = partial(articles_changed.send_robust, sender=Article, article_pks=pks)
        transaction.on_commit(send)


def _move(article, status, *fields):
    if not can_become(article, status):
        raise WrongState(article, status)
    article.status = status
    article.save(update_fields=["status", *fields, "updated_at"])
    announce(article)
