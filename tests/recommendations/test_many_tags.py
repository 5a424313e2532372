"""An article with 10,000 tags is linked and shown as any other."""

import pytest

from recommendations import builder
from recommendations.composer import compose
from recommendations.explaining import explain
from reviews.models import Article, ArticleShow, Show, Theme
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten_thousand_tags():
    """An article of 5,000 shows and 5,000 themes beside two that share one of each with it."""
    page = make_article("Page")
    Show.objects.bulk_create(
        Show(title=f"S{n}", slug=f"s{n}", kind="film", first_year=2000) for n in range(5000)
    )
    Theme.objects.bulk_create(
        Theme(name=f"T{n}", folded=f"t{n}", slug=f"t{n}") for n in range(5000)
    )
    shows, themes = list(Show.objects.order_by("pk")), list(Theme.objects.order_by("pk"))
    ArticleShow.objects.bulk_create(ArticleShow(article=page, show=show) for show in shows)
    page.themes.add(*themes)
    make_article("By show", shows=shows[-1:])
    make_article("By theme", themes=themes[-1:])
    return page


@pytest.mark.parametrize("small", [0, 200])
def test_10000_tags_on_one_article(
    ten_thousand_tags, small, monkeypatch, client, django_assert_max_num_queries
):
    builder.rebuild()
    monkeypatch.setattr(builder, "SMALL_PAPER_ARTICLES", small)
    builder.update_for(ten_thousand_tags.pk)
    page = Article.objects.for_page().get(pk=ten_thousand_tags.pk)

    with django_assert_max_num_queries(3):
        links = compose(page)

    found = {card.article.headline: card.rung.value for card in links.end.cards}
    assert found == {"By show": "related", "By theme": "related"}
    assert client.get(page.get_absolute_url()).status_code == 200
    assert len(explain(page)) == 2
