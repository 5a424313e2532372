"""However slugs are moved about, no old address takes more than one step or goes in a circle."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reviews import addresses, publishing
from reviews.addresses import Fate
from reviews.models import Article, OldAddress
from tests.factories import make_article

SLUGS = ("a", "b", "c", "d")
ARTICLES = ("x", "y", "z")
RENAME = st.tuples(st.just("rename"), st.sampled_from(ARTICLES), st.sampled_from(SLUGS))
OTHER = st.tuples(
    st.sampled_from(["withdraw", "publish", "delete"]), st.sampled_from(ARTICLES), st.just("")
)


class Walks(TestCase):
    @settings(max_examples=40)
    @given(st.lists(st.one_of(RENAME, RENAME, OTHER), max_size=12))
    def test_every_address_that_was_public_answers_in_one_step(self, steps):
        articles = {name: make_article(slug=name, headline=name) for name in ARTICLES}
        for act, name, slug in steps:
            if article := articles[name]:
                articles[name] = self.take_a_step(act, article, slug)

        for slug in (*SLUGS, *ARTICLES):
            self.look(slug)
        current = set(Article.objects.values_list("slug", flat=True))
        assert not current & set(OldAddress.objects.values_list("slug", flat=True))

    def take_a_step(self, act, article, slug):
        if act == "rename" and not Article.objects.filter(slug=slug).exists():
            article.slug = slug
            article.save()
        elif act == "withdraw" and article.is_public():
            publishing.withdraw(article)
        elif act == "publish":
            publishing.publish(article)
        elif act == "delete":
            article.delete()
            return None
        return article

    def look(self, slug):
        """Where a reader of the address is sent there is a page; nobody is sent on from one."""
        public = Article.objects.published()
        answer = addresses.where(f"/articles/{slug}/")
        if public.filter(slug=slug).exists():
            assert answer.fate is Fate.UNKNOWN
        elif answer.fate is Fate.MOVED:
            assert public.filter(slug=answer.address.split("/")[2]).exists()
