"""
A made-up paper of any size, the same for one seed on every machine, to measure the site by.

Tags and words are Zipf-like. A third of an article's words come from its own tags: each theme
and each show has words of its own, as real ones do, so tags and texts say similar things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
from django.db import connection, transaction

from reviews import publishing
from reviews.folding import fold_name
from reviews.models import Article, ArticleAuthor, ArticleShow, Author, Credit, Person, Show, Theme

WORDS_PER_ARTICLE = 600
PARAGRAPHS = 6
WORDS_OF_TAGS = 200
WORDS_PER_TAG = 40
COMMON_WORDS = 20_000
MOST_THEMES = 5
MOST_CREDITS = 6
AUTHORS = 40
ROWS_AT_ONCE = 2000
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
BETWEEN_ARTICLES = timedelta(minutes=7)
ROLES = [Credit.Role.DIRECTOR, Credit.Role.WRITER, *[Credit.Role.CAST] * 4]
SYLLABLES = [first + vowel for first in "bdfghjklmnprstvz" for vowel in "aeiou"]


class AlreadyThere(Exception):
    """The articles of this seed have been made before."""


def make(articles: int, seed: int, *, progress: Callable[[int, int], None] | None = None) -> None:
    """
    Write and publish `articles` made-up articles; nobody is told, so build the lists after it.

    `progress` is called with (done, total). Written in parts: what an interrupted call wrote
    stays. Raise AlreadyThere when the seed has been used here.
    """
    sample = Sample(articles, seed)
    if Author.objects.filter(slug__startswith=f"sample-{seed}-").exists():
        raise AlreadyThere(f"The sample of seed {seed} is here already; take another seed.")
    sample.write_catalogue()
    for start in range(0, articles, ROWS_AT_ONCE):
        numbers = range(start, min(start + ROWS_AT_ONCE, articles))
        sample.write_articles(numbers)
        if progress:
            progress(numbers.stop, articles)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # As a server does by itself some minutes later.


class Zipf:
    """Draws whole numbers below `size`, the n-th as likely as 1 / (n + 3)."""

    def __init__(self, size: int) -> None:
        weights = np.cumsum(1 / np.arange(3, size + 3))
        self.steps = weights / weights[-1]

    def draw(self, random: np.random.Generator, count: int) -> np.ndarray:
        return np.searchsorted(self.steps, random.random(count))

    def draw_different(self, random: np.random.Generator, count: int) -> list[int]:
        """At most `count` numbers, each once, in the order drawn."""
        return list(dict.fromkeys(self.draw(random, count).tolist()))


class Sample:
    """The shows, themes and people of a sample, and what its articles are made of."""

    def __init__(self, articles: int, seed: int) -> None:
        self.articles = articles
        self.seed = seed
        self.random = np.random.Generator(np.random.PCG64(seed))
        self.shows, self.themes = articles // 6 + 2, int(4 * articles**0.5) + 2
        self.zipf_of = {
            "show": Zipf(self.shows),
            "theme": Zipf(self.themes),
            "person": Zipf(self.shows * 2),
            "word": Zipf(COMMON_WORDS),
            "tag word": Zipf(WORDS_PER_TAG),
        }
        self.vocabulary = Vocabulary()

    @transaction.atomic
    def write_catalogue(self) -> None:
        """Authors, themes, people, shows and their credits."""
        self.author_ids = self._create(Author, AUTHORS, self._named)
        self.theme_ids = self._create(Theme, self.themes, self._folded)
        people = self._create(Person, self.shows * 2, self._folded)
        self.show_ids = self._create(Show, self.shows, self._show)
        credits = (credit for show in self.show_ids for credit in self._credits(show, people))
        for part in _parts(credits):
            Credit.objects.bulk_create(part)

    @transaction.atomic
    def write_articles(self, numbers: range) -> None:
        """The articles of these numbers, with their tags and bylines."""
        tags = [self._tags() for _ in numbers]
        made = [self._article(number, *own) for number, own in zip(numbers, tags, strict=True)]
        publishing.publish_new(made)
        authors, shows, themes = [], [], []
        for article, (own_shows, own_themes) in zip(made, tags, strict=True):
            author = self.author_ids[int(self.random.integers(AUTHORS))]
            authors.append(ArticleAuthor(article=article, author_id=author, position=1))
            shows += [
                ArticleShow(article=article, show_id=self.show_ids[show], position=position)
                for position, show in enumerate(own_shows, 1)
            ]
            through = Article.themes.through
            themes += [
                through(article=article, theme_id=self.theme_ids[theme]) for theme in own_themes
            ]
        for rows in (authors, shows, themes):
            type(rows[0]).objects.bulk_create(rows)

    def _create(self, model, count: int, fields: Callable[[str, int], dict]) -> list[int]:
        ids = []
        for part in _parts(model(**fields(model.__name__, number)) for number in range(count)):
            ids += [row.pk for row in model.objects.bulk_create(part)]
        return ids

    def _name(self, model: str, number: int) -> str:
        return f"{self.vocabulary.word(number).title()} {model.lower()} {self.seed}-{number}"

    def _slug(self, number: int) -> str:
        return f"sample-{self.seed}-{number}"

    def _named(self, model: str, number: int) -> dict:
        return {"name": self._name(model, number), "slug": self._slug(number)}

    def _folded(self, model: str, number: int) -> dict:
        name = self._name(model, number)
        slug = {"slug": self._slug(number)} if model == "Theme" else {}
        return {"name": name, "folded": fold_name(name), **slug}

    def _show(self, model: str, number: int) -> dict:
        year = int(self.random.integers(1920, 2026))
        kinds = [Show.Kind.FILM, Show.Kind.SERIES]
        title, slug = self._name(model, number), self._slug(number)
        return {"title": title, "slug": slug, "kind": kinds[number % 2], "first_year": year}

    def _credits(self, show: int, people: list[int]) -> Iterator[Credit]:
        count = int(self.random.integers(2, MOST_CREDITS + 1))
        chosen = self.zipf_of["person"].draw_different(self.random, count)
        for position, person in enumerate(chosen):
            yield Credit(
                show_id=show, person_id=people[person], role=ROLES[position], position=position
            )

    def _tags(self) -> tuple[list[int], list[int]]:
        """One show, sometimes two, and one to five themes."""
        shows = 1 + (self.random.random() < 0.15)
        themes = int(self.random.integers(1, MOST_THEMES + 1))
        return (
            self.zipf_of["show"].draw_different(self.random, shows),
            self.zipf_of["theme"].draw_different(self.random, themes),
        )

    def _article(self, number: int, shows: list[int], themes: list[int]) -> Article:
        words = self._words(shows, themes)
        size = len(words) // PARAGRAPHS
        parts = [words[start : start + size] for start in range(0, len(words), size)]
        return Article(
            headline=" ".join(words[:6]).capitalize(),
            slug=self._slug(number),
            standfirst=" ".join(words[6:24]),
            body="".join(f"<p>{' '.join(part)}</p>" for part in parts),
            published_at=NEWEST - (self.articles - number) * BETWEEN_ARTICLES,
        )

    def _words(self, shows: list[int], themes: list[int]) -> list[str]:
        common = self.zipf_of["word"].draw(self.random, WORDS_PER_ARTICLE - WORDS_OF_TAGS)
        sources = np.array([self.themes + show for show in shows] * 2 + themes)
        chosen = sources[self.random.integers(len(sources), size=WORDS_OF_TAGS)]
        own = self.zipf_of["tag word"].draw(self.random, WORDS_OF_TAGS)
        numbers = np.concatenate([common, COMMON_WORDS + chosen * WORDS_PER_TAG + own])
        numbers = self.random.permutation(numbers).tolist()
        return [self.vocabulary.word(number) for number in numbers]


class Vocabulary:
    """An endless list of words that can be spoken, the n-th always the same."""

    def __init__(self) -> None:
        self.common = [self._spell(number) for number in range(COMMON_WORDS)]

    def word(self, number: int) -> str:
        """Word `number`, of two syllables or more; only common ones are kept in memory."""
        return self.common[number] if number < COMMON_WORDS else self._spell(number)

    def _spell(self, number: int) -> str:
        syllables = []
        while number or len(syllables) < 2:
            number, digit = divmod(number, len(SYLLABLES))
            syllables.append(SYLLABLES[digit])
        return "".join(syllables)


def _parts(rows: Iterator) -> Iterator[list]:
    part = []
    for row in rows:
        part.append(row)
        if len(part) == ROWS_AT_ONCE:
            yield part
            part = []
    if part:
        yield part
