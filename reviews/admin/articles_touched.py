"""What an editor's save or deletion means for the articles that carry the edited thing."""

from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html

from reviews import publishing
from reviews.linking import linking_to
from reviews.models import Article

USERS_LISTED = 50


class AnnouncesArticles:
    """Tells listeners, after commit, of every article that a save or a deletion touches."""

    def articles_touched(self, objects):
        """The articles that readers see differently once `objects` change; each admin says it."""
        raise NotImplementedError

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(formset.has_changed() for formset in formsets)):
            self.announce([form.instance])

    def delete_model(self, request, obj):
        self.announce([obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        self.announce(list(queryset))
        super().delete_queryset(request, queryset)

    def announce(self, objects):
        touched = self.articles_touched(objects).order_by("pk")
        publishing.announce_all(touched.values_list("pk", flat=True))


class KeepsWhatArticlesUse:
    """Refuses to delete what articles use, and lists those articles instead."""

    def articles_using(self, objects):
        """The articles that one of `objects` may not be deleted from under; each admin says it."""
        raise NotImplementedError

    def get_deleted_objects(self, objs, request):
        *found, protected = super().get_deleted_objects(objs, request)
        using = self.articles_using(objs)
        users = [article_link(article) for article in using.newest_first()[:USERS_LISTED]]
        if (further := using.count() - USERS_LISTED) > 0:
            users.append(f"and {further} more articles")
        return *found, [*protected, *(user for user in users if user not in protected)]


class TellsWhatLinksHere:
    """Names, before articles are deleted, those whose texts link to them."""

    def get_deleted_objects(self, objs, request):
        deleted, *rest = super().get_deleted_objects(objs, request)
        told = [
            format_html("{} links to it, and will show plain words there", article_link(linking))
            for article in objs
            for linking in linking_to(article).newest_first()[:USERS_LISTED]
        ]
        return [*told, *deleted], *rest


class CountsArticles:
    """A column with the number of articles, which leads to their list."""

    article_lookup = ""

    def get_queryset(self, request):
        # Grouping drops the model's own order.
        ordering = self.model._meta.ordering
        return (
            super()
            .get_queryset(request)
            .annotate(article_count=Count("articles"))
            .order_by(*ordering)
        )

    def articles_column(self, obj):
        address = reverse("admin:reviews_article_changelist")
        return format_html(
            '<a href="{}?{}={}">{}</a>', address, self.article_lookup, obj.pk, obj.article_count
        )

    articles_column.short_description = "articles"
    articles_column.admin_order_field = "article_count"


def article_link(article: Article) -> str:
    address = reverse("admin:reviews_article_change", args=[article.pk])
    return format_html('Article: <a href="{}">{}</a>', address, article)
