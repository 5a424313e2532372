from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0007_name_renditions"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="image",
            name="renditions_version",
        ),
    ]
