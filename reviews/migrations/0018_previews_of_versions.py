"""Tie each preview link to the version that it shows; one whose version nobody kept ends."""

import django.db.models.deletion
from django.db import migrations, models


def tie(apps, schema_editor):
    PreviewLink = apps.get_model("reviews", "PreviewLink")
    ArticleVersion = apps.get_model("reviews", "ArticleVersion")
    for link in PreviewLink.objects.select_related("article"):
        versions = ArticleVersion.objects.filter(article_id=link.article.uuid, number=link.number)
        link.version = versions.first()
        if link.version:
            link.save()
        else:
            link.delete()


class Migration(migrations.Migration):
    dependencies = [("reviews", "0017_corrected_at")]

    operations = [
        migrations.RenameField("previewlink", "version", "number"),
        migrations.AddField(
            "previewlink",
            "version",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="reviews.articleversion",
            ),
        ),
        migrations.RunPython(tie, migrations.RunPython.noop),
    ]
