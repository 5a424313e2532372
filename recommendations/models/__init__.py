from .followed import Followed
from .steering import EditorsPick, Evergreen, IgnoredTag, NeverRecommend, Override
from .stored import Build, LinkReport, Profile, Recommendation, TermBlock, Touched

__all__ = [
    "Build",
    "EditorsPick",
    "Evergreen",
    "Followed",
    "IgnoredTag",
    "LinkReport",
    "NeverRecommend",
    "Override",
    "Profile",
    "Recommendation",
    "TermBlock",
    "Touched",
]
