"""What a check says of an article."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error keeps an article from readers; a warning is for the editor to weigh."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """
    One thing to mend: how bad it is, its stable code, the form's field, what to do about it.

    `code` reads “subject.fault”. `field` is a field of the article's form, or the prefix of the
    rows under it: `article_authors`, `article_shows`. `subject` tells findings of one code apart.
    """

    level: Level
    code: str
    field: str
    message: str
    subject: str = ""

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR


def error(code: str, field: str, message: str, subject: str = "") -> Finding:
    return Finding(Level.ERROR, code, field, message, subject)


def warning(code: str, field: str, message: str, subject: str = "") -> Finding:
    return Finding(Level.WARNING, code, field, message, subject)
