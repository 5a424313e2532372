"""
How fresh the public pages are: one stamp that moves with every change to what readers see.

`stamp` says what the stamp means, `keeping` where it lies, `watching` what moves it, `middleware`
and `pages` what it is for. Nothing else in the project deletes stored pages or cache keys.
"""

from .stamp import Version, current, touch

__all__ = ["Version", "current", "touch"]
