"""The buttons under an article that bring it from one state into another."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from reviews import acts, roles
from reviews.acts import ACTS
from reviews.models import Article

from .states import Status, now_seen


class BringsToStates:
    """
    Does what the pressed button says once the text is saved, and keeps mistakes from readers.

    A draft is always saved, its publication refused or not. A published article is not saved
    with errors that it had not: its form comes back with them, and with all that was typed.
    """

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(self, request, obj=None):
        may = super().has_view_permission(request, obj)
        return may and (obj is None or roles.may_see(request.user, obj))

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or roles.may_write(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or roles.may_delete(request.user, obj))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["acts"] = buttons(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except acts.Refused as refusal:
            request.kept_from_readers = refusal.findings
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.kept_from_readers = getattr(request, "kept_from_readers", [])
        return form

    def save_form(self, request, form, change):
        article = super().save_form(request, form, change)
        request.errors_before = acts.errors_before_readers(article) if change else []
        if not change:
            article.created_by = request.user
        return article

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        article = form.instance
        # Rows under the form were saved since they were read.
        article.refresh_from_db()
        pressed = next((act for name, act in ACTS.items() if f"_{name}" in request.POST), None)
        request.is_told = pressed is not None or getattr(request, "is_told", False)
        refusal = _try(pressed, article, request.user) if pressed else None
        if refusal or not pressed:
            acts.refuse_new_errors(article, request.errors_before)
        if refusal:
            request.was_refused = True
            messages.error(request, f"The text is saved, and nothing else is done. {refusal}")
        elif pressed:
            messages.success(request, now_seen(article))
        elif article.status == Status.PUBLISHED and "published_at" in form.changed_data:
            messages.info(request, now_seen(article))

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Django's own word of a save is left out where it was said what the act has done."""
        if level != messages.SUCCESS or not getattr(request, "is_told", False):
            super().message_user(request, message, level, *args, **kwargs)

    def response_post_save_add(self, request, obj):
        return _back_to_form(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return _back_to_form(request, obj) or super().response_post_save_change(request, obj)


def buttons(user, article=None):
    """The buttons that `user` gets under `article`, or under an empty form: (name, label)."""
    article = article or Article()
    return [
        (f"_{name}", act.label)
        for name, act in ACTS.items()
        if act.is_allowed(user, article) and act.fits(article)
    ]


def _try(act, article, user):
    """Bring `article` into another state; return the refusal when that may not be."""
    try:
        acts.perform(act, article, by=user)
    except acts.Refused as refusal:
        return refusal
    return None


def _back_to_form(request, article):
    """The way to the form of an article, where its act was refused."""
    if getattr(request, "was_refused", False):
        return HttpResponseRedirect(reverse("admin:reviews_article_change", args=[article.pk]))
    return None
