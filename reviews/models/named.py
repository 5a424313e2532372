"""Names that may be there once, and other names of the same thing."""

from django.core.exceptions import ValidationError
from django.db import models

from reviews.folding import fold_name

from .fields import WordsField

# Some characters fold to several; most names to less.
FOLDED_LENGTH = 160


class FoldedName(models.Model):
    """A name that is unique after folding case, accents, punctuation and spaces."""

    name = WordsField(max_length=120)
    folded = models.CharField(max_length=FOLDED_LENGTH, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        self.folded = fold_name(self.name)
        if update_fields and "name" in update_fields:
            update_fields = {*update_fields, "folded"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        self.folded = fold_name(self.name)
        if not self.folded:
            raise ValidationError({"name": "Give it a name."})
        if len(self.folded) > FOLDED_LENGTH:
            raise ValidationError({"name": "This name is too long: its letters stand for more."})
        twin = type(self).objects.filter(folded=self.folded).exclude(pk=self.pk).first()
        if twin:
            raise ValidationError({"name": f"“{twin}” is here already; use that one."})


class AliasedName(FoldedName):
    """A name whose bearer has others too, in `aliases`; none of them is another bearer's."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        rows = self._meta.get_field("aliases").related_model.objects
        alias = rows.filter(folded=self.folded).first()
        if alias and alias.bearer.pk != self.pk:
            raise ValidationError({"name": f"That is another name of “{alias.bearer}”."})


class Alias(FoldedName):
    """Another name under which editors look for a theme or a person: `bearer_field` says whose."""

    bearer_field = ""

    class Meta:
        abstract = True
        ordering = ["name"]

    @property
    def bearer(self):
        return getattr(self, self.bearer_field)

    def clean(self):
        super().clean()
        bearers = self._meta.get_field(self.bearer_field).related_model
        twin = bearers.objects.filter(folded=self.folded).first()
        if twin:
            kind = bearers._meta.verbose_name
            raise ValidationError({"name": f"“{twin}” is a {kind} of its own."})
