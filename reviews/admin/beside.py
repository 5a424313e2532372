"""What stands beside an article's form: notes, who else has it open, and what was typed in it."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from reviews import company, notes, roles
from reviews.models import Article, ArticleNote
from reviews.numbers import whole_number

FRAGMENT = "text/x-fragment"
SAVED_COOKIE_SECONDS = 24 * 3600


class StandsBeside:
    """Adds to an article's form what its scripts need, and the addresses that they ask."""

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"reviews_article_{name}")

        return [
            page("<path:object_id>/presence/", self.presence_view, "presence"),
            page("<path:object_id>/notes/", self.notes_view, "notes"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["works_on"] = roles.works_on(request.user, obj or Article())
        # Only a pseudonym, since it stays in a browser that others may use.
        if context["works_on"]:
            context["typing_user"] = salted_hmac("typed", str(request.user.pk)).hexdigest()[:16]
        # A form that came back is kept anew, and what the browser kept of it before is done with.
        key = request.POST.get("typed_key", "")
        context["typing_before"] = key if is_typedwhole_number(key) else ""
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        """Tell the browser's copy of what was typed that it is saved, once it is."""
        response = super().changeform_view(request, *args, **kwargs)
        key = request.POST.get("typed_key", "")
        if response.status_code == 302 and is_typedwhole_number(key):
            response.set_cookie(
                f"typed-saved-{key.rsplit('.', 1)[1]}",
                key,
                path="/admin/",
                max_age=SAVED_COOKIE_SECONDS,
                samesite="Lax",
                secure=request.is_secure(),
            )
        return response

    @method_decorator([require_POST, never_cache])
    def presence_view(self, request, object_id):
        """Note that a window has the article open; answer with what it should know of others."""
        article = self._beside(request, object_id)
        window = request.POST.get("window", "")[:40]
        if "leave" in request.POST:
            company.left(article, request.user, window)
            return JsonResponse({})
        company.seen(article, request.user, window)
        opened = whole_number(request.POST.get("version")) or article.version
        return JsonResponse({"said": company.in_words(article, request.user, window, opened)})

    @method_decorator(never_cache)
    def notes_view(self, request, object_id):
        """The notes, after what was posted: beside the form as a fragment, else as a page."""
        article = self._beside(request, object_id)
        if request.method == "POST":
            try:
                said = self._noted(article, request)
            except notes.Refused as refusal:
                return HttpResponseBadRequest(str(refusal), content_type="text/plain")
            if not _is_fragment(request):
                return HttpResponseRedirect(request.path)
        return self._notes_page(request, article, said if request.method == "POST" else "")

    def _noted(self, article, request):
        posted = request.POST
        if key := posted.get("resolve"):
            notes.resolve(article, whole_number(key), request.user)
            return "The note is resolved."
        if key := posted.get("reopen"):
            notes.reopen(article, whole_number(key))
            return "The note is open again."
        thread = whole_number(posted.get("thread"))
        notes.add(article, request.user, posted.get("text", ""), thread=thread)
        return "The note is kept."

    def _notes_page(self, request, article, said):
        threads = notes.threads(article)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": f"Notes on “{article}”",
            "threads": threads,
            "open_count": sum(note.resolved_at is None for note in threads),
            "notes_url": reverse("admin:reviews_article_notes", args=[article.pk]),
            "said": said,
        }
        name = "_notes" if _is_fragment(request) else "notes"
        response = TemplateResponse(request, f"admin/reviews/article/{name}.html", context)
        response.headers["X-Notes"] = "1"  # Tells it from Django's own pages.
        return response

    def _beside(self, request, object_id):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        if not roles.works_on(request.user, article):
            raise PermissionDenied
        return article


def with_open_notes(articles):
    """Annotate articles with how many notes on them nobody has resolved, as `open_notes`."""
    rows = ArticleNote.objects.open().filter(article_id=OuterRef("uuid")).order_by()
    count = rows.values("article_id").annotate(number=Count("pk")).values("number")
    return articles.annotate(open_notes=Coalesce(Subquery(count), 0))


def is_typedwhole_number(key):
    """Whether `key` is one that `typed.js` makes."""
    parts = key.split(".")
    return len(key) < 100 and len(parts) == 4 and all(part.isalnum() for part in parts)


def _is_fragment(request):
    return FRAGMENT in request.headers.get("Accept", "")
