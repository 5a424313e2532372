"""
Put beside the demo paper what it lacks, so that every part of a page is checked on some page.

Run on a scratch database that `load_demo` filled, by `run.sh`: a review with all that a body and
an article can hold, a series of reviews in the order of its episodes, and a theme of two pages.
"""

# ruff: noqa: E402

import os
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings")

import django

django.setup()

from django.utils import timezone

from reviews import publishing
from reviews.models import Article, Author, Image, Show, Theme

FULL = "everything-an-article-can-hold"
SERIES = [(1, 1), (1, 10), (1, None), (2, 3), (2, 8)]
NOTES = 30

BODY = """
<p>A first paragraph, with <em>emphasis</em>, <strong>weight</strong> and a
<a href="/shows/dark/">link into the paper</a>. {prose}</p>
<h2>A list and a quotation</h2><p>{prose}</p>
<ul><li>One thing</li><li>Another thing</li></ul><ol><li>First</li><li>Second</li></ol>
<blockquote><p>{prose}</p></blockquote>
<h3>A smaller heading</h3><p>{prose}</p><p>{prose}</p>
<figure data-image="{picture}"><img alt="A picture in the text"><figcaption>Its caption</figcaption></figure>
<h2>A table and a trailer</h2><p>{prose}</p>
<table><caption>Hours by season</caption><thead><tr><th>Season</th><th>Episodes</th></tr></thead>
<tbody><tr><td>1</td><td>10</td></tr><tr><td>2</td><td>8</td></tr></tbody></table><p>{prose}</p>
<iframe src="https://www.youtube-nocookie.com/embed/aaaaaaaaaaa" title="The trailer"></iframe>
<hr><h2>What is hidden</h2><p>{prose}</p>
<details><summary>How it ends</summary><p>{prose}</p></details><p>{prose}</p>
""".strip()  # noqa: E501
PROSE = (
    "The camera waits at the end of a corridor while the crew goes about its morning, and for a "
    "minute nothing happens that a ship could not bear. Then somebody laughs at breakfast, the "
    "lamps dim by a shade, and the film has told us what it is afraid of. "
) * 2


def add(headline: str, slug: str, *, hours: int, show: Show | None = None, **fields) -> Article:
    """A published article on `show` by the paper's first author."""
    article = Article.objects.create(headline=headline, slug=slug, **fields)
    article.article_authors.create(author=Author.objects.first(), position=1)
    if show:
        article.article_shows.create(show=show, position=1)
    publishing.publish(article, at=timezone.now() - timedelta(days=9, hours=hours))
    return article


def add_full(show: Show, picture: Image) -> None:
    article = add(
        "Everything that an article can hold, and a headline that runs to a second line",
        FULL,
        hours=0,
        show=show,
        standfirst="A standfirst that says in two sentences what follows. This is the second.",
        body=BODY.format(picture=picture.pk, prose=PROSE),
        lead_image=picture,
        rating=Decimal("3.5"),
        verdict="It holds everything, and it holds.",
        covers_season=2,
        covers_episode=4,
        correction_note="An earlier version gave the wrong number of episodes.",
        corrected_at=timezone.now() - timedelta(days=3),
        significantly_updated_at=timezone.now() - timedelta(days=2),
    )
    article.themes.set(Theme.objects.all()[:3])


def main() -> None:
    show, picture = Show.objects.get(slug="dark"), Image.objects.first()
    add_full(show, picture)
    for number, (season, episode) in enumerate(SERIES):
        where = f"season {season}, episode {episode}" if episode else f"season {season}"
        fields = {"covers_season": season, "covers_episode": episode, "standfirst": PROSE[:180]}
        slug = f"recap-{number}"
        add(f"Recap of {where}", slug, hours=9 - number, show=show, rating=number, **fields)
    theme = Theme.objects.create(name="Short notes", slug="short-notes", description=PROSE[:90])
    for number in range(NOTES):
        fields = {"kind": Article.Kind.NEWS, "body": f"<p>{PROSE}</p>"}
        theme.articles.add(add(f"Short note {number}", f"note-{number}", hours=number, **fields))


if __name__ == "__main__":
    main()
