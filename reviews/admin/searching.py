"""How much of a search the lists of the admin look for."""

from itertools import islice

from django.utils.text import smart_split

from reviews.search.query import MOST_WORDS


def look_for_few_words(site):
    """Let every admin of `site` look for the first words only: no database takes a thousand."""
    for model_admin in site._registry.values():
        model_admin.get_search_results = _for_few_words(model_admin.get_search_results)


def _for_few_words(get_search_results):
    def of_few_words(request, queryset, search_term):
        words = islice(smart_split(search_term), MOST_WORDS)
        return get_search_results(request, queryset, " ".join(words))

    return of_few_words
