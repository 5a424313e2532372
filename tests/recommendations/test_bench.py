import pytest
from django.core.management import call_command

from recommendations import bench
from recommendations.builder import rebuild
from recommendations.models import Profile
from recommendations.neighbourhood import neighbourhood
from recommendations.tuning import score_settings
from reviews.models import Article
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
    assert said["articles"] == "260"
    assert said["similar_objects, ms"].startswith("not run")
    assert float(said["recall of the true best four"]) > 0.99
    assert float(said["relevance kept by spreading"]) > 0.98
    assert int(said["most in-links"]) <= 12
    assert int(said["publish one, list lines written, at most"]) > 0


@pytest.mark.usefixtures("paper")
def test_the_rarity_query_finds_what_shares_most_by_tags():

    for pk in Article.objects.values_list("pk", flat=True)[:5]:
        found = bench.by_rarity(pk)
        matches = neighbourhood(pk, score_settings()).paper.matches(pk)
        best = sorted((match.tag_points for match in matches), reverse=True)[:4]
        assert [float(points) for _, points in found] == pytest.approx(best, abs=1e-4)
