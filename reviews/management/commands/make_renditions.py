"""Write the files that pictures lack: after an update, a restore, or a worker that was killed."""

from django.core.management.base import BaseCommand

from reviews import renditions


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        finished, failed = renditions.finish_all()
        for image, error in failed:
            self.stderr.write(f"Picture {image.pk} was left as it is: {error}")
        self.stdout.write(f"{finished} pictures have all their files now.")
