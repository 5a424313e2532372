"""Note which pictures the texts of articles show, for those written before it was noted."""

import re

from django.db import migrations

PICTURE = re.compile(r'data-image="([0-9]{1,9})"')


def note_uses(apps, schema_editor):
    Article = apps.get_model("reviews", "Article")
    ArticlePicture = apps.get_model("reviews", "ArticlePicture")
    there = set(apps.get_model("reviews", "Image").objects.values_list("pk", flat=True))
    with_pictures = Article.objects.filter(body__contains="data-image=").only("body")
    for article in with_pictures.iterator():
        shown = {int(number) for number in PICTURE.findall(article.body)} & there
        ArticlePicture.objects.bulk_create(
            [ArticlePicture(article=article, image_id=pk) for pk in shown], ignore_conflicts=True
        )


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0012_pictures_and_desk"),
    ]

    operations = [
        migrations.RunPython(note_uses, migrations.RunPython.noop, elidable=True),
    ]
