"""Admin pages of the picture library, and the two addresses that the text editor asks."""

import re

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from reviews import editor_views, images
from reviews.forms import ImageForm, ImageUploadForm
from reviews.images import files_undone_on_failure
from reviews.models import Article, Image

from .articles_touched import AnnouncesArticles, KeepsWhatArticlesUse
from .image_filters import UseFilter, WordsFilter
from .image_uses import uses_of, with_uses

WORDS = ["alt_text", "is_decorative", "caption", "credit"]
FOCUS = ("focal_x", "focal_y")
# The random part of a picture's address; editors paste addresses into the search box.
FILE_NAME = re.compile(r"[0-9a-f]{32}")


@admin.register(Image)
class ImageAdmin(KeepsWhatArticlesUse, AnnouncesArticles, admin.ModelAdmin):
    change_list_template = "admin/reviews/image/change_list.html"
    list_filter = [UseFilter, WordsFilter, "created_at"]
    search_fields = [
        "alt_text__folded_contains",
        "caption__folded_contains",
        "credit__folded_contains",
        "original_name__folded_contains",
    ]
    list_per_page = 48
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["reviews/admin/pictures.css"]}
        js = ["reviews/admin/focal.js"]

    def get_urls(self):
        own = [
            path("upload/", editor_views.upload, name="reviews_image_upload"),
            path("library/", editor_views.library, name="reviews_image_library"),
        ]
        return own + super().get_urls()

    def get_queryset(self, request):
        return with_uses(super().get_queryset(request))

    def get_search_results(self, request, queryset, search_term):
        if name := FILE_NAME.search(search_term):
            return queryset.filter(file__contains=name[0]), False
        return super().get_search_results(request, queryset, search_term)

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(
            request, obj, change, form=ImageForm if obj else ImageUploadForm, **kwargs
        )

    def get_fieldsets(self, request, obj=None):
        if obj:
            replacement = {"classes": ["collapse"], "fields": ["upload"]}
            return [
                (None, {"fields": ["picture", FOCUS, "size", *WORDS]}),
                ("Put another file in its place", replacement),
            ]
        return [(None, {"fields": ["upload", FOCUS, *WORDS]})]

    def get_readonly_fields(self, request, obj=None):
        return ["picture", "size"] if obj else []

    def changeform_view(self, request, *args, **kwargs):
        with files_undone_on_failure():
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["uses"] = uses_of(obj, request.user)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_form(self, request, form, change):
        image = super().save_form(request, form, change)
        image.came_twice = not change and not form.is_new
        return image

    def save_model(self, request, obj, form, change):
        """Write the words of a picture that is there; a new one was stored by its form."""
        if not change:
            return
        typed = form.cleaned_data
        obj.save(update_fields=WORDS)
        if {*FOCUS} & {*form.changed_data}:
            images.move_focus(obj, typed["focal_x"], typed["focal_y"])
        if typed["upload"]:
            images.replace_file(obj, typed["upload"])

    def log_addition(self, request, obj, message):
        return None if obj.came_twice else super().log_addition(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        if not obj.came_twice or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, _came_twice(request.POST), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:reviews_image_change", args=[obj.pk]))

    def articles_touched(self, objects):
        return Article.objects.showing(objects)

    articles_using = articles_touched

    def picture(self, image):
        return format_html(
            '<a href="{}"><img class="picture" src="{}" alt="{}" width="{}" height="{}"></a>',
            image.url,
            image.last_url(800),
            image.alt,
            image.width,
            image.height,
        )

    def size(self, image):
        made = "" if image.copies and image.crops else "; its smaller copies are being made"
        return f"{image.width} × {image.height} pixels{made}"


def _came_twice(typed):
    labels = {"alt_text": "alternative text", "caption": "caption", "credit": "credit"}
    lost = "; ".join(
        f"{label} “{typed[name]}”" for name, label in labels.items() if typed.get(name)
    )
    return "This picture was in the library already: here it is, with the words that it had." + (
        f" You typed: {lost}." if lost else ""
    )
