"""The history in the admin: versions kept at every door, compared, restored, recovered."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from reviews import history, roles
from reviews.history.changes import BODY, changes
from reviews.history.restoring import recover, restorable, restore_the_rest
from reviews.history.snapshot import snapshots
from reviews.models import ArticleVersion
from reviews.numbers import whole_number

from .conflict import OPENED, seal
from .differences import body_difference, count_words, differences
from .posted import Poster

PAGE_SIZE = 50


class KeepsHistory:
    """Makes what a request changes one version per article, with who did it and by which door."""

    def acting(self, request, door, reason=""):
        return history.acting(by=request.user, door=door, reason=reason)

    def changeform_view(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with self.acting(request, "form"):
            return super().changeform_view(request, *args, **kwargs)

    def response_action(self, request, queryset):
        with self.acting(request, "list"):
            return super().response_action(request, queryset)

    def delete_model(self, request, obj):
        with self.acting(request, "form"):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with self.acting(request, "list"):
            super().delete_queryset(request, queryset)


class ShowsHistory:
    """The pages behind the button “History”, and the list of deleted articles."""

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"reviews_article_{name}")

        return [
            page("deleted/", self.deleted_view, "deleted"),
            page("deleted/<uuid:uuid>/recover/", self.recover_view, "recover"),
            page("<path:object_id>/history/compare/", self.compare_view, "compare"),
            page("<path:object_id>/history/restore/", self.restore_view, "restore"),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self._must_view(request, article)
        versions = ArticleVersion.objects.filter(article=article).defer("state")
        page = Paginator(versions, PAGE_SIZE).get_page(request.GET.get("page"))
        context = self._page_context(request, article, page=page, title=f"History of “{article}”")
        return TemplateResponse(request, "admin/reviews/article/history.html", context)

    def compare_view(self, request, object_id):
        """Two versions side by side, or one and what the article is now."""
        article = self._kept_article(request, object_id)
        old, new = self._pair_of_versions(article, request.GET)
        found = changes(old.state, new.state)
        bodies = next(((c.old, c.new) for c in found if c.name == BODY), None)
        runs = body_difference(*bodies) if bodies else []
        rows = [row for run in runs for row in run.rows]
        context = self._page_context(
            request,
            article,
            title="Compare versions",
            old=old,
            new=new,
            older=self._neighbour(article, old.number, newer=False),
            newer=self._neighbour(article, new.number, newer=True),
            differences=differences(c for c in found if c.name != BODY),
            runs=runs,
            words_gone=count_words(rows, "del"),
            words_new=count_words(rows, "ins"),
        )
        return TemplateResponse(request, "admin/reviews/article/compare.html", context)

    @method_decorator(require_POST)
    def restore_view(self, request, object_id):
        """Save an old version anew, by the form's own door: its roles, checks and sanitiser."""
        article = self._kept_article(request, object_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        version = self._version(article, request.POST.get("number"))
        state, told = restorable(version.state, article)
        data = QueryDict(mutable=True)
        for name, values in Poster(self, request, article).everything(state).items():
            data.setlist(name, values)
        data[OPENED] = request.POST.get(OPENED, "")
        request.POST = data
        with self.acting(request, "history", f"version {version.number} restored"):
            back = self._page_address("change", article.pk)
            request.is_told = True
            response = self.changeform_view(request, object_id, back)
            if response.status_code != 302:
                return response
            told += restore_the_rest(article, version.state, request.user)
        messages.success(request, f"Version {version.number} is restored.")
        for sentence in told:
            messages.warning(request, sentence)
        return HttpResponseRedirect(self._page_address("history", article.pk))

    def deleted_view(self, request):
        self._must_see_all(request)
        deleted = ArticleVersion.objects.of_deleted().defer("state").order_by("-created_at")
        page = Paginator(deleted, PAGE_SIZE).get_page(request.GET.get("page"))
        context = self._page_context(request, None, page=page, title="Deleted articles")
        return TemplateResponse(request, "admin/reviews/article/deleted.html", context)

    @method_decorator(require_POST)
    def recover_view(self, request, uuid):
        self._must_see_all(request)
        version = get_object_or_404(ArticleVersion.objects.of_deleted(), article_id=uuid)
        article, told = recover(version, by=request.user)
        self.announce([article])
        self.log_addition(request, article, "Recovered")
        messages.success(request, f"“{article}” is back, as a draft.")
        for sentence in told:
            messages.warning(request, sentence)
        return HttpResponseRedirect(self._page_address("change", article.pk))

    def _page_context(self, request, article, **context):
        may_change = article is not None and self.has_change_permission(request, article)
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "opened": article and seal(article.pk, article.version),
            "may_restore": may_change,
            **context,
        }

    def _kept_article(self, request, object_id):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404("There is no such article, or it was deleted.")
        self._must_view(request, article)
        return article

    def _must_view(self, request, article):
        if not roles.works_on(request.user, article):
            raise PermissionDenied

    def _must_see_all(self, request):
        if not (self.has_add_permission(request) and roles.sees_all(request.user)):
            raise PermissionDenied

    def _pair_of_versions(self, article, asked):
        """The two versions that are asked for, the older one first."""
        pair = [self._version(article, asked.get(side)) for side in ("old", "new")]
        return sorted(pair, key=lambda version: version.number)

    def _version(self, article, number):
        """The version of that number; what the article is now for `now`."""
        if number == "now":
            state = snapshots([article.pk])[article.pk]
            return ArticleVersion(article=article, number=article.version, state=state)
        return get_object_or_404(ArticleVersion, article=article, number=whole_number(number))

    def _neighbour(self, article, number, *, newer):
        versions = ArticleVersion.objects.filter(article=article).defer("state")
        if newer:
            return versions.filter(number__gt=number).last()
        return versions.filter(number__lt=number).first()

    def _page_address(self, page, pk):
        return reverse(f"admin:reviews_article_{page}", args=[pk])
