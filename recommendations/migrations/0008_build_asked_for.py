from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0007_evergreen"),
    ]

    operations = [
        migrations.AddField(
            model_name="build",
            name="asked_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When a build that has not begun yet was asked for.",
                null=True,
            ),
        ),
    ]
