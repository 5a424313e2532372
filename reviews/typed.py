"""An article as it stands in its form: what saving would give, with nothing of it written."""

from .models import ArticleShow, Show
from .models.article import UNSAVED
from .tag_field import ticked


def as_typed(form, formsets):
    """
    The article of a bound form and the rows under it, and what is wrong with what was typed.

    A field with an error is as it was saved. Its rows are where prefetching would have put them.
    """
    form.is_valid()
    article = form.instance
    themes = form.cleaned_data.get("themes")
    if themes is None:
        themes = article.themes.all() if article.pk else []
    article.pk = article.pk or UNSAVED
    article.slug = article.slug or "preview"
    article.is_typed = True
    article._prefetched_objects_cache = {
        formset.model._meta.get_field("article").remote_field.related_name: _rows(formset, form)
        for formset in formsets
    } | {"themes": list(themes)}
    return article, _problems(form, formsets)


def _rows(formset, form):
    """The rows that saving would leave, in their order; shows that are only ticked come last."""
    formset.is_valid()
    rows = [
        (typed.get("position") or 0, number, form.instance)
        for number, form in enumerate(formset.forms)
        if form.is_valid() and (typed := form.cleaned_data) and not typed.get("DELETE")
    ]
    rows = [row for *_, row in sorted(rows, key=lambda row: row[:2])]
    if formset.model is ArticleShow:
        there = {row.show_id for row in rows}
        new = [show for show in ticked(form.cleaned_data, Show) if show.pk not in there]
        rows += [ArticleShow(show=show) for show in new]
    return rows


def _problems(form, formsets):
    """The messages of the fields that could not be taken, each with the label of its field."""
    forms = [form, *(row for formset in formsets for row in formset.forms)]
    return [
        f"{each.fields[name].label}: {message}" if name in each.fields else message
        for each in forms
        for name, messages in each.errors.items()
        for message in messages
    ]
