"""What articles bear is not deleted from under them, by whatever door."""

from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from .models import Theme

NAMED = 20


@receiver(pre_delete, sender=Theme)
def keep_what_articles_bear(*, instance, **kwargs):
    """Refuse to untag articles in silence: shows and authors are kept by their foreign keys."""
    if articles := set(instance.articles.all()[:NAMED]):
        message = (
            f"“{instance}” is on articles: take it from them, or merge it into another theme."
        )
        raise ProtectedError(message, articles)
