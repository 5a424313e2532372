"""Any sequence of edits, publications, withdrawals, restores and renames loses no word."""

import os
from itertools import count
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviews import history
from reviews.models import Article
from tests.factories import make_author, make_draft, make_image, make_show, make_theme
from tests.reviews.newsroom import client_of, editor, form_values, send

# SEQUENCES=200 for a thorough run.
SEQUENCES = int(os.environ.get("SEQUENCES", "3"))
numbers = count(1)

ACTS = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(["One", "Two", "Three words here"])),
    st.tuples(st.just("rename"), st.integers(0, 3)),
    st.tuples(st.just("restore"), st.integers(0, 9)),
    st.tuples(st.sampled_from(["_publish", "_withdraw"]), st.none()),
)


class Story:
    """One article, what was saved of it, and every address under which readers had it."""

    def __init__(self, desk, client):
        self.desk, self.client, self.number = desk, client, next(numbers)
        self.article = make_draft(
            f"Story {self.number}",
            slug=f"story-{self.number}",
            standfirst="Said.",
            body="<p>Begun.</p>",
            verdict="Good.",
            authors=[make_author()],
            shows=[make_show()],
            themes=[make_theme()],
            lead_image=make_image(),
        )
        history.begin([self.article.pk])
        self.texts, self.slugs = {"<p>Begun.</p>"}, set()

    def page(self, name):
        return reverse(f"admin:reviews_article_{name}", args=[self.article.pk])

    def do(self, act, argument):
        if act == "edit":
            text = f"<p>{argument} {next(numbers)}.</p>"
            self.saved(send(self.desk, self.page("change"), body=text, headline=f"{argument}!"))
            self.texts.add(text)
        elif act == "rename":
            slug = f"story-{self.number}-{argument}"
            send(self.desk, self.page("change"), slug=slug, slug_taken="on")
        elif act == "restore":
            versions = list(self.article.versions.order_by("number"))
            if versions:
                opened = form_values(self.desk.get(self.page("change")))["opened"]
                number = versions[argument % len(versions)].number
                self.saved(
                    self.desk.post(self.page("restore"), {"number": number, "opened": opened})
                )
        elif f'name="{act}"' in self.desk.get(self.page("change")).content.decode():
            self.saved(send(self.desk, self.page("change"), act))
        article = Article.objects.get(pk=self.article.pk)
        if article.is_public():
            self.slugs.add(article.slug)

    def saved(self, response):
        assert response.status_code == 302

    def check(self):
        article = Article.objects.get(pk=self.article.pk)
        kept = [version.state["body"] for version in article.versions.all()]
        assert self.texts <= {*kept}
        assert article.versions.first().state["body"] == article.body
        for slug in self.slugs:
            answer = self.client.get(reverse("reviews:article", args=[slug]))
            if answer.status_code in {301, 302}:
                answer = self.client.get(urlsplit(answer.url).path)
            assert answer.status_code == (200 if article.is_public() else 404), slug


@pytest.mark.django_db
@settings(
    max_examples=SEQUENCES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, min_size=3, max_size=7))
def test_history_holds_every_saved_text_and_no_page_errs(acts, client):
    user = User.objects.filter(username="bo").first() or editor("bo")
    story = Story(client_of(user), client)

    for act, argument in acts:
        story.do(act, argument)
    story.check()
