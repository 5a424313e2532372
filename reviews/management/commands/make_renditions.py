"""Write the files that pictures stored by an older version of the site lack."""

from django.core.management.base import BaseCommand

from reviews import images
from reviews.models import Image
from reviews.models.image import RENDITIONS_VERSION


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        old = Image.objects.filter(renditions_version__lt=RENDITIONS_VERSION).order_by("pk")
        done = 0
        for image in old.iterator():
            try:
                images.complete(image)
            except Exception as error:  # One lost file is no reason to leave the others.
                self.stderr.write(f"Picture {image.pk} was left as it is: {error}")
            else:
                done += 1
        self.stdout.write(f"{done} pictures have all their files now.")
