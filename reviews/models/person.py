"""People who are credited on shows."""

from django.db import models

from .named import Alias, AliasedName


class Person(AliasedName):
    """Somebody credited on a show."""

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"


class PersonAlias(Alias):
    bearer_field = "person"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "person aliases"
