"""Compiled queries serve both apps and stand beside the models."""

from reviews.models.prepared import PreparedQuery, padded

__all__ = ["PreparedQuery", "padded"]
