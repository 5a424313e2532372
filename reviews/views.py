"""Readers' pages: each chooses public rows and fills a context."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.template.response import TemplateResponse

from . import structured_data
from .article_page import article_page, by_role
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
from .models import Article, Author, Show, Theme
from .page_headers import keep_unlisted

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
    preview = None if article.is_public() else {"is_saved": True}
    return article_page(request, article, preview=preview)


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
