"""Pictures keep the scaled copies that they have; `make_renditions` cuts their crops."""

from django.db import migrations

WIDTHS_PX = (480, 800, 1200, 1600)


def name_renditions(apps, schema_editor):
    Image = apps.get_model("reviews", "Image")
    SupersededFile = apps.get_model("reviews", "SupersededFile")
    for image in Image.objects.iterator():
        stem = image.file.name.rpartition(".")[0]
        if image.renditions_version:
            Image.objects.filter(pk=image.pk).update(copies=stem)
            names = [f"{stem}-card.jpg"]
        else:
            widths = [*(width for width in WIDTHS_PX if width < image.width), image.width]
            names = [f"{stem}-{width}.webp" for width in widths]
        SupersededFile.objects.bulk_create(
            SupersededFile(image=image, name=name) for name in names
        )


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0006_renditions"),
    ]

    operations = [
        migrations.RunPython(name_renditions, migrations.RunPython.noop, elidable=True),
    ]
