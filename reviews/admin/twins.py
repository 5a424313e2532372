"""The report on names that may stand for one thing."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from reviews import roles
from reviews.merging import KINDS, kind_of
from reviews.models import KeptApart
from reviews.names import counted, twins_of
from reviews.twins import Likeness

PAIRS_SHOWN = 100


class ApartForm(forms.Form):
    """Two of a kind that are not the same."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    one = forms.IntegerField()
    other = forms.IntegerField()


def twins_view(request):
    """List the pairs of a kind, most used first; a post keeps one of them apart."""
    if not request.user.has_perm("reviews.view_merge"):
        raise PermissionDenied
    if request.method == "POST":
        return _keep_apart(request)
    found = {kind: twins_of(kind) for kind in KINDS}
    kind = request.GET.get("kind")
    kind = kind if kind in KINDS else next((k for k in KINDS if found[k]), "theme")
    context = {
        **admin.site.each_context(request),
        "title": "Names that may be one",
        "kind": kind,
        "kinds": [(k, KINDS[k]._meta.verbose_name_plural, len(found[k])) for k in KINDS],
        "pairs": _pairs(kind, found[kind]),
        "is_cut": len(found[kind]) > PAIRS_SHOWN,
        "may_merge": roles.may_merge(request.user),
    }
    return TemplateResponse(request, "admin/reviews/twins.html", context)


def _pairs(kind, found):
    """Of the surest pairs first: the less used one, the more used one, why they are alike."""
    order = list(Likeness)
    chosen = sorted(found, key=lambda pair: (order.index(found[pair]), pair))[:PAIRS_SHOWN]
    things = counted(kind, {pk for pair in chosen for pk in pair})
    pairs = []
    for low, high in chosen:
        few, many = sorted([things[low], things[high]], key=lambda one: (one.live, -one.pk))
        address = f"{merge_address(few)}?into={many.pk}"
        pairs.append(
            {"few": few, "many": many, "why": found[low, high]}
            | {"merge": address, "change": f"admin:reviews_{kind}_change"}
        )
    return pairs


def _keep_apart(request):
    form = ApartForm(request.POST)
    if form.is_valid():
        kind, low, high = form.cleaned_data.values()
        if not request.user.has_perm(f"reviews.change_{kind}"):
            raise PermissionDenied
        KeptApart.objects.get_or_create(kind=kind, low_id=min(low, high), high_id=max(low, high))
        messages.success(request, "They are kept apart, and not named here again.")
    kind = form.cleaned_data.get("kind", "")
    return redirect(f"{reverse('admin:reviews_twins')}?kind={kind}")


def merge_address(thing) -> str:
    """The page on which a theme, show or person is merged into another."""
    return reverse(f"admin:reviews_{kind_of(thing)}_merge", args=[thing.pk])
