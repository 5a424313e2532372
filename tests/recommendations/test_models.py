import pytest
from django.db import IntegrityError, transaction

from recommendations.models import IgnoredTag, Override, Recommendation
from recommendations.tuning import check_tuning, score_settings
from tests.factories import make_article, make_show, make_theme

pytestmark = pytest.mark.django_db


def assert_refused(create):
    with pytest.raises(IntegrityError), transaction.atomic():
        create()


def test_the_database_keeps_links_to_itself_and_doubled_links_out():
    a, b = make_article(), make_article()
    for model, fields in [(Recommendation, {"rank": 1, "score": 1.0}), (Override, {})]:
        model.objects.create(source=a, target=b, **fields)
        assert_refused(lambda m=model, f=fields: m.objects.create(source=a, target=b, **f))
        assert_refused(lambda m=model, f=fields: m.objects.create(source=a, target=a, **f))


def test_the_database_keeps_an_ignored_tag_to_one_thing():
    assert_refused(IgnoredTag.objects.create)
    assert_refused(lambda: IgnoredTag.objects.create(show=make_show(), theme=make_theme()))


def test_weights_of_the_score_can_be_set_and_the_rest_stays(settings):
    settings.RECOMMENDATIONS = {"kind_weights": {"show": 3, "person": 1, "theme": 2}}

    assert score_settings().kind_weights["show"] == 3
    assert score_settings().shown == 4
    assert check_tuning() == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind_weights": {"show": 2, "person": 1}}, "The weight of theme tags must be"),
        ({"kind_weights": "heavy"}, "'str' object"),
        ({"shown": 4, "stored": 3}, "Links shown, stored and candidates must be"),
        ({"speed": 9}, "unexpected keyword argument 'speed'"),
        (7, "must be a mapping"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_message(settings, wrong, message):
    settings.RECOMMENDATIONS = wrong

    (error,) = check_tuning()

    assert error.msg.startswith("RECOMMENDATIONS: ")
    assert message in error.msg
