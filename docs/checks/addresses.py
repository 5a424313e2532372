"""An address of each type of page, on the paper that `paper.py` fills."""

from datetime import date

TODAY = date.today()  # noqa: DTZ011
PAGES = {
    "front": "/",
    "article": "/articles/for-all-mankind/",
    "article-full": "/articles/everything-an-article-can-hold/",
    "article-bare": "/articles/note-3/",
    "shows": "/shows/",
    "show": "/shows/for-all-mankind/",
    "show-series": "/shows/dark/",
    "themes": "/themes/",
    "theme": "/themes/fatherhood/",
    "theme-page-2": "/themes/short-notes/?page=2",
    "author": "/authors/the-television-desk/",
    "archive": "/archive/",
    "archive-year": f"/archive/{TODAY.year}/",
    "archive-month": f"/archive/{TODAY.year}/{TODAY.month}/",
    "search": "/search/?q=space",
    "search-narrowed": "/search/?q=space&kind=review",
    "search-nothing": "/search/?q=intersteller",
    "search-empty": "/search/",
    "missing": "/articles/for-all-mankin/",
}
