"""What the picture library is narrowed down by."""

from django.db.models import Q

from .counted import ConditionFilter
from .image_uses import USES


class UseFilter(ConditionFilter):
    title = "use"
    parameter_name = "use"
    conditions = {
        **{use.code: (use.words, use.condition) for use in USES},
        "none": ("unused", ~Q.create([use.condition for use in USES], Q.OR)),
    }


class WordsFilter(ConditionFilter):
    """What is left to say of a picture."""

    title = "words"
    parameter_name = "words"
    conditions = {
        "alt": ("neither described nor decorative", Q(alt_text="", is_decorative=False)),
        "decorative": ("decorative", Q(is_decorative=True)),
        "caption": ("without caption", Q(caption="")),
        "credit": ("without credit", Q(credit="")),
    }
