"""What a reader may have meant: names in the paper that are nearly what was typed."""

from difflib import SequenceMatcher

from reviews.folding import fold
from reviews.listings import with_public_articles
from reviews.models import Author, Show, ShowAlias, Theme, ThemeAlias

SUGGESTIONS = 5
LIKENESS = 0.6
MOST_NAMES = 5_000


def near_names(typed: str) -> list[Show | Theme | Author]:
    """Shows, themes and authors with public articles whose names are most like `typed`."""
    wanted = fold(typed)
    if not wanted:
        return []
    likeness: dict[tuple, float] = {}
    for key, name in _names():
        likeness[key] = max(likeness.get(key, 0), _likeness(wanted, fold(name)))
    near = sorted((key for key in likeness if likeness[key] >= LIKENESS), key=likeness.get)
    return _public(near[::-1][: 2 * SUGGESTIONS])[:SUGGESTIONS]


def _names():
    """Every name with the model and key of what bears it."""
    for model, field in ((Show, "title"), (Theme, "name"), (Author, "name")):
        rows = model.objects.order_by("-pk").values_list("pk", field)[:MOST_NAMES]
        yield from (((model, pk), name) for pk, name in rows)
    for model, row, field in ((Show, ShowAlias, "title"), (Theme, ThemeAlias, "name")):
        owner = f"{model._meta.model_name}_id"
        rows = row.objects.order_by("-pk").values_list(owner, field)[:MOST_NAMES]
        yield from (((model, pk), name) for pk, name in rows)


def _likeness(wanted: str, name: str) -> float:
    """From 0 to 1; cheap bounds first, since most names are nothing like it."""
    if name.startswith(wanted) or wanted in name.split():
        return 0.95
    matcher = SequenceMatcher(None, wanted, name, autojunk=False)
    if matcher.real_quick_ratio() < LIKENESS or matcher.quick_ratio() < LIKENESS:
        return 0
    return matcher.ratio()


def _public(keys: list[tuple]) -> list[Show | Theme | Author]:
    """The things at `keys` that have public articles, in the same order."""
    found = {}
    for model in (Show, Theme, Author):
        pks = [pk for kind, pk in keys if kind is model]
        if pks:
            rows = with_public_articles(model.objects.filter(pk__in=pks))
            found |= {(model, row.pk): row for row in rows}
    return [found[key] for key in keys if key in found]
