"""
No save over what somebody else has saved since the form was opened.

The form says, signed, in which version it was opened. The save begins with an UPDATE that asks for
that version; when it finds no row nothing is written, and a page shows both texts to be merged.
"""

from dataclasses import dataclass

from django.contrib.admin.utils import unquote
from django.core import signing
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from reviews import history, richtext
from reviews.history.changes import BODY, changes
from reviews.history.merging import Conflict, merge
from reviews.history.snapshot import snapshots, value_of
from reviews.models import Article, ArticleVersion
from reviews.tag_field import untick

from .differences import Difference, body_difference, differences
from .posted import Poster, typed_state

OPENED, MERGED, LOOK = "opened", "merged", "_look"
NOT_TYPED = {"pins and bans", "created_by"}


class Stale(Exception):
    """The article has been saved since the form was opened: `state` is what was typed."""

    def __init__(self, state):
        super().__init__("the form is stale")
        self.state = state


@dataclass(frozen=True)
class Choice:
    """One field that differs: whose is taken unless the editor says otherwise; "" when unsure."""

    difference: Difference
    taken: str
    may_be_both: bool


class GuardsEdits:
    """Compares the version that a form was opened in with the one that it would write over."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.pk:
            # A form that came back with errors is as old as it was.
            context[OPENED] = request.POST.get(OPENED) or seal(obj.pk, obj.version)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or not object_id:
            return super().changeform_view(request, object_id, form_url, extra_context)
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self.offer_as_new(request, extra_context)
        history.begin([article.pk])
        article.refresh_from_db(fields=["version"])
        try:
            self.prepare(request, article)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Stale as stale:
            return self.conflict_page(request, article, stale.state)

    def prepare(self, request, article):
        """Take over the choices of a merge; let a form pass that is old in nothing it holds."""
        data = request.POST.copy()
        if MERGED in data:
            apply_choices(data, Poster(self, request, article), article)
        opened = unseal(data.get(OPENED), article.pk)
        if opened != article.version:
            poster = Poster(self, request, article)
            if not changed_since(article, opened):
                data[OPENED] = seal(article.pk, article.version)
            take_over_time(data, poster, article, opened)
            for name in poster.formsets:
                typed = poster.typed_rows(name, data)
                # Rows of today, so that the ids of rows that are gone make no error.
                _replace_rows(data, poster, name, typed)
        request.POST = data

    def claims(self, request, obj, form):
        """
        Whether `obj` is still what was opened; then its row is locked until all is written.

        The one UPDATE asks for the version and takes the lock. `save_related` tells the rest.
        """
        opened = unseal(request.POST.get(OPENED), obj.pk) or 0
        mine = Article.objects.filter(pk=obj.pk, version=opened)
        form.is_stale = mine.update(version=opened) == 0
        return not form.is_stale

    def save_related(self, request, form, formsets, change):
        if getattr(form, "is_stale", False):
            now = snapshots([form.instance.pk])[form.instance.pk]
            typed = typed_state(form, formsets, now)
            # A form that is sent twice says what is there already; one that names no version may
            # come from anywhere.
            opened = unseal(request.POST.get(OPENED), form.instance.pk)
            if opened is None or changes(now, typed):
                raise Stale(typed)
            form.instance.refresh_from_db()
        super().save_related(request, form, formsets, change)

    def conflict_page(self, request, article, mine):
        """Both texts, what differs, and what is to be chosen; all that was typed goes with it."""
        latest = ArticleVersion.objects.filter(article=article).current().get()
        opened = unseal(request.POST.get(OPENED), article.pk)
        base, theirs = base_of(article, opened), latest.state
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": "This article was saved meanwhile",
            "latest": latest,
            "is_own": latest.by_id == request.user.pk,
            "has_base": base is not None,
            "choices": field_choices(base, mine, theirs),
            "chunks": body_chunks(base, mine, theirs),
            "typed": carried(request.POST),
            "token": signing.dumps([article.pk, opened, latest.number], salt="merge"),
            "media": self.media,
        }
        name = "admin/reviews/article/conflict.html"
        return TemplateResponse(request, name, context, status=409)

    def offer_as_new(self, request, extra_context):
        """The article is gone: what was typed for it comes back in the form of a new one."""
        poster, data = Poster(self, request), request.POST.copy()
        rows = {name: poster.typed_rows(name, data) for name in poster.formsets}
        poster.without_rows(data)
        for name, typed in rows.items():
            for key, values in poster.rows(name, typed).items():
                data.setlist(key, values)
        data.pop(OPENED, None)
        data[LOOK] = "deleted"
        request.POST = data
        address = reverse("admin:reviews_article_add")
        return super().changeform_view(request, None, address, extra_context)


def seal(pk, version):
    """What a form carries of the version that it was opened in."""
    return signing.dumps([pk, version], salt=OPENED)


def unseal(text, pk):
    """The version that a form was opened in; None when it does not say so, or for another."""
    try:
        found, version = signing.loads(text or "", salt=OPENED)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return version if found == pk else None


def take_over_time(data, poster, article, opened):
    """
    Give a form that left the time of publication as it was the one that the article has now.

    What was published meanwhile must have one, and whoever left it empty did not mean that.
    """
    base = base_of(article, opened)
    if base is None or "published_at" not in poster.names:
        return
    before = poster.part("published_at", base["published_at"])
    if all(data.getlist(key) == values for key, values in before.items()):
        now = value_of(article.published_at)
        for key, values in poster.part("published_at", now).items():
            data.setlist(key, values)


def base_of(article, opened):
    """The state that was opened, where the history has it."""
    if opened is None:
        return None
    version = ArticleVersion.objects.filter(article=article, number=opened).first()
    return version and version.state


def changed_since(article, opened):
    """Whether what a form holds, or the article's state, is other than when it was opened."""
    base = base_of(article, opened)
    if base is None:
        return True
    now = snapshots([article.pk])[article.pk]
    return any(change.name not in NOT_TYPED for change in changes(base, now))


def field_choices(base, mine, theirs):
    """A choice for each field but the text that is not the same on both sides."""
    typed = [c for c in changes(theirs, mine) if c.name != BODY and c.name not in NOT_TYPED]
    return [
        Choice(each, _taken(each.name, base, mine, theirs), each.name == "themes")
        for each in differences(typed)
    ]


def _taken(name, base, mine, theirs):
    if base is None or name not in base:
        return ""
    by_me, by_them = (
        any(change.name == name for change in changes(base, side)) for side in (mine, theirs)
    )
    if by_me and by_them:
        return "both" if name == "themes" else ""
    return "mine" if by_me else "theirs"


def body_chunks(base, mine, theirs):
    """The two texts brought together: (chunk, rows that compare them, number of a conflict)."""
    if mine[BODY] == theirs[BODY]:
        return []
    chunks, number = [], 0
    for chunk in merged_bodies(base, mine[BODY], theirs[BODY]):
        is_conflict = isinstance(chunk, Conflict)
        rows = body_difference("".join(chunk.theirs), "".join(chunk.mine)) if is_conflict else []
        same = [] if is_conflict else body_difference(*["".join(chunk.items)] * 2)
        chunks.append((chunk, rows or same, number if is_conflict else None))
        number += is_conflict
    return chunks


def merged_bodies(base, mine, theirs):
    """The chunks of a merge of the texts of two states."""
    texts = [base and base[BODY], mine, theirs]
    return merge(*(text if text is None else _blocks(text) for text in texts))


def _blocks(html):
    return [block.html.strip() for block in richtext.blocks(html)]


def apply_choices(data, poster, article):
    """Put what the editor chose on the page of a conflict into the `data` of the form."""
    try:
        pk, opened, latest = signing.loads(data.pop(MERGED)[-1], salt="merge")
    except signing.BadSignature:
        return
    theirs = ArticleVersion.objects.filter(article=article, number=latest).first()
    if theirs is None or pk != article.pk:
        return
    base = base_of(article, opened)
    for name in sorted(poster.names & theirs.state.keys() - {BODY}):
        _apply(data, poster, name, theirs.state[name], data.pop(f"choice-{name}", ["mine"])[-1])
    if BODY in poster.form.fields:
        mine = richtext.clean_html(data.get(BODY, ""))
        data[BODY] = chosen_body(merged_bodies(base, mine, theirs.state[BODY]), data)
    data[OPENED] = seal(pk, latest)


def _apply(data, poster, name, theirs, choice):
    if choice == "theirs" and name in {"shows", "themes"}:
        untick(data, name.removesuffix("s"))
    if name in poster.formsets:
        typed = poster.typed_rows(name, data)
        _replace_rows(data, poster, name, _picked(choice, typed, theirs))
        return
    if choice == "both" and isinstance(theirs, list):
        keys = {*data.getlist(name), *(str(each["id"]) for each in theirs)}
        data.setlist(name, sorted(keys))
    elif choice == "theirs":
        for key, values in poster.part(name, theirs).items():
            data.setlist(key, values)


def _picked(choice, typed, theirs):
    return [each["id"] for each in theirs] if choice == "theirs" else typed


def _replace_rows(data, poster, name, keys):
    _, prefix, _ = poster.formsets[name]
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        del data[key]
    for key, values in poster.rows(name, keys).items():
        data.setlist(key, values)


def chosen_body(chunks, data):
    """The merged text; a conflict that nobody decided keeps both sides."""
    blocks, number = [], 0
    for chunk in chunks:
        if not isinstance(chunk, Conflict):
            blocks += chunk.items
            continue
        choice = data.get(f"choice-body-{number}", "both")
        blocks += chunk.theirs if choice in {"theirs", "both"} else []
        blocks += chunk.mine if choice in {"mine", "both"} else []
        number += 1
    return "\n".join(blocks)


def carried(data: QueryDict):
    """What was posted, as hidden fields: everything but what this page says itself."""
    own = {"csrfmiddlewaretoken", MERGED, LOOK}
    return [
        (name, value)
        for name, values in data.lists()
        for value in values
        if name not in own and not name.startswith("choice-")
    ]
