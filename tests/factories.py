"""Articles, shows and the rest as tests need them, made through the site's own doors."""

import hashlib
from datetime import timedelta
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image as PillowImage

from reviews import history, publishing, renditions
from reviews.images import store_image
from reviews.models import Article, Author, Credit, Image, Person, Show, Theme

numbers = count(1)


def make_draft(headline="", *, authors=(), shows=(), themes=(), **fields):
    """An article that nobody has published; shows and authors in the order given."""
    headline = headline or f"Article {next(numbers)}"
    slug = fields.pop("slug", slugify(headline) or f"article-{next(numbers)}")
    with history.acting(door="factory"):
        article = Article.objects.create(headline=headline, slug=slug, **fields)
        for position, author in enumerate(authors, 1):
            article.article_authors.create(author=author, position=position)
        for position, show in enumerate(shows, 1):
            article.article_shows.create(show=show, position=position)
        article.themes.set(themes)
    return article


def make_ready(headline="", **fields):
    """A draft in which the checklist finds no error."""
    words = {"kind": "feature", "standfirst": "Why it matters.", "body": "<p>Words.</p>"}
    return make_draft(headline, **words | fields)


def make_article(headline="", *, ago=timedelta(hours=1), **fields):
    """An article published `ago`; a negative `ago` is an embargo still to come."""
    article = make_draft(headline, **fields)
    publishing.publish(article, at=timezone.now() - ago)
    return article


def make_show(title="", *, cast=(), **fields):
    title = title or f"Show {next(numbers)}"
    fields = {"slug": slugify(title), "kind": "film", "first_year": 2000} | fields
    show = Show.objects.create(title=title, **fields)
    for position, person in enumerate(cast, 1):
        Credit.objects.create(show=show, person=person, role="cast", position=position)
    return show


def make_person(name=""):
    return Person.objects.create(name=name or f"Person {next(numbers)}")


def make_theme(name="", **fields):
    name = name or f"Theme {next(numbers)}"
    return Theme.objects.create(name=name, **({"slug": slugify(name)} | fields))


def make_author(name="", **fields):
    name = name or f"Author {next(numbers)}"
    return Author.objects.create(name=name, **({"slug": slugify(name)} | fields))


def jpeg_bytes(width=64, height=36, colour=None):
    """A small JPEG; without `colour`, of one that no other call gives."""
    buffer = BytesIO()
    colour = colour or tuple(next(numbers).to_bytes(3, "big"))
    PillowImage.new("RGB", (width, height), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def make_image(alt_text="A grey field", *, width=64, height=36, **fields):
    """A library picture in one file, whose row names copies and crops that nobody has written."""
    data = jpeg_bytes(width, height)
    digest = hashlib.sha256(data + str(next(numbers)).encode()).hexdigest()
    fields = {"copies": f"images/{digest[:12]}", "crops": f"images/{digest[:12]}"} | fields
    file = ContentFile(data, name="picture.jpg")
    return Image.objects.create(file=file, alt_text=alt_text, content_hash=digest, **fields)


def make_stored_image(data=None, **fields):
    """A library picture that came in by the usual door, with all of its files."""
    fields = {"alt_text": "A grey field"} | fields
    image = store_image(ContentFile(data or jpeg_bytes(900, 300), name="photo.jpg"), **fields)
    renditions.finish(image)
    return image
