"""Readers' pages: each chooses public rows and fills a context."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.template.response import TemplateResponse

from . import structured_data
from .listings import (
    TAGS_PER_PAGE,
    cards,
    hub_cards,
    hub_groups,
    months,
    page_of,
    period,
    related_themes,
    with_public_articles,
)
from .models import Article, Author, Show, Theme, series_neighbours
from .rendering import render_body

HOME_CARDS = 15
HOME_THEMES = 16


def home(request):
    """The front page: the newest articles, the very newest as the lead."""
    popular = with_public_articles(Theme.objects).order_by("-article_count", "name")
    context = {"articles": list(cards()[:HOME_CARDS]), "themes": popular[:HOME_THEMES]}
    context["structured_data"] = structured_data.script_text(structured_data.of_site())
    response = TemplateResponse(request, "reviews/home.html", context)
    return response if context["articles"] else keep_unlisted(response)


def article(request, slug):
    """One article; people who may edit it also see it before it is public."""
    articles = Article.objects.visible_to(request.user).for_page()
    article = get_object_or_404(articles, slug=slug)
    show = next(iter(article.ordered_shows), None)
    credits = list(show.credits.all()) if show else []
    nodes = structured_data.of_article(article, show, credits)
    context = {
        "article": article,
        "body": render_body(article),
        "show": show,
        "credits": by_role(credits),
        "people": makers(credits),
        "neighbours": series_neighbours(article),
        "is_preview": not article.is_public(),
        "structured_data": structured_data.script_text(nodes),
    }
    response = TemplateResponse(request, "reviews/article.html", context)
    return keep_private(response) if context["is_preview"] else response


def shows(request):
    """Every show that has public articles, by title."""
    page = page_of(with_public_articles(Show.objects), request.GET.get("page"), size=TAGS_PER_PAGE)
    response = TemplateResponse(request, "reviews/shows.html", {"page": page})
    return response if page else keep_unlisted(response)


def show(request, slug):
    """One show: its facts, reviews in the order of its episodes, then the rest by date."""
    found = with_public_articles(Show.objects.select_related("poster"))
    show = get_object_or_404(found, slug=slug)
    credits = list(show.credits.select_related("person"))
    page = page_of(hub_cards(show), request.GET.get("page"))
    nodes = structured_data.of_show(show, credits)
    context = {
        "show": show,
        "credits": by_role(credits),
        "page": page,
        "groups": hub_groups(page),
        "structured_data": structured_data.script_text(nodes),
    }
    return TemplateResponse(request, "reviews/show.html", context)


def themes(request):
    """Every theme that has public articles, by name."""
    rows = with_public_articles(Theme.objects)
    page = page_of(rows, request.GET.get("page"), size=TAGS_PER_PAGE)
    response = TemplateResponse(request, "reviews/themes.html", {"page": page})
    return response if page else keep_unlisted(response)


def theme(request, slug):
    """One theme and its articles."""
    theme = get_object_or_404(with_public_articles(Theme.objects), slug=slug)
    page = page_of(cards(theme.articles), request.GET.get("page"))
    nodes = structured_data.of_theme(theme)
    context = {"theme": theme, "page": page, "related": related_themes(theme)}
    context["structured_data"] = structured_data.script_text(nodes)
    return TemplateResponse(request, "reviews/theme.html", context)


def author(request, slug):
    """One author and what they wrote."""
    authors = Author.objects.select_related("portrait").prefetch_related("links")
    author = get_object_or_404(with_public_articles(authors), slug=slug)
    page = page_of(cards(author.articles), request.GET.get("page"))
    nodes = structured_data.of_author(author)
    context = {"author": author, "page": page}
    context["structured_data"] = structured_data.script_text(nodes)
    return TemplateResponse(request, "reviews/author.html", context)


def archive(request):
    """The newest year of the archive, or a page that says there is nothing yet."""
    newest = months().first()
    if newest:
        return _archive(request, newest["month"].year, is_at_home=False)
    return keep_unlisted(TemplateResponse(request, "reviews/archive_empty.html"))


def archive_year(request, year):
    """What was published in a year."""
    return _archive(request, year)


def archive_month(request, year, month):
    """What was published in a month."""
    return _archive(request, year, month)


def by_role(credits):
    """Credits in order, as lists under “creator”, “director”, “writer”, “cast”."""
    roles = {}
    for credit in credits:
        roles.setdefault(credit.role, []).append(credit)
    return roles


def makers(credits):
    """The people who made a show, each once, in order; those who play in it are left out."""
    return list(dict.fromkeys(credit.person for credit in credits if credit.role != "cast"))


def keep_private(response):
    """Forbid caches to store a page that only editors may see, and robots to list it."""
    response.headers["Cache-Control"] = "no-store, private"
    return keep_unlisted(response)


def keep_unlisted(response):
    """Ask search engines to leave out a page: one for editors, or with nothing on it yet."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _archive(request, year, month=None, *, is_at_home=True):
    """A period of the archive; where it is not `is_at_home` it names its own address."""
    articles = cards(Article.objects.dated(*period(year, month)))
    page = page_of(articles, request.GET.get("page"))
    if not page:
        raise Http404("Nothing was published then.")
    address = ("reviews:archive_month", year, month) if month else ("reviews:archive_year", year)
    home = resolve_url(*address)
    if is_at_home and request.path != home:
        return redirect(home, permanent=True)
    context = {
        "home": home,
        "page": page,
        "day": date(year, month or 1, 1),
        "is_month": bool(month),
    }
    return TemplateResponse(request, "reviews/archive.html", context | {"months": months()})
