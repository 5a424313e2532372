"""
When the stored lists are computed, and how far: the whole paper, or around one article.

Both read the database only, so a call that is doubled, late or lost does no harm. Both write
only what differs, under one lock, so two may run at once.
"""

from itertools import islice

from django.db import IntegrityError
from django.db.models import F

from reviews.models import Article

from . import stored
from .frequencies import common_tags, save_terms
from .paper import Paper
from .profiles import refresh_profiles, save_measures
from .reading import WholePaper
from .scoring import Statistics
from .stored import Changes
from .tuning import score_settings
from .updating import update_around
from .variety import cut

# Up to this size a paper is rebuilt outright after each change: that takes a fraction of a
# second, and there each article moves the rarity of all tags and words. In a larger paper one
# article moves it by next to nothing, and the work has to be bounded.
SMALL_PAPER_ARTICLES = 200
LISTS_AT_ONCE = 500
TRIES = 3


class Overtaken(Exception):
    """A build that began later has finished: it has seen all that this one has, and more."""


def rebuild(*, progress=None, only_if_changed=False):
    """
    Compute the lists of the whole paper; return the Changes.

    Computing takes no lock and writing a short one for every LISTS_AT_ONCE, so editors can save
    meanwhile; an article that they save is left as the update around it has put it. A build that
    was killed is run again: words counted and lists written by it are there already. `progress`
    is called with what is done, how many articles it is done for, and how many there are. With
    `only_if_changed` nothing is computed when all that the last build read is the same.
    """
    build = Build(progress)
    if only_if_changed and not build.finds_changes():
        return Changes()
    try:
        return build.run()
    except Overtaken:
        return build.changes


def update_for(article_pk):
    """
    Bring the lists up to date with one article, at once: its own, and its place in the others.

    Whatever happened to it, also when it is gone. Return the Changes.
    """
    if _is_small() or not stored.is_built():
        return rebuild(only_if_changed=True)
    with stored.locked():
        return update_around(article_pk)


def refresh():
    """After a change that concerns every article: rebuild a small paper; a large one is due."""
    if _is_small():
        rebuild(only_if_changed=True)
    else:
        stored.note_write(digest="")


def is_due():
    """Whether anything that the lists depend on has been announced since the last build."""
    return not stored.build().digest


def _is_small():
    return not Article.objects.approved().order_by()[SMALL_PAPER_ARTICLES:].exists()


class Build:
    """One computation of all lists, and the writing of it, part by part."""

    def __init__(self, progress=None):
        self.progress = progress or (lambda step, done, total: None)
        self.settings = score_settings()
        self.before = stored.build()
        self.whole = WholePaper(self.settings)
        self.statistics = None
        self.changes = Changes()

    def finds_changes(self):
        """Whether what there is to read differs from what the last build read."""
        self._read()
        return self.whole.digest != self.before.digest

    def run(self):
        """Compute, write what differs, note it; return the Changes."""
        if self.statistics is None:
            self._read()
        with stored.locked():
            self._stop_when_overtaken()
            self.changes += stored.drop_unapproved()
        self._write_all()
        self._finish()
        return self.changes

    def _write_all(self):
        """Score the paper, which takes its memory until then only, and write its lists."""
        paper = Paper(self.whole.documents(), self.settings, self.statistics)
        rankings = paper.rankings(lambda done, total: self.progress("scored", done, total))
        done = 0
        while part := list(islice(rankings, LISTS_AT_ONCE)):
            self._write(part)
            done += len(part)
            self.progress("written", done, len(paper.ids))

    def _read(self):
        total = Article.objects.approved().count()
        refresh_profiles(lambda done: self.progress("read", done, max(done, total)))
        self.statistics = Statistics.of(self.whole.documents())

    def _write(self, rankings):
        lists = {each.source: stored.entries(each) for each in rankings}
        for _ in range(TRIES):
            try:
                with stored.locked():
                    self._stop_when_overtaken()
                    self.changes += stored.write_lists(self._with_touched(lists))
                    save_measures(rankings)
                return
            except IntegrityError:  # An article of the plan has just been deleted.
                lists = _existing(lists)

    def _stop_when_overtaken(self):
        now = stored.build()
        if now.finished != self.before.finished and now.begun >= self.before.generation:
            raise Overtaken

    def _with_touched(self, lists):
        """The lists with articles that were touched meanwhile left where their update put them."""
        touched = stored.touched_since(self.before.generation)
        if not touched:
            return lists
        lists = {source: entries for source, entries in lists.items() if source not in touched}
        lines = stored.lines_to(touched, lists)
        return {
            source: self._merged(entries, lines.get(source, []), touched)
            for source, entries in lists.items()
        }

    def _merged(self, entries, lines, touched):
        others = [entry for entry in entries if entry.target not in touched]
        return cut(sorted([*lines, *others], key=lambda entry: -entry.score), self.settings)

    def _finish(self):
        began = self.before.generation
        with stored.locked():
            digest = "" if stored.touched_since(began) else self.whole.digest
            if not self.changes and digest == stored.build().digest:
                return
            stored.forget_touched(began)
            stored.note_write(
                begun=began,
                finished=F("finished") + 1,
                digest=digest,
                articles=self.statistics.articles,
                common_tags=common_tags(self.statistics.tags),
                term_bits=save_terms(self.statistics.terms),
            )


def _existing(lists):
    """The lists without articles that are gone."""
    ids = {*lists, *(entry.target for entries in lists.values() for entry in entries)}
    there = set(Article.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return {
        source: [entry for entry in entries if entry.target in there]
        for source, entries in lists.items()
        if source in there
    }
