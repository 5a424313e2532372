from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reviews.desk import worklists

        from . import desk, receivers

        receivers.connect()
        worklists.register(desk.ORPHANED)
