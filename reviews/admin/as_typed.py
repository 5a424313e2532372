"""What the form of an article is asked while it is typed: its checklist, and a preview of it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from reviews import checks
from reviews.article_page import article_page
from reviews.models import Article
from reviews.typed import as_typed

ANCHORS = {
    "published_at": "id_published_at_0",
    "article_authors": "article_authors-group",
    "article_shows": "article_shows-group",
}


@dataclass(frozen=True)
class Checklist:
    """The findings for a form: each with the field that it leads to, and their sum in words."""

    findings: list[checks.Finding]

    def __iter__(self):
        for finding in self.findings:
            anchor = ANCHORS.get(finding.field, f"id_{finding.field}")
            yield {"level": finding.level, "code": finding.code, "anchor": anchor} | {
                "message": finding.message
            }

    def __len__(self):
        return len(self.findings)

    @cached_property
    def sum(self):
        errors = sum(finding.is_error for finding in self.findings)
        warnings = len(self.findings) - errors
        if errors:
            stands = "stands" if errors == 1 else "stand"
            return f"{_count(errors, 'error')} {stands} in the way of publishing" + (
                f"; {_count(warnings, 'warning')}." if warnings else "."
            )
        return f"It can be published, with {_count(warnings, 'warning')}."


class ReadsTheForm:
    """Two addresses to which the form of an article is posted without being saved."""

    def get_urls(self):
        own = [
            path("checklist/", self._as_typed(_checklist), name="reviews_article_checklist_new"),
            path("preview/", self._as_typed(_preview), name="reviews_article_preview_new"),
            path(
                "<int:pk>/checklist/", self._as_typed(_checklist), name="reviews_article_checklist"
            ),
            path("<int:pk>/preview/", self._as_typed(_preview), name="reviews_article_preview"),
        ]
        return own + super().get_urls()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["checklist"] = Checklist(checks.run(obj)) if obj else None
        if self._writes(request, obj):
            keys = [obj.pk] if obj else []
            end = "" if obj else "_new"
            context["typed_urls"] = {
                name: reverse(f"admin:reviews_article_{name}{end}", args=keys)
                for name in ("checklist", "preview")
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _as_typed(self, answer):
        """The view that gives `answer(request, article, problems)` for the posted form."""

        @method_decorator([require_POST, never_cache])
        def view(model_admin, request, pk=None):
            article, problems = model_admin._read(request, pk)
            return answer(request, article, problems)

        return self.admin_site.admin_view(lambda *args, **kwargs: view(self, *args, **kwargs))

    def _writes(self, request, article):
        if article is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, article)

    def _read(self, request, pk):
        article = self.get_queryset(request).filter(pk=pk).first() if pk else None
        if pk and article is None:
            raise Http404("There is no such article.")
        if not self._writes(request, article):
            raise PermissionDenied
        form_class = self.get_form(request, article, change=article is not None)
        form = form_class(request.POST, request.FILES, instance=article or Article())
        form.is_valid()
        formsets, _ = self._create_formsets(request, form.instance, change=article is not None)
        return as_typed(form, formsets)


def _checklist(request, article, problems):
    context = {"findings": Checklist(checks.run(article))}
    name = "admin/reviews/article/_findings.html"
    response = TemplateResponse(request, name, context)
    response.headers["X-Checklist"] = "1"  # Tells it from Django's own pages of errors.
    return response


def _preview(request, article, problems):
    return article_page(request, article, preview={"is_typed": True, "problems": problems})


def _count(number, noun):
    return f"{number} {noun}" + ("" if number == 1 else "s")
