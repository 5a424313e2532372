"""What an article not yet saved would be given by the engine."""

import pytest
from django.utils import timezone

from recommendations.builder import rebuild
from recommendations.models import Recommendation
from recommendations.neighbourhood import neighbourhood, neighbourhood_of
from recommendations.reading import count_text, tags_of
from recommendations.scoring import Document, Settings
from recommendations.updating import foresee
from tests.factories import make_article, make_draft, make_person, make_show, make_theme

pytestmark = pytest.mark.django_db


def document(article, themes=None):
    """`article` as the engine sees it, or as it would with other themes."""
    shows = article.article_shows.values_list("show", flat=True)
    themes = article.themes.all() if themes is None else themes
    tags = tags_of(list(shows), [theme.pk for theme in themes])
    terms = count_text((article.headline, article.standfirst, article.body))
    return Document(article.pk, article.headline, timezone.now(), tags, terms)


def foreseen(article, themes=None):
    """Ids of its own list, and of the articles in whose lists it would stand."""
    own, others = foresee(neighbourhood_of(document(article, themes), Settings()))
    return [entry.target for entry in own], sorted(others)


def test_tags_of_an_article_are_its_shows_their_people_and_its_themes():
    ada = make_person("Ada")
    show, theme = make_show(cast=[ada]), make_theme()

    tags = tags_of([show.pk], [theme.pk])

    assert tags == {f"show:{show.pk}", f"person:{ada.pk}", f"theme:{theme.pk}"}


def test_a_published_article_unchanged_is_scored_as_it_is():
    themes = [make_theme() for _ in range(3)]
    a, *_ = [make_article(body=f"<p>same words {n}</p>", themes=themes[:n]) for n in (3, 2, 1)]
    rebuild()

    typed = neighbourhood_of(document(a), Settings()).paper.matches(a.pk)

    assert typed == neighbourhood(a.pk, Settings()).paper.matches(a.pk)


def test_a_draft_is_given_what_publishing_it_gives():
    themes = [make_theme() for _ in range(3)]
    for n in range(1, 4):
        make_article(body=f"<p>words {n}</p>", themes=themes[:n])
    rebuild()
    draft = make_draft(themes=themes)
    own, others = foreseen(draft)

    make_article("Published", themes=themes)
    rebuild()

    rows = Recommendation.objects.filter(source__headline="Published").order_by("rank")
    assert own == list(rows.values_list("target", flat=True))
    rows = Recommendation.objects.filter(target__headline="Published").order_by("source")
    assert others == list(rows.values_list("source", flat=True))


def test_a_changed_tag_changes_what_is_foreseen_and_nothing_else():
    shared, typed = make_theme(), make_theme()
    a = make_article(themes=[shared])
    b, c = make_article(themes=[shared]), make_article(themes=[typed])
    rebuild()
    before = list(Recommendation.objects.values_list("source", "target"))

    assert foreseen(a) == ([b.pk], [b.pk])
    assert foreseen(a, [typed]) == ([c.pk], [c.pk])
    assert foreseen(a, []) == ([], [])
    assert list(Recommendation.objects.values_list("source", "target")) == before
