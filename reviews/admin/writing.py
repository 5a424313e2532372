"""What is found while an article is written: tags in its text, articles to link to."""

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from reviews import editor_views
from reviews.models import ArticleShow, Show
from reviews.tag_field import SuggestedTags, choices, ticked, typed


class HelpsWriting:
    """Adds what the form asks for while one types, and saves the tags that were ticked."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.suggest_view))
        return [
            path("suggest/", view, name="reviews_article_suggest"),
            path("to-link/", editor_views.articles_to_link, name="reviews_article_to_link"),
            *super().get_urls(),
        ]

    def suggest_view(self, request):
        """The boxes for an article as it stands in its form, those that were ticked still so."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        field = SuggestedTags()
        field.choices = choices(*typed(request.POST))
        chosen = request.POST.getlist("suggested")
        html = field.widget.render("suggested", chosen, {"id": "id_suggested"})
        return HttpResponse(html)

    def save_formset(self, request, form, formset, change):
        """Ticked shows come after the rows that were typed; themes are added by the form."""
        super().save_formset(request, form, formset, change)
        if formset.model is not ArticleShow:
            return
        rows = form.instance.article_shows
        last = rows.aggregate(last=Max("position"))["last"] or 0
        for position, show in enumerate(ticked(form.cleaned_data, Show), last + 1):
            rows.get_or_create(show=show, defaults={"position": position})
