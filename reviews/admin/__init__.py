"""The newsroom: stock Django admin, taught what editors need."""

from django.conf import settings
from django.contrib import admin

from .accounts import AccountAdmin
from .article import ArticleAdmin
from .catalogue import AuthorAdmin, PersonAdmin, ShowAdmin, ThemeAdmin
from .image import ImageAdmin
from .merging import MergeAdmin

__all__ = [
    "AccountAdmin",
    "ArticleAdmin",
    "AuthorAdmin",
    "ImageAdmin",
    "MergeAdmin",
    "PersonAdmin",
    "ShowAdmin",
    "ThemeAdmin",
]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.index_title = "Newsroom"
admin.site.index_template = "admin/desk.html"
