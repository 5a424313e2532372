"""What search engines are told: which pages there are, and which to leave alone."""

from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from .listings import with_public_articles
from .models import Article, Author, Show, Theme

ADDRESSES_PER_FILE = 10_000
MOST_NEWS = 1_000
NEWS_AGE = timedelta(days=2)
ICON_SIZES_PX = (192, 512)
CLOSED_TO_ROBOTS = ["/admin/", "/preview/", "/search/"]


class SiteUrlSitemap(Sitemap):
    """A sitemap whose addresses begin with SITE_URL, whatever name a request came in under."""

    limit = ADDRESSES_PER_FILE

    def get_urls(self, page=1, site=None, protocol=None):
        scheme, _, host = settings.SITE_URL.partition("://")
        return self._urls(page, scheme, host)


class ArticleSitemap(SiteUrlSitemap):
    def items(self):
        articles = Article.objects.published().newest_first().defer("body")
        return articles.select_related("lead_image")

    def lastmod(self, article):
        return article.changed_for_readers_at or article.published_at


class NewsSitemap(ArticleSitemap):
    """The newest articles, for sites that gather news; they want no older ones."""

    limit = MOST_NEWS

    def items(self):
        now = timezone.now()
        return super().items().dated(now - NEWS_AGE, now + timedelta(seconds=1))


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
NEWS = {"news": NewsSitemap}


def index(request):
    """The list of sitemaps under the site's own name, each with the time of its newest change."""
    address = "reviews:sitemap_section"
    response = views.index(request, SITEMAPS, sitemap_url_name=address)
    ours = urlsplit(settings.SITE_URL)
    for sitemap in response.context_data["sitemaps"]:
        asked = urlsplit(sitemap.location)
        sitemap.location = asked._replace(scheme=ours.scheme, netloc=ours.netloc).geturl()
    return response


def section(request, section):
    """One sitemap, with the pictures of its articles."""
    template = "reviews/sitemap.xml"
    return views.sitemap(request, SITEMAPS, section=section, template_name=template)


def news(request):
    """The articles of the last two days, as sites that gather news read them."""
    template = "reviews/sitemap_news.xml"
    response = views.sitemap(request, NEWS, section="news", template_name=template)
    # What it holds changes with the hour, which moves no content stamp.
    response.headers["Cache-Control"] = "no-cache"
    return response


def robots(request):
    """Where the sitemap is, and what is not for robots."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED_TO_ROBOTS)
    sitemap = f"{settings.SITE_URL}{reverse('reviews:sitemap')}"
    news = f"{settings.SITE_URL}{reverse('reviews:sitemap_news')}"
    text = f"User-agent: *\n{closed}\nSitemap: {sitemap}\nSitemap: {news}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def icon(request):
    """The icon for what asks for it at the old address unasked: feed readers, above all."""
    return redirect(static(f"icons/{ICON_SIZES_PX[0]}.png"))


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
