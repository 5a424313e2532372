"""The buttons under an article that bring it from one state into another."""

from collections.abc import Callable
from dataclasses import dataclass

from reviews import publishing, roles
from reviews.models import Article

Status = Article.Status


@dataclass(frozen=True)
class Act:
    """A button: what it says, what it does, and from which state it makes sense."""

    label: str
    verb: str
    perform: Callable[[Article], None]
    leads_to: str
    is_allowed: Callable

    def fits(self, article):
        return article.status != self.leads_to and publishing.can_become(article, self.leads_to)


ACTS = {
    "_publish": Act(
        "Save and publish", "publish", publishing.publish, Status.PUBLISHED, roles.may_publish
    ),
    "_submit": Act(
        "Send to review", "send to review", publishing.submit, Status.IN_REVIEW, roles.may_submit
    ),
    "_send_back": Act(
        "Back to draft", "send back", publishing.send_back, Status.DRAFT, roles.may_send_back
    ),
    "_withdraw": Act(
        "Withdraw", "withdraw", publishing.withdraw, Status.WITHDRAWN, roles.may_withdraw
    ),
}


def acts_for(user, article=None):
    """The buttons that `user` gets under `article`, or under an empty form: (name, label)."""
    article = article or Article()
    return [
        (name, act.label)
        for name, act in ACTS.items()
        if act.is_allowed(user, article) and act.fits(article)
    ]
