"""What a page says of itself to those who would keep or list it."""


def keep_private(response):
    """Forbid caches to store a page that is not public, and robots to list it."""
    response.headers["Cache-Control"] = "no-store, private"
    return keep_unlisted(response)


def keep_unlisted(response):
    """Ask search engines to leave out a page: one for editors, or with nothing on it yet."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
