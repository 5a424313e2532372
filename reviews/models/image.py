"""A picture in the library, and the addresses of its scaled copies."""

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q

RENDITION_WIDTHS_PX = (480, 800, 1200, 1600)


def random_path(image, filename):
    """A name that cannot be guessed from the upload; only its checked extension is kept."""
    return f"images/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class Image(models.Model):
    file = models.ImageField(
        upload_to=random_path,
        width_field="width",
        height_field="height",
        help_text="JPEG, PNG, WebP or AVIF. Location and camera data are removed.",
    )
    alt_text = models.CharField(
        "alternative text",
        max_length=400,
        blank=True,
        help_text="What the picture shows, for people who cannot see it: one plain sentence.",
    )
    is_decorative = models.BooleanField(
        "decorative",
        default=False,
        help_text="Tick when the picture adds nothing that a reader would miss; "
        "screen readers then pass over it.",
    )
    caption = models.CharField(max_length=400, blank=True, help_text="Shown under the picture.")
    credit = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who made it and who owns it, as printed.",
    )
    focal_x = models.FloatField(
        default=0.5, help_text="What must survive a crop: 0 is the left edge, 1 the right."
    )
    focal_y = models.FloatField(default=0.5, help_text="0 is the top edge, 1 the bottom.")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    content_hash = models.CharField(
        max_length=64, unique=True, editable=False, help_text="SHA-256 of the bytes as uploaded."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="image_alt_text_or_decorative",
                condition=Q(is_decorative=True) | ~Q(alt_text=""),
                violation_error_message="Describe the picture, or tick “decorative”.",
            ),
            models.CheckConstraint(
                name="image_focal_point_inside",
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                violation_error_message="The focal point lies between 0 and 1.",
            ),
        ]

    def __str__(self):
        return self.alt_text or self.caption or f"Decorative picture {self.pk}"

    @property
    def url(self):
        return self.file.url

    @property
    def alt(self):
        """The text for `alt=""`: empty when the picture is decorative."""
        return "" if self.is_decorative else self.alt_text

    @property
    def renditions(self):
        """Scaled WebP copies as (width in px, storage name), narrowest first."""
        widths = [width for width in RENDITION_WIDTHS_PX if width < self.width]
        return [(width, self.rendition_name(width)) for width in [*widths, self.width]]

    def rendition_name(self, width):
        return f"{PurePosixPath(self.file.name).with_suffix('')}-{width}.webp"

    @property
    def srcset(self):
        """All renditions in the syntax of the `srcset` attribute."""
        url = self.file.storage.url
        return ", ".join(f"{url(name)} {width}w" for width, name in self.renditions)

    def rendition_url(self, width):
        """Address of the narrowest rendition of at least `width` px, or of the widest."""
        wide_enough = [name for w, name in self.renditions if w >= width]
        return self.file.storage.url((wide_enough or [self.renditions[-1][1]])[0])
