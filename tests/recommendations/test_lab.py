"""What another tuning would change is said before it is set, and nothing is written."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recommendations import builder, lab
from recommendations.models import Recommendation
from tests.factories import make_article, make_show, make_theme
from tests.recommendations.stored_lists import lists, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    """A page that shares its show with four articles and its theme with four others."""
    show, theme = make_show("Dark"), make_theme("Grief")
    make_article("Page", shows=[show], themes=[theme])
    for number in range(4):
        make_article(f"Show {number}", shows=[show])
        make_article(f"Theme {number}", themes=[theme])
    builder.rebuild()


HEAVY_THEMES = {"kind_weights": {"show": 1, "person": 1, "theme": 5}}


def test_it_says_which_links_come_and_which_go(paper, settings):
    stored = rows()

    found = lab.compare(HEAVY_THEMES)

    (change,) = [each for each in found.changes if each.article.headline == "Page"]
    assert {article.headline for article in change.come} <= {f"Theme {n}" for n in range(4)}
    assert len(change.come) == len(change.go) > 0
    assert (found.articles, found.changed) == (9, len(found.changes))
    assert rows() == stored
    settings.RECOMMENDATIONS = HEAVY_THEMES
    builder.rebuild()
    come = [article.headline for article in change.come]
    assert [each for each in lists()["Page"][:4] if each in come] == come


def test_the_same_tuning_changes_nothing(paper):
    assert lab.compare({"exposure": 0.03}).changed == 0


def test_the_command_prints_it_and_refuses_what_makes_no_list(paper):
    out = StringIO()
    call_command("recommend", "--compare", json.dumps(HEAVY_THEMES), stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].endswith("in all.")
    assert "Page" in lines
    assert any(line.startswith("  + Theme") for line in lines)
    for wrong in ({"speed": 9}, {"half_life_days": 0}, {"kind_weights": 3}, [1]):
        with pytest.raises(CommandError, match="--compare: "):
            call_command("recommend", compare=wrong)
    assert Recommendation.objects.exists()
