from .address import Addressed, OldAddress
from .article import Article, ArticleAuthor, ArticleShow
from .catalogue import (
    Author,
    AuthorLink,
    Credit,
    Person,
    Show,
    ShowAlias,
    Theme,
    ThemeAlias,
    WatchOption,
)
from .image import Image
from .role import Role
from .search import SearchEntry

__all__ = [
    "Addressed",
    "Article",
    "ArticleAuthor",
    "ArticleShow",
    "Author",
    "AuthorLink",
    "Credit",
    "Image",
    "OldAddress",
    "Person",
    "Role",
    "SearchEntry",
    "Show",
    "ShowAlias",
    "Theme",
    "ThemeAlias",
    "WatchOption",
]
