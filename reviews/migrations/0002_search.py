import django.db.models.deletion
from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE reviews_search USING fts5(
    headline, tags, standfirst, body, facets, tokenize = 'unicode61 remove_diacritics 0'
)
"""
VECTORS = ("headline", "with_tags", "with_standfirst", "with_body", "facets")


def create_index(apps, schema_editor):
    """Make room for the stems, in the way of the database in use."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
        return
    for vector in VECTORS:
        schema_editor.execute(f"ALTER TABLE reviews_searchentry ADD {vector} tsvector")
        schema_editor.execute(
            f"CREATE INDEX reviews_search_{vector} ON reviews_searchentry USING gin ({vector})"
        )


def drop_index(apps, schema_editor):
    """PostgreSQL's columns go with their table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE reviews_search")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="reviews.article",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={"verbose_name_plural": "search entries"},
        ),
        migrations.RunPython(create_index, drop_index),
    ]
