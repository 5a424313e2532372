"""Fill a site with the demo paper."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from reviews.demo.loader import AddressTaken, load
from reviews.models import Article


class Command(BaseCommand):
    help = "Load the demo paper: five articles with their shows, themes, authors and pictures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there is any article"
        )

    def handle(self, *, if_empty: bool, **options: object) -> None:
        if if_empty and Article.objects.exists():
            self.stdout.write("There are articles already: the demo paper is not loaded.")
            return
        try:
            loaded = load()
        except AddressTaken as problem:
            raise CommandError(problem) from None
        for headline in loaded.added:
            self.stdout.write(f"Published: {headline}")
        for headline in loaded.submitted:
            self.stdout.write(f"In review: {headline}")
        for headline in loaded.kept:
            self.stdout.write(f"There already: {headline}")
