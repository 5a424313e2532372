"""What search engines are told: which pages there are, and which to leave alone."""

from functools import partial

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse

from .listings import with_public_articles
from .models import Article, Author, Show, Theme

ICON_SIZES_PX = (192, 512)
CLOSED_TO_ROBOTS = ["/admin/", "/preview/", "/search/"]


class SiteUrlSitemap(Sitemap):
    """A sitemap whose addresses begin with SITE_URL, whatever name a request came in under."""

    def get_urls(self, page=1, site=None, protocol=None):
        scheme, _, host = settings.SITE_URL.partition("://")
        return self._urls(page, scheme, host)


class ArticleSitemap(SiteUrlSitemap):
    def items(self):
        return Article.objects.published().newest_first().defer("body")

    def lastmod(self, article):
        return article.significantly_updated_at or article.published_at


class TagSitemap(SiteUrlSitemap):
    """The shows, themes or authors that public articles carry."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return with_public_articles(self.model.objects).order_by("pk")


class PageSitemap(SiteUrlSitemap):
    def items(self):
        return ["reviews:home", "reviews:shows", "reviews:themes"]

    def location(self, name):
        return reverse(name)


# Classes and not instances: Django keeps each answer's newest time on the instance.
SITEMAPS = {
    "pages": PageSitemap,
    "articles": ArticleSitemap,
    "shows": partial(TagSitemap, Show),
    "themes": partial(TagSitemap, Theme),
    "authors": partial(TagSitemap, Author),
}


def robots(request):
    """Where the sitemap is, and what is not for robots."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED_TO_ROBOTS)
    sitemap = f"{settings.SITE_URL}{reverse('reviews:sitemap')}"
    text = f"User-agent: *\n{closed}\nSitemap: {sitemap}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def manifest(request):
    """What a telephone needs to put the paper among its applications."""
    icons = [
        {"src": static(f"icons/{px}.png"), "sizes": f"{px}x{px}", "type": "image/png"}
        for px in ICON_SIZES_PX
    ]
    icons.append(icons[-1] | {"purpose": "maskable"})
    text = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": reverse("reviews:home"),
        "display": "browser",
        "background_color": "#fbf8f1",
        "theme_color": "#fbf8f1",
        "icons": icons,
    }
    return JsonResponse(text, content_type="application/manifest+json")
