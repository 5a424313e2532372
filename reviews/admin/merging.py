"""Merging of two themes, shows or people: chosen, looked at, made; listed and undone."""

import re

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from reviews import merging, roles
from reviews.merge_plans import plan, undo_plan
from reviews.models import Article, ArticleShow, Credit, Merge

from .autocomplete import ChooseOne
from .twins import merge_address, twins_view

# Fields that point to each kind, which the list that one is chosen from goes by.
POINTERS = {
    "theme": Article._meta.get_field("themes"),
    "show": ArticleShow._meta.get_field("show"),
    "person": Credit._meta.get_field("person"),
}


class MergeForm(forms.Form):
    """Chooses what `gone` is merged into."""

    def __init__(self, gone, site, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = merging.kind_of(gone)
        self.fields["into"] = forms.ModelChoiceField(
            type(gone)._default_manager.exclude(pk=gone.pk),
            label=f"Merge “{gone}” into",
            widget=ChooseOne(
                POINTERS[kind], site, attrs={"data-placeholder": f"Choose the {kind} that stays"}
            ),
            error_messages={
                "required": f"Choose a {kind}.",
                "invalid_choice": f"Choose another {kind}; that one is not here.",
            },
        )


class Mergeable:
    """Adds to a model's admin a page on which one row is merged into another."""

    change_form_template = "admin/reviews/mergeable.html"

    class Media:
        js = ["admin/js/jquery.init.js", "reviews/admin/names.js"]

    def get_urls(self):
        name = f"reviews_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and roles.may_merge(request.user):
            context["merge_address"] = merge_address(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def merge_view(self, request, pk):
        """Show what merging would do, and do it when it is posted."""
        require_merging(request)
        gone = get_object_or_404(self.model, pk=pk)
        asked = (request.POST or request.GET).get("into")
        # Django's widget takes nothing but keys.
        is_key = re.fullmatch("[0-9]{1,18}", asked or "", re.ASCII)
        typed = {"into": asked if is_key else ""} if asked is not None else None
        form = MergeForm(gone, self.admin_site, typed)
        kept = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
        if kept and request.method == "POST":
            return self._merge(request, gone, kept)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge {self.opts.verbose_name}",
            "opts": self.opts,
            "form": form,
            "gone": gone,
            "media": self.media + form.media,
            "plan": kept and plan(gone, kept),
            "back": kept and merge_address(kept),
        }
        return TemplateResponse(request, "admin/reviews/merge.html", context)

    def _merge(self, request, gone, kept):
        name = str(gone)
        made = merging.merge(gone, kept, by=request.user)
        undo = reverse("admin:reviews_merge_undo", args=[made.pk])
        words = '“{}” is merged into “{}”, and its address leads here. <a href="{}">Undo</a>'
        messages.success(request, format_html(words, name, kept, undo))
        return redirect(f"admin:reviews_{self.opts.model_name}_change", kept.pk)


@admin.register(Merge)
class MergeAdmin(admin.ModelAdmin):
    """Who merged what, and the way back."""

    change_list_template = "admin/reviews/merges.html"
    list_display = ["gone_name", "kept_name", "kind", "articles", "made_at", "made_by", "way_back"]
    list_display_links = None
    list_filter = ["kind"]
    list_select_related = ["made_by", "undone_by"]
    search_fields = ["gone_name__folded_contains", "kept_name__folded_contains"]
    date_hierarchy = "made_at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Merges"} | (extra_context or {}))

    def get_urls(self):
        view = self.admin_site.admin_view(self.undo_view)
        report = self.admin_site.admin_view(twins_view)
        return [
            path("<int:pk>/undo/", view, name="reviews_merge_undo"),
            path("twins/", report, name="reviews_twins"),
            *super().get_urls(),
        ]

    def undo_view(self, request, pk):
        """Show what undoing would bring back, and do it when it is posted."""
        require_merging(request)
        made = get_object_or_404(Merge, pk=pk)
        if made.undone_at and request.method != "POST":
            messages.info(request, f"The merge of {made} is undone already.")
            return redirect("admin:reviews_merge_changelist")
        if request.method == "POST":
            return self._undo(request, made)
        context = {
            **self.admin_site.each_context(request),
            "title": "Undo a merge",
            "opts": self.opts,
            "plan": undo_plan(made),
        }
        return TemplateResponse(request, "admin/reviews/undo_merge.html", context)

    def _undo(self, request, made):
        try:
            undone = merging.undo(made, by=request.user)
        except merging.CannotMerge as error:
            messages.error(request, f"Nothing was undone. {error}")
            return redirect("admin:reviews_merge_changelist")
        left = f" {undone.left} changed since stay as they are." if undone.left else ""
        words = f"“{made.gone_name}” is back, with {undone.restored} entries that it had.{left}"
        messages.success(request, words)
        return redirect(f"admin:reviews_{made.kind}_change", made.gone_id)

    @admin.display(description="undo")
    def way_back(self, merge):
        if merge.undone_at:
            return f"undone by {merge.undone_by or 'somebody'}"
        address = reverse("admin:reviews_merge_undo", args=[merge.pk])
        words = '<a href="{}" aria-label="Undo the merge of {}">Undo…</a>'
        return format_html(words, address, merge)


def require_merging(request):
    if not roles.may_merge(request.user):
        raise PermissionDenied
