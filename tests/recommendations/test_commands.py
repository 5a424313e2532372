import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recommendations import builder
from recommendations.models import NeverRecommend, Override, Recommendation
from tests.factories import make_article, make_draft, make_show, make_theme
from tests.recommendations.stored_lists import store

pytestmark = pytest.mark.django_db

LONG = f"<p>{'word ' * 100}</p>" * 4


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_rebuild_says_what_changed_and_how_far_it_is():
    theme = make_theme()
    for _ in range(3):
        make_article(themes=[theme])

    out, err = run("rebuild_recommendations")
    assert out == "Recommendations: 6 created, 0 updated, 0 deleted.\n"
    assert err.splitlines()[-1].endswith("█] 3 of 3 written")

    out, err = run("rebuild_recommendations", "--verbosity", "0")
    assert (out, err) == ("Recommendations: 0 created, 0 updated, 0 deleted.\n", "")


def test_a_timer_builds_only_what_is_due(monkeypatch):
    monkeypatch.setattr(builder, "SMALL_PAPER_ARTICLES", 0)
    theme = make_theme()
    make_article("A", themes=[theme])
    run("rebuild_recommendations")
    b = make_article("B", themes=[theme])

    assert "nothing has changed" in run("rebuild_recommendations", "--if-due")[0]

    builder.update_for(b.pk)
    assert "created" in run("rebuild_recommendations", "--if-due")[0]
    assert "nothing has changed" in run("rebuild_recommendations", "--if-due")[0]

    builder.refresh()
    assert "created" in run("rebuild_recommendations", "--if-due")[0]


def test_recommend_shows_the_links_by_slot_with_their_reasons():
    theme = make_theme("Cold War")
    page = make_article("Page", body=LONG, themes=[theme])
    store(page, make_article("A"), make_article("B"), reasons=[f"theme:{theme.pk}"])
    make_article("C")

    out, _ = run("recommend", "page")

    assert out.splitlines() == [
        "You may also like (mid)",
        "  A: Cold War",
        "  B: Cold War",
        "The latest (end)",
        "  C: Latest",
    ]


def test_explain_says_what_each_tag_adds_and_why_not():
    theme, show = make_theme("Cold War"), make_show("Dark")
    page = make_article("Page", shows=[show], themes=[theme])
    make_article("Best", shows=[show], themes=[theme])
    banned = make_article("Banned", themes=[theme])
    never = make_article("Never", themes=[theme])
    for number in range(5):
        make_article(f"Other {number}")
    Override.objects.create(source=page, target=banned, kind="ban")
    NeverRecommend.objects.create(article=never)
    run("rebuild_recommendations")

    out, _ = run("recommend", "page", "--explain")

    lines = out.splitlines()
    assert lines[0] == "1. Best (end, related)"
    assert lines[1].startswith("   score 1.000, damped by exposure to 1.000; tags 4.135")
    assert lines[2:4] == ["    3.219  show Dark", "    0.916  theme Cold War"]
    assert "2. Never (not linked: never to be recommended)" in lines
    assert "3. Banned (not linked: banned from this page)" in lines
    assert [line for line in lines if "latest" in line] == [
        f"– Other {number} (end, latest)" for number in (4, 3, 2)
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [('<p><a href="/articles/a/">A</a></p>', "linked in the text"), ("", "no room left")],
)
def test_explain_tells_a_link_in_the_text_from_a_full_page(body, why):
    page = make_article("Page", body=body)
    first = [make_article(headline) for headline in "WXYZ"]
    a = make_article("A")
    store(page, *first, a)

    out, _ = run("recommend", "page", "--explain")

    assert f"5. A (not linked: {why})" in out


def test_explain_names_what_a_stale_list_still_holds():
    page = make_article("Page")
    store(page, make_draft("Draft"))

    out, _ = run("recommend", "page", "--explain")

    assert out == "1. Draft (not linked: not public)\n"


def test_explain_of_a_draft_and_of_a_lonely_article_says_there_is_nothing():
    make_draft("Draft")

    assert run("recommend", "draft", "--explain")[0].startswith("Nothing is related")


def test_evaluate_prints_how_good_the_ranking_is_without_a_database(tmp_path):
    paper = [
        {"id": 1, "title": "A", "published_at": "2026-01-01", "themes": ["x"], "related": [2]},
        {"id": 2, "title": "B", "published_at": "2026-01-02T10:00:00Z", "themes": ["x"]},
        {"id": 3, "title": "C"},
    ]
    file = tmp_path / "paper.jsonl"
    file.write_text("\n".join(map(json.dumps, paper)))

    out, _ = run("recommend", "--evaluate", str(file))

    assert out.splitlines() == [
        "articles           3",
        "judged             1",
        "nDCG@4             1.0000",
        "hit@4              1.0000",
        "coverage           0.6667",
        "most in-links      1",
        "never recommended  0.3333",
        "",
        "The same by a count of shared tags: nDCG@4 1.0000, hit@4 1.0000, coverage 0.6667, "
        "most in-links 1.",
    ]
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Give the slug of an article, or --evaluate and a file."),
        (["a", "--evaluate", "x"], "Give the slug of an article, or --evaluate and a file."),
        (["nowhere"], "No article has the slug “nowhere”."),
        (["--evaluate", "/nowhere.jsonl"], "No such file"),
        (["--evaluate", "/"], "Is a directory"),
    ],
)
def test_recommend_says_what_it_needs(arguments, message):
    with pytest.raises(CommandError, match=message):
        run("recommend", *arguments)


def test_evaluate_names_the_line_that_is_no_article(tmp_path):
    file = tmp_path / "paper.jsonl"
    file.write_text('{"id": 1}\nno json\n')

    with pytest.raises(CommandError, match="Line 2 is no article"):
        run("recommend", "--evaluate", str(file))
