"""The site's own tuning of the score: `settings.RECOMMENDATIONS`, checked at the start."""

from django.conf import settings
from django.core.checks import Error, register

from .scoring import Settings


def score_settings():
    """The defaults of `scoring.Settings`, with what RECOMMENDATIONS says otherwise."""
    return Settings(**settings.RECOMMENDATIONS)


@register
def check_tuning(**kwargs):
    """A weight of zero, or a setting that does not exist, ends the start with a message."""
    try:
        score_settings()
    except (AttributeError, TypeError, ValueError) as error:
        return [Error(f"RECOMMENDATIONS: {error}", id="recommendations.E001")]
    return []
