import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0005_old_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="copies",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="What the names of the scaled copies begin with; empty until all are written.",
                max_length=120,
            ),
        ),
        migrations.AddField(
            model_name="image",
            name="crops",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="The same for the crops around the focal point.",
                max_length=120,
            ),
        ),
        migrations.CreateModel(
            name="SupersededFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="superseded_files",
                        to="reviews.image",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
