"""How old articles are, counted from the newest, where the score is to know; see `scoring`."""

from reviews.models import Article

from .models import Evergreen


class Ages:
    """
    Ages in whole days by the paper's own time, so that they are the same whenever they are asked.

    Nothing ages, and nothing is asked of the database, where there is no half-life.
    """

    def __init__(self, settings):
        self.newest, self.evergreens = None, frozenset()
        if settings.half_life_days is not None:
            times = (
                Article.objects.approved().newest_first().values_list("published_at", flat=True)
            )
            self.newest = times.first()
            self.evergreens = frozenset(Evergreen.objects.values_list("article", flat=True))

    def of(self, pk, published_at):
        """The age of article `pk` in days; 0 for one that never ages."""
        if self.newest is None or pk in self.evergreens:
            return 0
        return max(0, (self.newest - published_at).days)
