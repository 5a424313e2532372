"""Run the checklist over the whole paper for the desk's counts, which a save brings up to date."""

from django.core.management.base import BaseCommand

from reviews.desk import findings
from reviews.models import Article


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        articles = Article.objects.unpublished() | Article.objects.approved()
        number = 0
        for number, article in enumerate(articles.iterator(chunk_size=200), 1):  # noqa: B007
            findings.look(article)
        self.stdout.write(f"{number} articles were looked at.")
