"""Addresses of the readers' pages; those of the contract never change."""

from django.urls import path

from . import sitemaps, views
from .feeds.urls import urlpatterns as feeds
from .preview_views import preview
from .search.views import search

app_name = "reviews"
urlpatterns = [
    path("", views.home, name="home"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("shows/", views.shows, name="shows"),
    path("shows/<slug:slug>/", views.show, name="show"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("archive/", views.archive, name="archive"),
    path("archive/<int:year>/", views.archive_year, name="archive_year"),
    path("archive/<int:year>/<int:month>/", views.archive_month, name="archive_month"),
    path("preview/<slug:token>/", preview, name="preview"),
    path("search/", search, name="search"),
    *feeds,
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap_section"),
    path("favicon.ico", sitemaps.icon),
    path("site.webmanifest", sitemaps.manifest, name="manifest"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
