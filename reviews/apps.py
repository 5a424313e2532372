from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Double Feature"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Each registers what it adds: a lookup, and the end of a deleted picture's files.
        from . import folded_lookup, images  # noqa: F401
        from .freshness import watching
        from .search import receivers

        watching.start()
        receivers.connect()
