import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NEW = {
    "change_any_article": "Can see and change every article, not only own drafts",
    "publish_article": "Can publish and withdraw articles",
}


def let_editors_stay_editors(apps, schema_editor):
    """Until now who could change articles could change all, and publish them."""
    permissions = apps.get_model("auth", "Permission").objects.using(
        schema_editor.connection.alias
    )
    old = permissions.filter(content_type__app_label="reviews", codename="change_article").first()
    if old is None:
        return  # A new database: nobody has been given anything.
    new = [
        permissions.get_or_create(
            content_type=old.content_type, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in NEW.items()
    ]
    for group in old.group_set.all():
        group.permissions.add(*new)
    for user in old.user_set.all():
        user.user_permissions.add(*new)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("reviews", "0003_complete_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=20, unique=True)),
                ("given", models.JSONField(default=list)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["-published_at", "-id"],
                "permissions": [
                    (
                        "change_any_article",
                        "Can see and change every article, not only own drafts",
                    ),
                    ("publish_article", "Can publish and withdraw articles"),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="theme",
            options={
                "ordering": ["name"],
                "permissions": [("merge_tags", "Can merge tags into one another")],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "in_review", "published", "withdrawn"])
                ),
                name="article_state_is_known",
                violation_error_message="There is no such state.",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="group",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="auth.group"
            ),
        ),
        migrations.RunPython(let_editors_stay_editors, migrations.RunPython.noop, elidable=True),
    ]
