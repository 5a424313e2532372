"""The checklist of the whole paper: of each article, and of what no single article has."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from reviews.models import Article, Image

from . import run
from .findings import Finding, error

ARTICLES_AT_ONCE = 100
PaperCheck = Callable[[], Iterable[tuple[str, Finding]]]
_checks: list[PaperCheck] = []


@dataclass(frozen=True)
class Line:
    """A finding, and what it is of: the article's slug where there is one, and its name."""

    slug: str
    name: str
    finding: Finding

    def as_dict(self) -> dict:
        return {"slug": self.slug, "name": self.name, **asdict(self.finding)}


def register(check: PaperCheck) -> PaperCheck:
    """Add a check that yields (name of the thing, finding) for the whole paper."""
    if check not in _checks:
        _checks.append(check)
    return check


def of_articles(articles) -> Iterator[tuple[Article, list[Line]]]:
    """Each of `articles`, a query set, with its findings, none or many; in bounded memory."""
    for article in articles.for_listing().order_by("pk").iterator(chunk_size=ARTICLES_AT_ONCE):
        yield article, [Line(article.slug, article.headline, each) for each in run(article)]


def of_paper() -> Iterator[Line]:
    """The findings that are of no single article."""
    for check in _checks:
        for name, finding in check():
            yield Line("", name, finding)


@register
def pictures_have_their_files() -> Iterator[tuple[str, Finding]]:
    """Asks the storage for the file of each picture, from which its copies can be made again."""
    for image in Image.objects.order_by("pk").iterator():
        if not image.file.storage.exists(image.file.name):
            message = f"The file of picture {image.pk} is missing: {image.file.name}."
            yield str(image), error("pictures.file", "", message, str(image.pk))
