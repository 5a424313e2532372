"""
Which pictures the texts of articles show, kept as rows: asking it reads no text.

The rows follow the body whichever door it is saved by, in the same transaction.
"""

import re

from django.db.models.signals import post_save

from .models import Article, ArticlePicture, Image

# As `clean_html` writes it; what it would drop is no picture.
PICTURE = re.compile(r'data-image="([1-9][0-9]{0,17})"')


def connect():
    post_save.connect(note, sender=Article, dispatch_uid="reviews.picture_uses.note")


def note(instance, raw=False, update_fields=None, **kwargs):
    """Keep which pictures the saved article's body shows; ids of none are left out."""
    if raw or (update_fields is not None and "body" not in update_fields):
        return
    rows = ArticlePicture.objects.filter(article=instance)
    there = set(rows.values_list("image", flat=True))
    shown = {int(number) for number in PICTURE.findall(instance.body)}
    if there - shown:
        rows.filter(image__in=there - shown).delete()
    if shown - there:
        new = Image.objects.filter(pk__in=shown - there).values_list("pk", flat=True)
        ArticlePicture.objects.bulk_create(
            [ArticlePicture(article=instance, image_id=pk) for pk in new], ignore_conflicts=True
        )
