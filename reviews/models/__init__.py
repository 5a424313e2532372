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

__all__ = [
    "Article",
    "ArticleAuthor",
    "ArticleShow",
    "Author",
    "AuthorLink",
    "Credit",
    "Image",
    "Person",
    "Show",
    "ShowAlias",
    "Theme",
    "ThemeAlias",
    "WatchOption",
]
