"""A picture in the library, and the addresses of its scaled copies."""

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q

from .fields import WordsField

RENDITION_WIDTHS_PX = (480, 800, 1200, 1600)
CARD_SIZE_PX = (1200, 630)
# Cut around the focal point, for sites and search engines that want a shape.
CROPS_PX = {"square": (1200, 1200), "wide": (1600, 900), "card": CARD_SIZE_PX}


def random_path(image, filename):
    """A name that cannot be guessed from the upload; only its checked extension is kept."""
    return f"images/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class ImageQuerySet(models.QuerySet):
    def unfinished(self):
        """Pictures that lack scaled copies or crops; pages show the whole file meanwhile."""
        return self.filter(Q(copies="") | Q(crops=""))


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
    original_name = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="What the file was called where it came from; for search in the library only.",
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    content_hash = models.CharField(
        max_length=64, unique=True, editable=False, help_text="SHA-256 of the bytes as uploaded."
    )
    copies = models.CharField(
        max_length=120,
        blank=True,
        editable=False,
        help_text="What the names of the scaled copies begin with; empty until all are written.",
    )
    crops = models.CharField(
        max_length=120,
        blank=True,
        editable=False,
        help_text="The same for the crops around the focal point.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImageQuerySet.as_manager()

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
    def is_opaque(self):
        """Whether nothing shines through, so that it can be a JPEG."""
        return self.file.name.endswith(".jpg")

    @property
    def extensions(self):
        """The formats of the scaled copies, the smallest first; the last is for every reader."""
        return ("avif", "webp", "jpg") if self.is_opaque else ("avif", "webp")

    @property
    def widths(self):
        """Widths of the scaled copies in px; the last is the whole picture's."""
        return [*(width for width in RENDITION_WIDTHS_PX if width < self.width), self.width]

    def candidates(self, extension="webp"):
        """Files to choose from as (width in px, storage name), narrowest first."""
        if not self.copies:
            return [(self.width, self.file.name)]
        return [(width, f"{self.copies}-{width}.{extension}") for width in self.widths]

    def srcset_in(self, extension):
        url = self.file.storage.url
        return ", ".join(f"{url(name)} {width}w" for width, name in self.candidates(extension))

    @property
    def srcset(self):
        """All copies in the syntax of the `srcset` attribute."""
        return self.srcset_in("webp")

    @property
    def sources(self):
        """(MIME type, srcset) of each format that a browser may choose before the last one."""
        extensions = self.extensions[:-1] if self.copies else ()
        return [(f"image/{extension}", self.srcset_in(extension)) for extension in extensions]

    @property
    def last_srcset(self):
        """The srcset for browsers that take none of `sources`."""
        return self.srcset_in(self.extensions[-1])

    def rendition_url(self, width, extension="webp"):
        """Address of the narrowest copy of at least `width` px, or of the widest."""
        names = self.candidates(extension)
        wide_enough = next((name for px, name in names if px >= width), names[-1][1])
        return self.file.storage.url(wide_enough)

    def last_url(self, width):
        """The same, in the format for every reader."""
        return self.rendition_url(width, self.extensions[-1])

    def crop_url(self, shape):
        """Address of one of CROPS_PX, or of a whole copy while there is none."""
        if not self.crops:
            return self.last_url(CROPS_PX[shape][0])
        return self.file.storage.url(f"{self.crops}-{shape}.jpg")

    @property
    def small_url(self):
        """Address of a small copy, for lists in the newsroom."""
        return self.rendition_url(RENDITION_WIDTHS_PX[0])

    @property
    def copy_names(self):
        found = [self.candidates(extension) for extension in self.extensions if self.copies]
        return [name for names in found for _, name in names]

    @property
    def crop_names(self):
        return [f"{self.crops}-{shape}.jpg" for shape in CROPS_PX if self.crops]

    @property
    def file_names(self):
        """Every file that is there of this picture."""
        return [self.file.name, *self.copy_names, *self.crop_names]


class ArticlePicture(models.Model):
    """A picture in the text of an article, drafts too; `picture_uses` keeps the rows."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="article_pictures")
    image = models.ForeignKey(Image, models.CASCADE, related_name="article_pictures")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "image"], name="article_picture_once")
        ]

    def __str__(self):
        return f"{self.image} in {self.article}"


class SupersededFile(models.Model):
    """A file that pages stored elsewhere may show until what takes its place exists."""

    is_content = False

    name = models.CharField(max_length=200, unique=True)
    image = models.ForeignKey(Image, models.CASCADE, related_name="superseded_files")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name
