"""Acts on many articles of the list: one by one, by the same door as the buttons of a form."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from reviews import acts, checks, roles
from reviews.acts import ACTS
from reviews.models import Article

from .states import Status

MOST_AT_ONCE = 100
# What readers see at once is asked about before.
CONFIRMED = {Status.PUBLISHED, Status.WITHDRAWN}
LABELS = {
    "publish": "Publish",
    "submit": "Send to review",
    "send_back": "Back to draft",
    "withdraw": "Withdraw",
}


class ActsOnMany:
    """Offers in the list of articles what the user may do to some of them."""

    def get_actions(self, request):
        own = {
            name: (_action(name), name, f"{label} the chosen articles")
            for name, label in LABELS.items()
            if _may_ever(request.user, ACTS[name])
        }
        return own | super().get_actions(request)


def _may_ever(user, act):
    is_for_readers = act.leads_to in CONFIRMED
    return roles.may_publish(user) if is_for_readers else roles.writes(user)


def _action(name):
    def run(model_admin, request, queryset):
        act = ACTS[name]
        if queryset.count() > MOST_AT_ONCE:
            words = f"At most {MOST_AT_ONCE} articles at a time: choose fewer."
            messages.error(request, words)
            return None
        articles = list(queryset)
        if act.leads_to in CONFIRMED and request.POST.get("sure") != "yes":
            return _ask(model_admin, request, name, articles)
        _say(request, act, *_perform(act, articles, request.user))
        return None

    run.__name__ = name
    return run


def _perform(act, articles, user):
    """Do `act` to each; return those done and, for the others, (article, reason)."""
    done, refused = [], []
    for pk in [article.pk for article in articles]:
        try:
            with transaction.atomic():
                article = Article.objects.select_for_update().get(pk=pk)
                acts.perform(act, article, by=user)
            done.append(article)
        except acts.Refused as refusal:
            refused.append((article, refusal))
    return done, refused


def _say(request, act, done, refused):
    """Tell what was done, with a way to undo it, and each refusal with its reason."""
    if done:
        keys = ",".join(str(article.pk) for article in done)
        address = f"{reverse('admin:reviews_article_changelist')}?id__in={keys}"
        messages.success(
            request,
            format_html(
                '{}: {}. <a href="{}">Show only these</a>, to look again or to take it back.',
                act.done,
                _count(done),
                address,
            ),
        )
    if refused:
        lines = format_html_join(
            "", '<li><a href="{}">{}</a>: {}</li>', ((_form_of(a), a, why) for a, why in refused)
        )
        words = format_html("Left as they are: {}.<ul>{}</ul>", _count(refused), lines)
        messages.error(request, words)


def _ask(model_admin, request, name, articles):
    """The page that says what would become of each article before it is done."""
    act = ACTS[name]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{LABELS[name]} {_count(articles)}?",
        "opts": model_admin.opts,
        "action": name,
        "label": LABELS[name],
        "checkbox": ACTION_CHECKBOX_NAME,
        "lines": [_line(act, article, request.user) for article in articles],
    }
    context["can_any"] = any(not line["refusal"] for line in context["lines"])
    return TemplateResponse(request, "admin/reviews/article/confirm_act.html", context)


def _line(act, article, user):
    line = {"article": article, "address": _form_of(article), "refusal": None, "warnings": []}
    try:
        acts.refuse(act, article, by=user)
    except acts.Refused as refusal:
        return line | {"refusal": refusal}
    if act.leads_to == Status.PUBLISHED:
        line["warnings"] = [finding.message for finding in checks.run(article)]
    return line


def _form_of(article):
    return reverse("admin:reviews_article_change", args=[article.pk])


def _count(articles):
    return f"{len(articles)} article" + ("" if len(articles) == 1 else "s")
