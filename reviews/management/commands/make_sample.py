"""Fill an empty site with a made-up paper of any size."""

from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from reviews.models import Article
from reviews.sample import AlreadyThere, make

MOST_ARTICLES = 10_000_000


class Command(BaseCommand):
    help = "Make up a paper of N articles, the same for one seed, to measure the site by."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=_articles, required=True, metavar="N")
        parser.add_argument("--seed", type=_seed, default=1, metavar="S")
        parser.add_argument(
            "--add", action="store_true", help="put them among the articles that are here already"
        )

    def handle(
        self, *, articles: int, seed: int, add: bool, verbosity: int, **options: object
    ) -> None:
        if not add and Article.objects.exists():
            raise CommandError(
                "This paper has articles already, and readers would see made-up ones among "
                "them. Take an empty database, or say --add."
            )
        try:
            make(articles, seed, progress=self.show_progress if verbosity else None)
        except AlreadyThere as problem:
            raise CommandError(problem) from None
        self.stdout.write(f"{articles} articles made. Now run rebuild_recommendations.")

    def show_progress(self, done: int, total: int) -> None:
        width = 30 * done // total
        end = "\n" if done == total else "\r"
        self.stderr.write(f"[{'█' * width:<30}] {done} of {total} articles", ending=end)
        self.stderr.flush()


def _articles(text: str) -> int:
    number = _seed(text)
    if not 1 <= number <= MOST_ARTICLES:
        raise ArgumentTypeError(f"Take 1 to {MOST_ARTICLES} articles, not {text}.")
    return number


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"A whole number of 0 or more is needed, not “{text}”.")
    return int(text)
