from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reviews.checks import paper, register
        from reviews.desk import worklists

        from . import checks, desk, keeping, receivers

        register(checks.leads_on)
        paper.register(checks.pins_work)
        keeping.connect()
        receivers.connect()
        worklists.register(desk.ORPHANED)
