import json
from math import log2

import pytest

from recommendations.evaluation import (
    BadLine,
    Report,
    Scores,
    by_shared_tags,
    evaluate,
    judge,
    ndcg,
    read_paper,
)


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

    found = Scores(ndcg=0.5, hit=0.5, coverage=2 / 8, most_inlinks=1)
    assert report == Report(articles=8, judged=2, unknown=0, scores=found, by_count=found)


def test_a_count_of_shared_tags_is_judged_beside_it_newer_ones_first():
    everywhere = {"themes": ["film"]}
    rare = {"themes": ["film", "time"]}
    paper = [
        line(1, **rare, related=[2]),
        line(2, **rare, published_at="2025-01-01"),
        *(line(id, **everywhere, published_at=f"2026-02-0{id}") for id in range(3, 9)),
    ]

    documents, related, _ = read_paper(paper)

    assert by_shared_tags(documents, 4)[1] == [2, 8, 7, 6]
    assert by_shared_tags(documents, 4)[8] == [7, 6, 5, 4]
    assert judge(by_shared_tags(documents, 4), related, 4).most_inlinks == 7


def test_words_of_links_are_hidden_from_the_ranker():
    html = '<p>Seen <a href="/x/">Solaris</a> again</p><script>rocket()</script>'

    (document,), *_ = read_paper([line(1, title="", body_html=html)])

    (expected,), *_ = read_paper([line(1, title="", body_html="<p>Seen again</p>")])
    assert document.terms == expected.terms


def test_articles_are_taken_in_the_order_of_their_ids():
    documents, related, unknown = read_paper(
        [line(10), line(9, related=[10, 9, 77]), line("b"), line("a")]
    )

    assert [(each.id, each.title) for each in documents] == [
        (2, "Article 10"),
        (1, "Article 9"),
        (4, "Article b"),
        (3, "Article a"),
    ]
    assert related == {2: set(), 1: {2}, 4: set(), 3: set()}
    assert unknown == 1


def test_an_id_may_be_a_number_a_number_in_quotes_or_of_any_size():
    huge = 10**400
    documents, related, unknown = read_paper(
        [line("7", related=[8, str(huge)]), line(8, related=["7"]), line(huge), line("07")]
    )

    assert [each.id for each in documents] == [1, 2, 3, 4]
    assert related == {1: {2, 3}, 2: {1}, 3: set(), 4: set()}
    assert unknown == 0


def test_a_time_without_a_zone_is_in_utc():
    naive, aware = "2026-01-31T12:00:00", "2026-01-31T13:00:00+01:00"
    documents, *_ = read_paper([line(1, published_at=naive), line(2, published_at=aware)])

    assert documents[0].published_at == documents[1].published_at


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{", "not JSON"),
        *((bad, "not an object") for bad in ("[]", "7", "null")),
        ('{"title": "none"}', "it has no “id”"),
        *((f'{{"id": {id}}}', "must be whole numbers or words") for id in ("[]", "true", "1.5")),
        ('{"id": 1, "published_at": "yesterday"}', "not “yesterday”"),
        ('{"id": 1, "related": 5}', "“related” must be a list"),
        ('{"id": 1, "shows": "Dark"}', "“shows” must be a list"),
        ('{"id": 1, "title": 5}', "“title” must be text"),
    ],
)
def test_a_line_that_is_no_article_is_named_with_the_reason(bad, why):
    with pytest.raises(BadLine, match=f"Line 2 is no article: .*{why}"):
        evaluate([line(7), bad])


def test_two_lines_with_one_id_are_named():
    with pytest.raises(BadLine, match="Line 3 has the same id as line 1"):
        evaluate([line(1), line(2), line("1")])


def test_an_empty_file_is_told_so():
    with pytest.raises(BadLine, match="no article in this file"):
        evaluate(["", "\n"])


def test_reading_and_ranking_are_told_as_they_go():
    told = []

    evaluate([line(1), line(2)], progress=lambda *done: told.append(done))

    assert told == [("read", 1, 2), ("read", 2, 2), ("ranked", 1, 2), ("ranked", 2, 2)]
