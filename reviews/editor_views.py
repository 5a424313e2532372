"""
The two addresses that the text editor asks: the picture library, and the upload into it.

They answer in JSON: refusals too, so that the dialog can show the words where they belong.
"""

from functools import wraps

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_POST

from .forms import ImageUploadForm
from .models import Article, Image
from .numbers import whole_number
from .search.query import MOST_WORDS

PAGE_SIZE = 24
LOGGED_OUT = "Your login has ended. Log in again in another tab, then try once more."
NOT_ALLOWED = "Your account may not do that. Ask an administrator."


def staff_with(permission):
    """Refuse with 403 everybody but staff who have `permission`."""

    def decorate(view):
        @wraps(view)
        def guarded(request):
            if not (request.user.is_active and request.user.is_staff):
                return refusal(LOGGED_OUT)
            if not request.user.has_perm(permission):
                return refusal(NOT_ALLOWED)
            return view(request)

        return guarded

    return decorate


def refusal(message):
    return JsonResponse({"errors": {"__all__": [message]}}, status=403)


@never_cache
@csrf_protect
@require_POST
@staff_with("reviews.add_image")
def upload(request):
    """Put a picture into the library; 400 with the messages of each field when it is refused."""
    form = ImageUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    image = form.save()
    return JsonResponse({"image": as_json(image), "is_new": form.is_new})


@never_cache
@require_GET
@staff_with("reviews.view_image")
def library(request):
    """
    A page of the library, newest first.

    `q` is looked for in every text of a picture; `id` asks for one picture.
    """
    images = Image.objects.all()
    if asked := request.GET.get("id"):
        images = images.filter(pk=whole_number(asked))
    for word in words_of(request):
        images = images.filter(
            Q(alt_text__folded_contains=word)
            | Q(caption__folded_contains=word)
            | Q(credit__folded_contains=word)
        )
    page = Paginator(images, PAGE_SIZE).get_page(request.GET.get("page"))
    return JsonResponse(
        {
            "images": [as_json(image) for image in page],
            "page": page.number,
            "pages": page.paginator.num_pages,
        }
    )


@never_cache
@require_GET
@staff_with("reviews.change_article")
def articles_to_link(request):
    """
    Articles whose headlines hold all words of `q`, the last changed first.

    Those that readers do not see yet may be linked to: their links are words until they do.
    """
    articles = Article.objects.visible_to(request.user).order_by("-updated_at", "-pk")
    for word in words_of(request):
        articles = articles.filter(headline__folded_contains=word)
    found = articles.only("headline", "slug", "status", "published_at")[:PAGE_SIZE]
    return JsonResponse(
        {
            "articles": [
                {
                    "url": article.get_absolute_url(),
                    "headline": article.headline,
                    "state": "public" if article.is_public() else "not public yet",
                }
                for article in found
            ]
        }
    )


def words_of(request):
    """The first words of `q`: no database takes a condition for each of a thousand."""
    # PostgreSQL takes no NUL.
    return request.GET.get("q", "").replace("\0", " ").split()[:MOST_WORDS]


def as_json(image):
    return {
        "id": image.pk,
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
        "is_decorative": image.is_decorative,
        "url": image.rendition_url(800),
        "thumbnail": image.rendition_url(240),
    }
