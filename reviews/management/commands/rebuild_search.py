"""Make the search index anew: after an import, or when words are found in another way."""

from django.core.management.base import BaseCommand

from reviews.search import index


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        count = index.rebuild()
        self.stdout.write(f"{count} articles can be searched.")
