"""Tell the hubs of WebSub which feeds have changed; for a timer, where no worker waits."""

from django.core.management.base import BaseCommand

from reviews.feeds import websub


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        self.stdout.write(f"{websub.send_due()} pings were taken.")
