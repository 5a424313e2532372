"""Preview links beside an article: made, copied and taken back."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from reviews import preview_links, roles, zones
from reviews.numbers import whole_number
from reviews.templatetags.reviews import absolute

DAYS = [(1, "1 day"), (7, "1 week"), (30, "30 days")]


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(label="It ends after", choices=DAYS, coerce=int, initial=7)
    note = forms.CharField(label="For whom", max_length=120, required=False)

    def __init__(self, *args, **kwargs):
        # Beside the article's own form, whose fields have ids of their own.
        super().__init__(*args, auto_id="lent_%s", **kwargs)


class LendsPreviews:
    """A page, and a part of the article's form, with the links that outsiders were given."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.previews_view)
        return [
            path("<int:pk>/previews/", view, name="reviews_article_previews"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and roles.may_share(request.user, obj):
            context["lent"] = _shown(obj, LinkForm())
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator(never_cache)
    def previews_view(self, request, pk):
        """The links of an article, after one was made or taken back; in part for a script."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not roles.may_share(request.user, article):
            raise PermissionDenied
        form, token = LinkForm(), ""
        if "revoke" in request.POST:
            self._revoke(request, article, request.POST["revoke"])
        elif request.method == "POST":
            form = LinkForm(request.POST)
            if form.is_valid():
                token, form = self._make(request, article, form), LinkForm()
        context = {"lent": _shown(article, form, token), "original": article, "opts": self.opts}
        is_part = "X-Part" in request.headers
        name = "_previews" if is_part else "previews"
        site = {} if is_part else self.admin_site.each_context(request)
        response = TemplateResponse(
            request, f"admin/reviews/article/{name}.html", {**site, **context}
        )
        response.headers["X-Previews"] = "1"  # Tells it from Django's own pages of errors.
        return response

    def _make(self, request, article, form):
        link, token = preview_links.make(article, by=request.user, **form.cleaned_data)
        whom = f" for {link.note}" if link.note else ""
        words = f"Preview link{whom} made, until {zones.in_words(link.expires_at)}."
        self.log_change(request, article, words)
        return token

    def _revoke(self, request, article, key):
        link = article.preview_links.usable().filter(pk=whole_number(key)).first()
        if link:
            preview_links.revoke(link)
            whom = f" for {link.note}" if link.note else ""
            self.log_change(request, article, f"Preview link{whom} taken back.")


def _shown(article, form, token=""):
    address = token and absolute(reverse("reviews:preview", args=[token]))
    links = article.preview_links.usable().select_related("created_by", "version")
    links = links.defer("version__state")
    return {
        "url": reverse("admin:reviews_article_previews", args=[article.pk]),
        "links": [(link, zones.in_words(link.expires_at)) for link in links],
        "form": form,
        "address": address,
        "is_public": article.is_public(),
        "page": absolute(article.get_absolute_url()),
        "version": article.version,
    }
