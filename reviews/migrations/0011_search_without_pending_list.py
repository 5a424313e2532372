from django.db import migrations

VECTORS = ("headline", "with_tags", "with_standfirst", "with_body", "facets")


def set_fastupdate(state):
    """Have PostgreSQL write new words into the index itself, or into a list that searches read."""

    def run(apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return
        for vector in VECTORS:
            index = f"reviews_search_{vector}"
            schema_editor.execute(f"ALTER INDEX {index} SET (fastupdate = {state})")
            schema_editor.execute(f"SELECT gin_clean_pending_list('{index}')")

    return run


class Migration(migrations.Migration):
    dependencies = [("reviews", "0010_apart")]

    operations = [migrations.RunPython(set_fastupdate("off"), set_fastupdate("on"))]
