from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Double Feature"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import post_migrate

        # Each registers what it adds: a lookup, and what a deletion leaves or must not do.
        from . import addresses, folded_lookup, guarding, images, picture_uses, role_groups  # noqa: F401
        from .desk import findings
        from .feeds import receivers as feeds
        from .freshness import watching
        from .history import receivers as history
        from .search import receivers

        post_migrate.connect(role_groups.set_up, sender=self)
        watching.start()
        history.connect()
        receivers.connect()
        picture_uses.connect()
        findings.connect()
        feeds.connect()
