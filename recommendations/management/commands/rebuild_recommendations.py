from django.core.management.base import BaseCommand

from recommendations.builder import is_due, rebuild
from recommendations.progress import Bar


class Command(BaseCommand):
    help = "Work out every article's recommendations anew and write what differs. Fit for a timer."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-due",
            action="store_true",
            help="do nothing when no article or tag has changed since the last build",
        )

    def handle(self, *, verbosity, if_due, **options):
        if if_due and not is_due():
            self.stdout.write("Recommendations: nothing has changed since the last build.")
            return
        changes = rebuild(progress=Bar(self.stderr).show if verbosity > 0 else None)
        self.stdout.write(
            f"Recommendations: {changes.created} created, {changes.updated} updated, "
            f"{changes.deleted} deleted."
        )
