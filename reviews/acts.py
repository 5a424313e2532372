"""
What people do to an article's state: publish, withdraw, hand in, send back. Their only door.

`publishing` writes the state for whoever calls it, a load or a person; here it is asked first
who may, and whether the checklist has an error. Each act done is in the admin's log.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction

from . import checks, publishing, roles, zones
from .models import Article

Status = Article.Status


class Refused(Exception):
    """The act is not done; `findings` are the errors that stand against it, if it is they."""

    def __init__(self, reason, findings=()):
        self.findings = list(findings)
        super().__init__(" ".join([reason, *(finding.message for finding in self.findings)]))


@dataclass(frozen=True)
class Act:
    """A button: what it says, its verb, what it does, where it leads, who may, and its log."""

    label: str
    verb: str
    done: str
    move: Callable[[Article], None]
    leads_to: str
    is_allowed: Callable

    def fits(self, article):
        return article.status != self.leads_to and publishing.can_become(article, self.leads_to)


ACTS = {
    "publish": Act(
        "Save and publish",
        "publish",
        "Published",
        publishing.publish,
        Status.PUBLISHED,
        roles.may_publish,
    ),
    "submit": Act(
        "Send to review",
        "send to review",
        "Sent to review",
        publishing.submit,
        Status.IN_REVIEW,
        roles.may_submit,
    ),
    "send_back": Act(
        "Back to draft",
        "make a draft again",
        "Sent back to draft",
        publishing.send_back,
        Status.DRAFT,
        roles.may_send_back,
    ),
    "withdraw": Act(
        "Withdraw",
        "withdraw",
        "Withdrawn",
        publishing.withdraw,
        Status.WITHDRAWN,
        roles.may_withdraw,
    ),
}


@transaction.atomic
def perform(act, article, *, by):
    """Do `act` to the saved `article` in the name of `by`; raise Refused when it may not be."""
    refuse(act, article, by=by)
    try:
        act.move(article)
    except publishing.WrongState as error:
        raise Refused(str(error)) from None
    _log(act, article, by)


def refuse(act, article, *, by):
    """Raise Refused where there is a reason for which `by` cannot do `act` to `article`."""
    if not act.is_allowed(by, article):
        raise Refused(f"You may not {act.verb} it.")
    if article.status == act.leads_to:
        raise Refused(f"It is {article.get_status_display()} already.")
    if not act.fits(article):
        raise Refused(str(publishing.WrongState(article, act.leads_to)))
    if act.leads_to == Status.PUBLISHED and (found := checks.errors(article)):
        raise Refused("The checklist has errors.", found)


def errors_before_readers(article):
    """The errors of `article` as it is stored, if readers see it now or will."""
    stored = Article.objects.approved().filter(pk=article.pk).first()
    return checks.errors(stored) if stored else []


def refuse_new_errors(article, before):
    """
    Raise Refused when what is stored of a published article has errors that it had not `before`.

    For whoever writes to one, inside the transaction; errors of old do not keep a typo from
    being mended.
    """
    known = {(finding.code, finding.subject) for finding in before}
    new = [
        finding
        for finding in errors_before_readers(article)
        if (finding.code, finding.subject) not in known
    ]
    if new:
        raise Refused("Readers would see a mistake.", new)


def _log(act, article, by):
    words = act.done
    if article.is_embargoed():
        words += f", and held back until {zones.in_words(article.published_at)}"
    LogEntry.objects.log_actions(by.pk, [article], CHANGE, f"{words}.", single_object=True)
