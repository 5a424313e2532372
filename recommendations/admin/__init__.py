"""The newsroom's side of the links: the panel beside each article, and what editors steer."""

from .panel import ArticleWithLinksAdmin
from .report import LinkReportAdmin
from .steering import (
    EditorsPickAdmin,
    EvergreenAdmin,
    IgnoredTagAdmin,
    NeverRecommendAdmin,
    OverrideAdmin,
)

__all__ = [
    "ArticleWithLinksAdmin",
    "EditorsPickAdmin",
    "EvergreenAdmin",
    "IgnoredTagAdmin",
    "LinkReportAdmin",
    "NeverRecommendAdmin",
    "OverrideAdmin",
]
