"""Admin pages of the picture library, and the two addresses that the text editor asks."""

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from reviews import editor_views
from reviews.forms import ImageForm, ImageUploadForm
from reviews.images import files_undone_on_failure
from reviews.models import Article, Author, Image, Show

from .articles_touched import AnnouncesArticles, KeepsWhatArticlesUse

WORDS = ["alt_text", "is_decorative", "caption", "credit", ("focal_x", "focal_y")]


@admin.register(Image)
class ImageAdmin(KeepsWhatArticlesUse, AnnouncesArticles, admin.ModelAdmin):
    list_display = ["thumbnail", "alt_text", "caption", "credit", "size", "created_at"]
    list_display_links = ["thumbnail", "alt_text"]
    list_filter = ["is_decorative", "created_at"]
    search_fields = [
        "alt_text__folded_contains",
        "caption__folded_contains",
        "credit__folded_contains",
    ]
    list_per_page = 50

    class Media:
        css = {"all": ["reviews/admin/newsroom.css"]}

    def get_urls(self):
        own = [
            path("upload/", editor_views.upload, name="reviews_image_upload"),
            path("library/", editor_views.library, name="reviews_image_library"),
        ]
        return own + super().get_urls()

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(
            request, obj, change, form=ImageForm if obj else ImageUploadForm, **kwargs
        )

    def get_fieldsets(self, request, obj=None):
        if obj:
            return [(None, {"fields": ["picture", *WORDS, "used_by", "size"]})]
        return [(None, {"fields": ["upload", *WORDS]})]

    def get_readonly_fields(self, request, obj=None):
        return ["picture", "used_by", "size"] if obj else []

    def changeform_view(self, request, *args, **kwargs):
        with files_undone_on_failure():
            return super().changeform_view(request, *args, **kwargs)

    def save_form(self, request, form, change):
        image = super().save_form(request, form, change)
        image.came_twice = not change and not form.is_new
        return image

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    def log_addition(self, request, obj, message):
        return None if obj.came_twice else super().log_addition(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        if not obj.came_twice or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, _came_twice(request.POST), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:reviews_image_change", args=[obj.pk]))

    def articles_touched(self, objects):
        in_bodies = [Q(body__contains=f'data-image="{image.pk}"') for image in objects]
        return Article.objects.filter(Q.create([Q(lead_image__in=objects), *in_bodies], Q.OR))

    articles_using = articles_touched

    @admin.display(description="")
    def thumbnail(self, image):
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" width="120" height="80" loading="lazy">',
            image.rendition_url(240),
            str(image),
        )

    def picture(self, image):
        return format_html(
            '<a href="{}"><img class="picture" src="{}" alt="{}"></a>',
            image.url,
            image.rendition_url(800),
            image.alt,
        )

    @admin.display(description="size")
    def size(self, image):
        return f"{image.width} × {image.height}"

    def used_by(self, image):
        users = [
            *self.articles_using([image]).order_by("pk"),
            *Show.objects.filter(poster=image),
            *Author.objects.filter(portrait=image),
        ]
        return (
            format_html_join("", "<div>{}</div>", ([_link(user)] for user in users)) or "nothing"
        )


def _link(user):
    meta = user._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[user.pk])
    return format_html('{} <a href="{}">{}</a>', meta.verbose_name.capitalize(), address, user)


def _came_twice(typed):
    labels = {"alt_text": "alternative text", "caption": "caption", "credit": "credit"}
    lost = "; ".join(
        f"{label} “{typed[name]}”" for name, label in labels.items() if typed.get(name)
    )
    return "This picture was in the library already: here it is, with the words that it had." + (
        f" You typed: {lost}." if lost else ""
    )
