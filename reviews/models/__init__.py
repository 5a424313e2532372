from .address import Addressed, OldAddress
from .article import Article
from .article_queries import credits_of_shows, public_row_by_row
from .author import Author, AuthorLink
from .byline import ArticleAuthor, join_names
from .check_result import CheckResult
from .coverage import ArticleShow, reach
from .hub_ping import HubPing
from .image import ArticlePicture, Image, SupersededFile
from .merge import KeptApart, Merge
from .note import ArticleNote
from .person import Person, PersonAlias
from .presence import EditingPresence
from .preview_link import PreviewLink
from .role import Role
from .search import SearchEntry
from .series import Neighbours, series_neighbours
from .show import Credit, Show, ShowAlias, WatchOption
from .theme import Theme, ThemeAlias
from .version import ArticleVersion

__all__ = [
    "Addressed",
    "Article",
    "ArticleAuthor",
    "ArticleNote",
    "ArticlePicture",
    "ArticleShow",
    "ArticleVersion",
    "Author",
    "AuthorLink",
    "CheckResult",
    "Credit",
    "EditingPresence",
    "HubPing",
    "Image",
    "KeptApart",
    "Merge",
    "Neighbours",
    "OldAddress",
    "Person",
    "PersonAlias",
    "PreviewLink",
    "Role",
    "SearchEntry",
    "Show",
    "ShowAlias",
    "SupersededFile",
    "Theme",
    "ThemeAlias",
    "WatchOption",
    "credits_of_shows",
    "join_names",
    "public_row_by_row",
    "reach",
    "series_neighbours",
]
