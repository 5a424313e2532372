import pytest
from django.core.management import CommandError, call_command

from recommendations import bench
from recommendations.bench.recipes import by_rarity
from recommendations.builder import rebuild
from recommendations.models import Profile
from recommendations.neighbourhood import neighbourhood
from recommendations.tuning import score_settings
from reviews.models import Article
from tests.factories import make_article, make_theme
from tests.recommendations.stored_lists import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    call_command("make_sample", "--articles", "260", verbosity=0)
    rebuild()


@pytest.mark.usefixtures("paper")
def test_the_bench_measures_everything_and_leaves_no_trace():
    before, profiles = rows(), Profile.objects.count()
    said = {}

    bench.measure(said.__setitem__)

    assert (rows(), Profile.objects.count()) == (before, profiles)
    assert said["articles"] == 260
    assert said["recall of the true best four"] > 0.99
    assert said["relevance kept by spreading"] > 0.98
    assert said["never recommended"] <= 0.01
    assert said["most in-links"] <= 12
    assert 0 < said["publish one, list lines written, most"] <= 60
    assert said["lists by one query each and the texts it finds, × a rebuild"] > 0


def test_a_real_paper_is_not_measured_as_its_lists_would_be_lost():
    make_article(themes=[make_theme()])

    with pytest.raises(CommandError, match="has not made"):
        call_command("recommend", "--bench")


@pytest.mark.usefixtures("paper")
def test_the_rarity_query_finds_what_shares_most_by_tags():

    for pk in Article.objects.values_list("pk", flat=True)[:5]:
        found = by_rarity(pk)
        matches = neighbourhood(pk, score_settings()).paper.matches(pk)
        best = sorted((match.tag_points for match in matches), reverse=True)[:4]
        assert [float(points) for _, points in found] == pytest.approx(best, abs=1e-4)
