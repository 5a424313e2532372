from .address import Addressed, OldAddress
from .article import (
    Article,
    ArticleAuthor,
    ArticleShow,
    credits_of_shows,
    join_names,
    reach,
)
from .catalogue import (
    Author,
    AuthorLink,
    Credit,
    Person,
    PersonAlias,
    Show,
    ShowAlias,
    Theme,
    ThemeAlias,
    WatchOption,
)
from .check_result import CheckResult
from .hub_ping import HubPing
from .image import ArticlePicture, Image, SupersededFile
from .merge import KeptApart, Merge
from .note import ArticleNote
from .presence import EditingPresence
from .preview_link import PreviewLink
from .role import Role
from .search import SearchEntry
from .series import Neighbours, series_neighbours
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
    "reach",
    "series_neighbours",
]
