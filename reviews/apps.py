from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Double Feature"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import images  # noqa: F401  deletes the files of a deleted picture
