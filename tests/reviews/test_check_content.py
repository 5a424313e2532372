"""`check_content`: the checklist over the whole paper."""

import json

import pytest
from django.core.management import CommandError, call_command

from recommendations import steering
from reviews import publishing
from tests.factories import make_article, make_draft, make_image, make_ready, make_theme

pytestmark = pytest.mark.django_db


def check(capsys, *arguments, **options):
    """The lines that are printed, and the exit code."""
    try:
        call_command("check_content", *arguments, **options)
        code = 0
    except SystemExit as end:
        code = end.code
    return capsys.readouterr().out.splitlines(), code


def test_a_paper_without_errors_ends_with_0_and_a_sum(capsys):
    publishing.publish(make_ready("Good"))

    lines, code = check(capsys)

    assert code == 0
    assert lines[0] == "Good (good)"
    assert lines[-1].startswith("Articles: 1. Errors: 0. Warnings: ")


def test_errors_end_with_1_and_warnings_can_be_left_out(capsys):
    make_article("Bad", kind="feature")
    make_draft("Draft")

    lines, code = check(capsys, errors=True)

    assert code == 1
    assert [line.split(":")[0] for line in lines[:3]] == ["Bad (bad)", "  error", "  error"]
    assert lines[-1].startswith("Articles: 1. Errors: 2.")


def test_drafts_are_looked_at_when_they_are_asked_for(capsys):
    make_draft("Draft", kind="feature")

    assert check(capsys)[1] == 0
    assert check(capsys, all=True)[1] == 1
    assert check(capsys, "draft")[1] == 1


def test_a_machine_reads_a_finding_on_each_line(capsys):
    make_article("Bad", kind="feature", slug="bad-one")

    lines, code = check(capsys, json=True, errors=True)

    assert code == 1
    assert json.loads(lines[0]) == {
        "slug": "bad-one",
        "name": "Bad",
        "level": "error",
        "code": "body.empty",
        "field": "body",
        "message": "The text is empty: write it before readers see it.",
        "subject": "",
    }


def test_a_lost_file_and_a_pin_to_a_draft_are_found(capsys):
    image, page, draft = make_image("A dome"), make_article("Page"), make_draft("Draft")
    image.file.storage.delete(image.file.name)
    steering.steer(page, draft.pk, steering.PIN)

    lines = "\n".join(check(capsys)[0])

    assert "A dome\n  error: The file of picture" in lines
    assert "warning: A pin is skipped: “Draft” is not public. [pins.skipped]" in lines


def test_a_pin_that_its_page_leaves_out_is_found_with_the_reason(capsys):
    target = make_article("Target")
    page = make_article(body=f'<p><a href="{target.get_absolute_url()}">There</a></p>')
    steering.steer(page, target.pk, steering.PIN)

    said = "\n".join(check(capsys)[0])

    assert "warning: A pin is skipped: “Target”: linked in the text. [pins.skipped]" in said


def test_an_unknown_slug_is_named(capsys):
    with pytest.raises(CommandError, match="no article with this slug: nowhere"):
        call_command("check_content", "nowhere")


def test_few_related_articles_are_a_warning_and_two_are_none(capsys):
    theme = make_theme()
    alone = make_ready("Alone", themes=[make_theme()])
    one = make_ready("One", themes=[theme])
    for name in ("Two", "Three"):
        publishing.publish(make_ready(name, themes=[theme]))

    found = {slug: "\n".join(check(capsys, slug)[0]) for slug in ("alone", "one")}

    assert "0 related articles found" in found[alone.slug]
    assert "related.few" not in found[one.slug]
