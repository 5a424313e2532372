"""Versions are written here, and nowhere else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from reviews.models import Article, ArticleVersion

from .changes import changes, in_words
from .snapshot import State, snapshots

# Whole texts are held while they are written.
BATCH = 200


@dataclass
class Act:
    """
    What one person does by one door.

    `touched` are the articles that it has changed, `begun` those of which is kept what they were.
    """

    by: object = None
    door: str = "command"
    reason: str = ""
    is_kept_anyway: bool = False
    touched: set[int] = field(default_factory=set)
    begun: set[int] = field(default_factory=set)


_act: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def acting(*, by=None, door: str, reason: str = "", is_kept_anyway: bool = False) -> Iterator[Act]:
    """
    Everything recorded inside becomes one version per article, in the transaction of the act.

    Inside another act it belongs to that one. `reason` stands before what changed; what
    `is_kept_anyway` makes a version even when nothing differs.
    """
    if outer := _act.get():
        yield outer
        return
    act = Act(by, door, reason, is_kept_anyway)
    token = _act.set(act)
    try:
        with transaction.atomic():
            yield act
            write(act.touched, act)
    finally:
        _act.reset(token)


def record(article: Article) -> None:
    """Keep what `article` has become: at the end of the act that is under way, or at once."""
    record_all([article.pk])


def record_all(pks: Iterable[int]) -> None:
    """Keep what many articles have become, in a number of queries that does not grow with them."""
    if act := _act.get():
        act.touched.update(pks)
    else:
        write(pks, Act())


def begin(pks: Iterable[int]) -> None:
    """Keep what those articles are, where their last version does not say so: before a change."""
    act = _act.get() or Act()
    pks = set(pks) - act.begun - act.touched
    write(pks, Act(door="elsewhere"))
    act.begun |= pks


@transaction.atomic
def current(article: Article) -> ArticleVersion:
    """The version that `article` is in now, written if nothing has kept it yet."""
    write([article.pk], _act.get() or Act(door="elsewhere"))
    return ArticleVersion.objects.filter(article=article).current().get()


@transaction.atomic
def write(pks: Iterable[int], act: Act) -> None:
    """Write a version of each article that is not what its last one says."""
    for batch in _locked(pks):
        last, states = _current(batch), snapshots(batch)
        fresh = {pk: batch[pk] for pk in batch if pk not in last}
        found = {pk: changes(last[pk].state, states[pk]) for pk in last}
        moved = {pk: batch[pk] for pk in found if found[pk] or act.is_kept_anyway}
        _raised(_entered_anew(fresh))
        _insert(fresh, states, act, dict.fromkeys(fresh, "first version"))
        _insert(_raised(moved), states, act, {pk: in_words(found[pk]) for pk in moved})


def write_deletion(article: Article) -> None:
    """Keep `article` as it is right before it is deleted."""
    with transaction.atomic():
        for batch in _locked([article.pk]):
            act = _act.get() or Act()
            states = snapshots(batch)
            _insert(_raised(batch), states, act, {article.pk: "deleted"}, is_deletion=True)


def _locked(pks: Iterable[int]) -> Iterator[dict[int, Article]]:
    """Articles by key, without their texts, which nobody else can change until this is done."""
    keys = sorted(set(pks))
    for start in range(0, len(keys), BATCH):
        rows = (
            Article.objects.filter(pk__in=keys[start : start + BATCH])
            .select_for_update()
            .order_by("pk")
        )
        yield {article.pk: article for article in rows.only("pk", "uuid", "version")}


def _current(batch: dict[int, Article]) -> dict[int, ArticleVersion]:
    """The version that each article is in, where one was kept."""
    rows = ArticleVersion.objects.filter(article__in=batch.values()).current()
    keys = {article.uuid: pk for pk, article in batch.items()}
    return {keys[version.article_id]: version for version in rows}


def _entered_anew(fresh: dict[int, Article]) -> dict[int, Article]:
    """Those of which there are older versions under their uuid."""
    kept = ArticleVersion.objects.filter(article__in=fresh.values()).order_by()
    uuids = set(kept.values_list("article_id", flat=True)) if fresh else set()
    return {pk: article for pk, article in fresh.items() if article.uuid in uuids}


def _raised(batch: dict[int, Article]) -> dict[int, Article]:
    """
    The articles with their next number, in the database too.

    One that was deleted and entered anew under its old uuid goes on from its old versions.
    """
    rows = ArticleVersion.objects.filter(article__in=batch.values()).order_by()
    highest = dict(rows.values_list("article_id").annotate(Max("number")))
    for article in batch.values():
        article.version = max(article.version, highest.get(article.uuid, 0)) + 1
    Article.objects.bulk_update(batch.values(), ["version"])
    return batch


def _insert(batch, states: dict[int, State], act: Act, words=None, *, is_deletion=False) -> None:
    ArticleVersion.objects.bulk_create(
        ArticleVersion(
            article_id=article.uuid,
            article_pk=article.pk,
            number=article.version,
            state=states[pk],
            headline=states[pk]["headline"],
            changed=": ".join(filter(None, [act.reason, (words or {}).get(pk, "")])),
            door=act.door,
            by=act.by,
            by_name=act.by.get_username() if act.by else "",
            is_deletion=is_deletion,
        )
        for pk, article in batch.items()
    )
