"""The form field of an article's body: CKEditor, fenced in (docs/decisions/0002)."""

from ckeditor.widgets import CKEditorWidget
from django.forms import CharField, Media
from django.templatetags.static import static
from django.urls import reverse

from . import richtext
from .ckeditor_config import PLUGINS
from .linking import editable_links, tie_links
from .models import Image
from .richtext.tree import element, inner_html, parse

WIDTH_IN_EDITOR_PX = 800


class BodyWidget(CKEditorWidget):
    """Shows a body as it will be kept, its pictures visible, whatever was typed or stored."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.external_plugin_resources = _PluginAddresses()

    @property
    def media(self):
        return super().media + Media(
            css={"all": ["reviews/ckeditor/editor.css"]},
            js=[
                "reviews/admin/csrf.js",
                "reviews/ckeditor/dialog.js",
                "reviews/ckeditor/picture_dialog.js",
            ],
        )

    def format_value(self, value):
        return editable_html(value or "")

    def _set_config(self):
        super()._set_config()
        self.config["contentsCss"] = [static("reviews/ckeditor/contents.css")]
        self.config["pictureUploadUrl"] = reverse("admin:reviews_image_upload")
        self.config["articlesUrl"] = reverse("admin:reviews_article_to_link")
        self.config["pictureLibraryUrl"] = reverse("admin:reviews_image_library")


class BodyField(CharField):
    """Shows what was typed with links of the marks only that a save would give them."""

    def bound_data(self, data, initial):
        return tie_links(richtext.clean_html(data or ""))


class _PluginAddresses:
    """Addresses of our plugins, looked up when a page is made: not all storages have them now."""

    def __iter__(self):
        for name in PLUGINS:
            yield name, static(f"reviews/ckeditor/{name}.js"), ""


def editable_html(html: str) -> str:
    """Return cleaned `html` with each picture's address, and the words that readers would see."""
    root = parse(editable_links(richtext.clean_html(html)))
    figures = {int(f.get("data-image")): f for f in root.iterfind(".//figure[@data-image]")}
    pictures = Image.objects.in_bulk(figures)
    for figure in root.iterfind(".//figure[@data-image]"):
        if picture := pictures.get(int(figure.get("data-image"))):
            _show(figure, picture)
    return inner_html(root)


def _show(figure, picture) -> None:
    image = figure.find("img")
    image.set("src", picture.rendition_url(WIDTH_IN_EDITOR_PX))
    image.set("width", str(picture.width))
    image.set("height", str(picture.height))
    if image.get("alt") is None:
        image.set("alt", picture.alt)
    if figure.find("figcaption") is None:
        caption = element("figcaption")
        caption.text = picture.caption
        figure.append(caption)
