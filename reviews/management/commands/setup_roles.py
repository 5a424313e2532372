"""Make the newsroom's groups, or give them back what they had."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from reviews.role_groups import set_up


class Command(BaseCommand):
    help = (
        "Make the groups Writer, Editor and Publisher where they are missing, as each migration "
        "does. Nothing is taken from a group."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="give back what was taken from them"
        )

    def handle(self, *, again: bool, **options: object) -> None:
        for name, given in set_up(again=again).items():
            self.stdout.write(f"{name}: {len(given)} permissions given.")
