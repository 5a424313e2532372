from django.db import migrations, models


def ask_for_a_build(apps, schema_editor):
    """The blocks and the measures of texts are written by the next one."""
    apps.get_model("recommendations", "Build").objects.update(articles=0, digest="")


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0005_touched_articles"),
    ]

    operations = [
        migrations.CreateModel(
            name="TermBlock",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("keys", models.BinaryField()),
                ("frequencies", models.BinaryField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RemoveField(
            model_name="build",
            name="term_frequencies",
        ),
        migrations.RemoveField(
            model_name="build",
            name="term_keys",
        ),
        migrations.AddField(
            model_name="build",
            name="common_tags",
            field=models.JSONField(
                default=dict, help_text="How many articles carry each tag that many do."
            ),
        ),
        migrations.AddField(
            model_name="build",
            name="term_bits",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="How many bits of a term say in which block it stands."
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="text_least",
            field=models.FloatField(default=0, help_text="The least weight among its terms."),
        ),
        migrations.AddField(
            model_name="profile",
            name="text_length",
            field=models.FloatField(default=0, help_text="The length of its terms' vector."),
        ),
        migrations.RunPython(ask_for_a_build, migrations.RunPython.noop, elidable=True),
    ]
