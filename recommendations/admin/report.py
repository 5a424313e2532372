"""The report on the links of the whole paper."""

from django.contrib import admin
from django.template.response import TemplateResponse

from recommendations.audit import audit
from recommendations.counting import DAYS_COUNTED
from recommendations.models import LinkReport
from reviews.plots import HEIGHT, WIDTH, bars


@admin.register(LinkReport)
class LinkReportAdmin(admin.ModelAdmin):
    """A page to read; nothing is added, changed or deleted here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return obj is None and request.user.has_perm("reviews.change_any_article")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            return super().changelist_view(request)
        found = audit()
        context = {
            **self.admin_site.each_context(request),
            "title": "Report on the links",
            "opts": self.opts,
            "audit": found,
            "days": DAYS_COUNTED,
            "plots": [
                {
                    "id": "inlinks",
                    "title": "Articles by the number of pages that link to them",
                    "columns": ("Pages that link to it", "Articles"),
                    "bars": bars([(str(links), number) for links, number in found.inlinks]),
                    "is_labelled": True,
                },
                {
                    "id": "followed",
                    "title": f"Links followed per day, the last {DAYS_COUNTED} days",
                    "columns": ("Day", "Followed"),
                    "bars": bars([(f"{day:%d %b}", n) for day, n in found.followed_by_day]),
                },
            ],
            "drawing": {"width": WIDTH, "height": HEIGHT, "foot": HEIGHT - 8},
        }
        return TemplateResponse(request, "admin/recommendations/report.html", context)
