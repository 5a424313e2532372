"""A picture in the library, and the addresses of its scaled copies."""

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q

from .fields import WordsField

RENDITION_WIDTHS_PX = (480, 800, 1200, 1600)
CARD_SIZE_PX = (1200, 630)
# Raised when a picture gets more files than before; `make_renditions` brings old ones up to it.
RENDITIONS_VERSION = 1


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
    alt_text = WordsField(
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
    caption = WordsField(max_length=400, blank=True, help_text="Shown under the picture.")
    credit = WordsField(
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
    renditions_version = models.PositiveSmallIntegerField(default=0, editable=False)
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

    def rendition_name(self, width, extension="webp"):
        return f"{PurePosixPath(self.file.name).with_suffix('')}-{width}.{extension}"

    @property
    def card_name(self):
        """The picture for cards on other sites, cut around the focal point."""
        return self.rendition_name("card", "jpg")

    @property
    def is_opaque(self):
        """Whether nothing shines through, so that it can be a JPEG."""
        return self.file.name.endswith(".jpg")

    @property
    def is_complete(self):
        """Whether all files of today are there; of an older picture only WebP copies are."""
        return self.renditions_version >= RENDITIONS_VERSION

    @property
    def file_names(self):
        """Every file of a complete picture."""
        copies = [
            self.rendition_name(width, extension)
            for extension in self.extensions
            for width, _ in self.renditions
        ]
        return [self.file.name, self.card_name, *copies]

    @property
    def extensions(self):
        """The formats of the scaled copies, the smallest first; the last is for every reader."""
        return ("avif", "webp", "jpg") if self.is_opaque else ("avif", "webp")

    @property
    def srcset(self):
        """All renditions in the syntax of the `srcset` attribute."""
        return self.srcset_in("webp")

    def srcset_in(self, extension):
        url = self.file.storage.url
        names = [(width, self.rendition_name(width, extension)) for width, _ in self.renditions]
        return ", ".join(f"{url(name)} {width}w" for width, name in names)

    @property
    def sources(self):
        """(MIME type, srcset) of each format that a browser may choose before the last one."""
        extensions = self.extensions[:-1] if self.is_complete else ()
        return [(f"image/{extension}", self.srcset_in(extension)) for extension in extensions]

    @property
    def last_srcset(self):
        """The srcset for browsers that take none of `sources`."""
        return self.srcset_in(self.extensions[-1] if self.is_complete else "webp")

    def rendition_url(self, width, extension="webp"):
        """Address of the narrowest rendition of at least `width` px, or of the widest."""
        widths = [w for w, _ in self.renditions]
        wide_enough = next((w for w in widths if w >= width), widths[-1])
        return self.file.storage.url(self.rendition_name(wide_enough, extension))

    def last_url(self, width):
        """The same, in the format for every reader."""
        return self.rendition_url(width, self.extensions[-1] if self.is_complete else "webp")

    @property
    def card_url(self):
        """Address of the card; it changes with the focal point, so that no old cut is shown."""
        focus = f"{self.focal_x:.2f}-{self.focal_y:.2f}"
        return f"{self.file.storage.url(self.card_name)}?focus={focus}"
