"""What the checklist last said of an article, so that lists can ask without checking anew."""

from django.db import models


class CheckResult(models.Model):
    """The number of findings in an article; `reviews/desk/findings.py` keeps it."""

    is_content = False

    article = models.OneToOneField(
        "Article", models.CASCADE, primary_key=True, related_name="check_result"
    )
    errors = models.PositiveSmallIntegerField()
    warnings = models.PositiveSmallIntegerField()
    lacks_alt_text = models.BooleanField()
    checked_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["article"],
                condition=models.Q(errors__gt=0),
                name="check_result_with_errors",
            ),
        ]

    def __str__(self):
        return f"{self.errors} errors, {self.warnings} warnings"
