"""Columns for words that people type, and for times of the paper."""

import unicodedata
from datetime import UTC, datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from reviews.richtext import allowed_text

# PostgreSQL, Python and feeds end at different dates; a time zone's shift must fit as well.
EARLIEST = datetime(1870, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
PAPER_TIMES = [
    MinValueValidator(EARLIEST, "Give a year from 1870 on."),
    MaxValueValidator(LATEST, "Give a year before 2200."),
]
INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def typed_words(text):
    """
    Return `text` without the characters that XML forbids; nothing when nobody could see it.

    >>> typed_words("a\\x0bb"), typed_words("\\u200b")
    ('ab', '')
    """
    kept = allowed_text(text)
    is_visible = any(unicodedata.category(char) not in INVISIBLE for char in kept)
    return kept if is_visible else ""


class _Words:
    plain = ""

    def to_python(self, value):
        value = super().to_python(value)
        return typed_words(value) if value else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return typed_words(value) if isinstance(value, str) else value

    def deconstruct(self):
        """The plain Django field, as the column does not differ from its."""
        name, _path, args, kwargs = super().deconstruct()
        return name, self.plain, args, kwargs


class WordsField(_Words, models.CharField):
    """A line that people type."""

    plain = "django.db.models.CharField"


class ProseField(_Words, models.TextField):
    """Lines that people type."""

    plain = "django.db.models.TextField"
