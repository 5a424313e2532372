"""
Put into the demo paper what a newsroom at work has: people of each role, notes, versions, merges.

Run on a scratch database that `load_demo` filled, by `run.sh`. `NEWSROOM_PASSWORD` is everybody's.
"""

# ruff: noqa: E402

import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings")

import django

django.setup()

from django.contrib.auth.models import Group, User
from django.utils import timezone

from recommendations import steering
from reviews import checks, history, merging, notes, preview_links, publishing
from reviews.desk import findings
from reviews.models import Article, Author, Image, Show, Theme

ROLES = ("writer", "editor", "publisher")
BODY = "<p>A first paragraph about Dark and about fatherhood.</p><h2>A heading</h2><p>More.</p>"


def people() -> dict[str, User]:
    """One account of each role; the writer's has an author."""
    made = {}
    for role in ROLES:
        made[role] = user = User.objects.create_user(
            role, password=os.environ["NEWSROOM_PASSWORD"], is_staff=True
        )
        user.groups.add(Group.objects.get(name=role.capitalize()))
    Author.objects.create(name="A Writer", slug="a-writer", user=made["writer"])
    return made


def draft(headline: str, slug: str, by: User, **fields) -> Article:
    """An article of two versions, with a byline, a show and a theme."""
    fields = {"standfirst": "What it says first.", "body": BODY, "created_by": by} | fields
    with history.acting(by=by, door="form"):
        article = Article.objects.create(headline=headline, slug=slug, **fields)
        article.article_authors.create(author=Author.objects.get(slug="a-writer"), position=1)
        article.article_shows.create(show=Show.objects.get(slug="dark"), position=1)
        article.themes.add(Theme.objects.first())
        history.record(article)
    with history.acting(by=by, door="form"):
        article.body = BODY.replace("first", "much better first") + "<p>And an end.</p>"
        article.headline += " indeed"
        article.save()
        history.record(article)
    return article


def main() -> None:
    by = people()
    mine = draft("A draft of the writer", "a-draft", by["writer"])
    note = notes.add(mine, by["editor"], "Is the year right?\nI think it was 2019.")
    notes.add(mine, by["writer"], "It is: see the credits.", thread=note.pk)
    done = notes.add(mine, by["editor"], "Say who made it.")
    notes.resolve(mine, done.pk, by["writer"])
    preview_links.make(mine, by=by["writer"], days=7, note="Ann, for a fact check")
    steering.steer(mine, Article.objects.published().first().pk, steering.PIN)
    steering.steer(mine, Article.objects.published().last().pk, steering.BAN)

    waiting = draft("An article in review", "in-review", by["writer"], lead_image=None)
    publishing.submit(waiting)
    bare = draft("A review with nothing", "bare", by["editor"], body="", standfirst="")
    publishing.submit(bare)
    later = draft("An article held back", "held-back", by["editor"])
    publishing.publish(later, at=timezone.now() + timedelta(days=2))
    gone = draft("An article that was deleted", "deleted", by["editor"])
    with history.acting(by=by["publisher"], door="form"):
        gone.delete()

    one, other = (Theme.objects.create(name=n, slug=n.lower()) for n in ("Robot", "Robots"))
    mine.themes.add(one, other)
    late = Theme.objects.create(name="Automata", slug="automata")
    merging.merge(late, one, by=by["publisher"])
    Image.objects.filter(pk=Image.objects.last().pk).update(credit="")
    for article in Article.objects.all():
        findings.keep(article, checks.run(article))


if __name__ == "__main__":
    main()
