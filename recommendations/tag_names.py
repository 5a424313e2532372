"""The names of an article's own tags as they are now; a stored reason may be out of date."""

from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property

from reviews.models import credits_of_shows

REASONS_SHOWN = 3


class TagNames:
    """
    Names of an article's tags, which are written “kind:key”, read as far as they are asked for.

    That takes no query for an article loaded with `for_page`.
    """

    def __init__(self, article):
        self.article = article

    def __contains__(self, tag):
        return self.get(tag) is not None

    def get(self, tag):
        """The tag's name, or None when the article does not have it."""
        return getattr(self, tag.partition(":")[0]).get(tag)

    def keys(self, kind):
        """The keys of the article's tags of one kind."""
        return [int(tag.partition(":")[2]) for tag in getattr(self, kind)]

    def of(self, tags):
        """
        Names of `tags` that the article still has, in their order.

        People come along with a show: where the show is shared, they say nothing new.
        """
        shared = {tag for tag in tags if tag in self}
        telling = [tag for tag in tags if tag in shared and self._is_telling(tag, shared)]
        return tuple(self.get(tag) for tag in telling[:REASONS_SHOWN])

    def name(self, tag):
        """The tag's kind and name, or the bare tag when the article no longer has it."""
        return f"{tag.partition(':')[0]} {self.get(tag)}" if tag in self else tag

    @cached_property
    def show(self):
        return {f"show:{show.pk}": show.title for show in self.article.ordered_shows}

    @cached_property
    def theme(self):
        return {f"theme:{theme.pk}": theme.name for theme in self.article.themes.all()}

    @cached_property
    def person(self):
        return {f"person:{credit.person_id}": credit.person.name for credit in self._credits}

    @cached_property
    def _credits(self):
        shows = self.article.ordered_shows
        prefetch_related_objects(shows, credits_of_shows())
        return [credit for show in shows for credit in show.credits.all()]

    @cached_property
    def _credited_on(self):
        """By person the shows of the article on which they are credited."""
        shows = {}
        for credit in self._credits:
            shows.setdefault(f"person:{credit.person_id}", set()).add(f"show:{credit.show_id}")
        return shows

    def _is_telling(self, tag, shared):
        return not (tag.startswith("person:") and self._credited_on[tag] & shared)
