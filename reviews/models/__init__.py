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
from .search import SearchEntry

__all__ = [
    "Article",
    "ArticleAuthor",
    "ArticleShow",
    "Author",
    "AuthorLink",
    "Credit",
    "Image",
    "Person",
    "SearchEntry",
    "Show",
    "ShowAlias",
    "Theme",
    "ThemeAlias",
    "WatchOption",
]
