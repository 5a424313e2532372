"""All that keeps editors from losing a word, for the admin of articles."""

from django.forms import Media

from .beside import StandsBeside
from .conflict import GuardsEdits
from .history import KeepsHistory, ShowsHistory


class LosesNoWord(StandsBeside, KeepsHistory, GuardsEdits, ShowsHistory):
    """Versions, the guard against overwriting, what is typed, notes, and who else is here."""

    @property
    def media(self):
        names = ("csrf", "typed_texts", "typed", "company", "notes")
        scripts = [f"reviews/admin/{name}.js" for name in names]
        return super().media + Media(css={"all": ["reviews/admin/beside.css"]}, js=scripts)
