from django.core.management.base import BaseCommand

from recommendations.builder import is_due, rebuild

BAR_WIDTH = 30
STEPS = 100


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
        changes = rebuild(progress=self.show_progress if verbosity > 0 else None)
        self.stdout.write(
            f"Recommendations: {changes.created} created, {changes.updated} updated, "
            f"{changes.deleted} deleted."
        )

    def show_progress(self, step, done, total):
        """Redraw the bar at each hundredth."""
        if done < total and done * STEPS // total == (done - 1) * STEPS // total:
            return
        bar = "█" * (BAR_WIDTH * done // total)
        end = "\n" if done == total else "\r"
        self.stderr.write(f"[{bar:<{BAR_WIDTH}}] {done} of {total} {step}", ending=end)
        self.stderr.flush()
