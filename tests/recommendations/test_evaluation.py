import json
from math import log2

import pytest

from recommendations.evaluation import BadLine, Report, evaluate, ndcg, read_paper


def line(id, **fields):
    return json.dumps({"id": id, "title": f"Article {id}", "published_at": "2026-01-01"} | fields)


def test_ndcg_discounts_later_places_and_is_one_for_the_best_order():
    assert ndcg([1, 2, 3, 4], {1, 2}, 4) == 1
    assert ndcg([3, 1, 4, 2], {1, 2}, 4) == (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3))
    assert ndcg([3, 4, 5, 6, 1], {1}, 4) == 0


def test_the_report_counts_what_the_ranking_found():
    paper = [
        line(1, themes=["time"], related=[2]),
        line(2, themes=["time"], related=[3]),
        line(3, people=["A. Nolan"]),
        *(line(id) for id in range(4, 9)),
    ]

    report = evaluate(paper)

    assert report == Report(
        articles=8, judged=2, ndcg=0.5, hit=0.5, coverage=2 / 8, most_inlinks=1
    )


def test_words_of_links_are_hidden_from_the_ranker():
    html = '<p>Seen <a href="/x/">Solaris</a> again</p><script>rocket()</script>'

    (document,), _ = read_paper([line(1, title="", body_html=html)])

    (expected,), _ = read_paper([line(1, title="", body_html="<p>Seen again</p>")])
    assert document.terms == expected.terms


def test_articles_are_taken_in_the_order_of_their_ids():
    documents, related = read_paper([line(10), line(9, related=[10, 9, 77]), line("b"), line("a")])

    assert [(each.id, each.title) for each in documents] == [
        (2, "Article 10"),
        (1, "Article 9"),
        (4, "Article b"),
        (3, "Article a"),
    ]
    assert related == {2: set(), 1: {2}, 4: set(), 3: set()}


@pytest.mark.parametrize(
    "bad",
    [
        *("{", "[]", "7", "null", '{"title": "no id"}'),
        *('{"id": 1, "published_at": "yesterday"}', '{"id": 1, "related": 5}'),
        '{"id": 1, "shows": 5}',
    ],
)
def test_a_line_that_is_no_article_is_named(bad):
    with pytest.raises(BadLine, match="Line 2 is no article"):
        evaluate([line(7), bad])


def test_two_lines_with_one_id_are_refused():
    with pytest.raises(BadLine, match="same id"):
        evaluate([line(1), line(1)])


def test_an_empty_file_is_a_report_of_nothing():
    assert evaluate(["", "\n"]) == Report(0, 0, 0.0, 0.0, 0.0, 0)
