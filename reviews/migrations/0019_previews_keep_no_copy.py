"""The versions have what preview links show. Apart, since PostgreSQL writes or alters at a time."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0018_previews_of_versions")]

    operations = [
        migrations.RemoveField("previewlink", "snapshot"),
        migrations.RemoveField("previewlink", "number"),
        migrations.AlterField(
            "previewlink",
            "version",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="reviews.articleversion",
            ),
        ),
    ]
