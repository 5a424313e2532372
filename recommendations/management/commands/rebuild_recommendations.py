from django.core.management.base import BaseCommand

from recommendations.builder import rebuild

STEPS = 20


class Command(BaseCommand):
    help = "Work out every article's recommendations anew and write what differs. Fit for a timer."

    def handle(self, *, verbosity, **options):
        changes = rebuild(progress=self.show_progress if verbosity > 0 else None)
        self.stdout.write(
            f"Recommendations: {changes.created} created, {changes.updated} updated, "
            f"{changes.deleted} deleted."
        )

    def show_progress(self, done, total):
        if done * STEPS // total > (done - 1) * STEPS // total:
            self.stderr.write(f"{done} of {total} articles")
