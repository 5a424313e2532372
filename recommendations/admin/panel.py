"""The panel beside an article's form. It adds to the admin that `reviews` has for articles."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from recommendations import steering
from recommendations.forms import ChangeForm, TypedForm
from recommendations.models import Override
from recommendations.panel import Panel
from reviews.admin.autocomplete import ChooseOne
from reviews.models import Article
from reviews.numbers import whole_number

BaseArticleAdmin = type(admin.site.get_model_admin(Article))
admin.site.unregister(Article)


@admin.register(Article)
class ArticleWithLinksAdmin(BaseArticleAdmin):
    change_form_template = "admin/recommendations/article_form.html"

    class Media:
        css = {"all": ["recommendations/panel.css"]}
        js = [
            "reviews/admin/csrf.js",
            "recommendations/panel.js",
            "recommendations/mid_slot.js",
        ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.links_view)
        return [path("links/", view, name="reviews_article_links"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["links_panel"] = {
            "url": reverse("admin:reviews_article_links"),
            "pk": obj.pk if obj else "",
            "chooser": self._chooser(),
            **self._shown(request, obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator([require_POST, never_cache])
    def links_view(self, request):
        """The panel's inside, after an act if one is posted, for the form as it is typed."""
        article = self._article(request)
        form = TypedForm(request.POST) if "typed" in request.POST else None
        if form and not form.is_valid():
            return _refused(_words(form.errors.values()))
        said, refusal = self._try(request, article)
        if not (article or form):
            return _refused(refusal or "There is no article yet.")
        typed = form.article(article) if form else None
        shown = self._shown(request, article, typed, whole_number(request.POST.get("asked")))
        context = {"said": said, "refusal": refusal, **shown}
        name = "admin/recommendations/_links.html"
        response = TemplateResponse(request, name, context, status=400 if refusal else 200)
        response.headers["X-Links-Panel"] = "1"  # Tells it from Django's own pages of errors.
        return response

    def _article(self, request):
        """The saved article that is asked about, None for one not saved yet."""
        pk = request.POST.get("article")
        article = get_object_or_404(Article, pk=whole_number(pk)) if pk else None
        allowed = self.has_view_or_change_permission if article else self.has_add_permission
        if not (allowed(request, article) if article else allowed(request)):
            raise PermissionDenied
        return article

    def _try(self, request, article):
        """Do what the pressed button says, if one is; return what was done, or why not."""
        name = next((name for name in ACTS if name in request.POST), None)
        if name is None:
            return "", ""
        if article is None:
            return "", "Save the article first."
        permission, perform = ACTS[name]
        if not (self.has_change_permission(request, article) and _may(request, permission)):
            return "", "Your account may not do that. Ask an administrator."
        try:
            with self.acting(request, "links panel"):
                said = perform(article, request.POST[name], request.POST)
        except ValidationError as error:
            return "", " ".join(error.messages)
        self.log_change(request, article, f"Links: {said}")
        return said, ""

    def _shown(self, request, article, typed=None, asked=None):
        may_change = article is not None and self.has_change_permission(request, article)
        panel = None
        if article or typed:
            panel = Panel(article, user=request.user, typed=typed, asked=asked)
        return {
            "panel": panel,
            "asked": asked,
            "may": {name: may_change and _may(request, ACTS[name][0]) for name in ACTS},
            "slots": Override.Slot.choices,
        }

    def _chooser(self):
        """A field in which any article can be searched for."""
        field = Override._meta.get_field("target")
        widget = ChooseOne(field, self.admin_site, attrs={"data-width": "100%"})
        widget = field.formfield(widget=widget).widget
        return widget.render("asked", None, {"id": "links-asked"})


def _pin(article, target, posted):
    override = _steered(article, target, steering.PIN)
    skipped = steering.why_skipped(override)
    kept = f" It is kept, and skipped for now: {skipped}." if skipped else ""
    return f"“{override.target}” is pinned.{kept}"


def _ban(article, target, posted):
    return f"“{_steered(article, target, steering.BAN).target}” is banned from this page."


def _lift(article, pk, posted):
    override = _override(article, pk)
    override.delete()
    done = "no longer pinned" if override.kind == steering.PIN else "no longer banned"
    return f"“{override.target}” is {done}."


def _change(article, pk, posted):
    override = _override(article, pk)
    form = ChangeForm(posted, instance=override)
    if not form.is_valid():
        raise ValidationError(_words(form.errors.values()))
    form.save()
    return f"Place and note of “{override.target}” are saved."


def _order(article, order, posted):
    steering.reorder(article, [whole_number(key) for key in order.split(",")])
    return "The pins are in their new order."


def _never(article, value, posted):
    steering.never_recommend(article)
    return "No other page will link to this article."


def _again(article, value, posted):
    steering.recommend_again(article)
    return "Other pages may link to this article again."


# What a button of the panel is called: the permission that it takes, and what it does.
ACTS = {
    "pin": ("add_override", _pin),
    "ban": ("add_override", _ban),
    "lift": ("delete_override", _lift),
    "change": ("change_override", _change),
    "order": ("change_override", _order),
    "never": ("add_neverrecommend", _never),
    "again": ("delete_neverrecommend", _again),
}


def _may(request, permission):
    return request.user.has_perm(f"recommendations.{permission}")


def _steered(article, target, kind):
    found = Article.objects.filter(pk=whole_number(target)).first()
    if found is None:
        raise ValidationError("That article is gone.")
    return steering.steer(article, found.pk, kind)


def _override(article, pk):
    found = article.overrides.filter(pk=whole_number(pk)).select_related("target").first()
    if found is None:
        raise ValidationError("That pin or ban is gone already.")
    return found


def _refused(message):
    return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")


def _words(errors):
    return " ".join(message for messages in errors for message in messages)
