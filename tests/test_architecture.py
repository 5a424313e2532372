"""The rules of docs/architecture.md that a machine can keep."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("reviews", "recommendations", "site_project")
MISCELLANY = {"utils", "helpers", "common", "core", "services", "misc"}
RECOMMENDATIONS_MAY_USE = (
    *("reviews.models", "reviews.signals", "reviews.richtext"),
    *("reviews.plots", "reviews.desk.worklists"),
    *("reviews.numbers", "reviews.choices", "reviews.admin.autocomplete"),
    # Only to add checks of its own.
    "reviews.checks",
)


def modules(app):
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def imports(path):
    """Full names of the project's modules that the file at `path` imports."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: -(node.level - 1) or None] if node.level else []
            base = ".".join([*parents, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def offenders(app, is_wrong):
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name in imports(path)
        if name.split(".")[0] in APPS and is_wrong(name)
    ]


def test_reviews_does_not_know_recommendations():
    assert offenders("reviews", lambda name: name.startswith("recommendations")) == []


def test_recommendations_use_what_is_listed_of_reviews_only():
    def is_wrong(name):
        return name.startswith("reviews") and not name.startswith(RECOMMENDATIONS_MAY_USE)

    assert offenders("recommendations", is_wrong) == []


def test_views_and_feeds_know_no_admin_and_not_one_another():
    rooms = {name: f"reviews.{name}" for name in ("views", "feeds", "admin")}

    def offends(file, name):
        mine = file.removeprefix("reviews/").split("/")[0].removesuffix(".py")
        others = [room for key, room in rooms.items() if key != mine]
        return mine in ("views", "feeds") and any(
            name == room or name.startswith(f"{room}.") for room in others
        )

    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("reviews")
        for name in imports(path)
        if offends(str(path.relative_to(ROOT)), name)
    ]
    assert found == []


@pytest.mark.parametrize("app", ["reviews", "recommendations"])
def test_apps_read_settings_through_django(app):
    assert offenders(app, lambda name: name.startswith("site_project")) == []


@pytest.mark.parametrize(
    "pure",
    [
        *(f"recommendations/{name}.py" for name in ("placement", "scoring", "terms", "paper")),
        *(f"recommendations/{name}.py" for name in ("columns", "exposure", "shortlists")),
        *(f"recommendations/{name}.py" for name in ("variety", "products")),
        "reviews/folding.py",
        "reviews/twins.py",
        "reviews/richtext",
        *(f"reviews/history/{name}.py" for name in ("alignment", "words", "merging")),
    ],
)
def test_pure_modules_know_no_models(pure):
    path = ROOT / pure
    assert path.exists()
    for file in [path] if path.is_file() else path.rglob("*.py"):
        names = list(imports(file))
        assert not [name for name in names if "models" in name or name.startswith("django.db")]


def test_status_and_time_of_publication_are_asked_for_in_one_place():
    """`published()` is the one definition of public, `publishing` the one writer of status."""
    asks = re.compile(r"status=|status__|published_at__|\.status\s*=[^=]|\(\"(\w+__)*status\",")
    allowed = {
        "reviews/models/article.py",
        "reviews/models/article_queries.py",
        "reviews/publishing.py",
    }

    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for app in ("reviews", "recommendations")
        for path in modules(app)
        for line in path.read_text().splitlines()
        if asks.search(line) and str(path.relative_to(ROOT)) not in allowed
    ]

    # An HTTP status is another thing.
    assert [line for line in found if not re.search(r"status=\d{3}", line)] == []


def test_people_change_states_by_one_door():
    """`acts` asks who may and what the checklist says; only loads answer for themselves."""
    moves = re.compile(r"publishing\.(publish|publish_new|withdraw|submit|send_back)\b")
    allowed = {"reviews/acts.py", "reviews/demo/loader.py", "reviews/sample.py"}

    callers = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in modules(app)
        if moves.search(path.read_text())
    }

    assert callers <= allowed


def test_no_module_collects_miscellany():
    assert [path for app in APPS for path in modules(app) if path.stem in MISCELLANY] == []


def test_markup_is_declared_safe_once_for_texts_and_once_for_scripts():
    calls = [
        str(path.relative_to(ROOT))
        for app in APPS
        for path in modules(app)
        for _ in re.findall(r"(?:mark_safe|SafeString)\((?!\))", path.read_text())
    ]

    assert sorted(calls) == ["reviews/rendering.py", "reviews/structured_data.py"]


def test_html_is_marked_safe_in_one_place():
    pages = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("re*/templates/**/*.html")]
    marks = [
        str(p.relative_to(ROOT)) for p in pages for _ in re.findall(r"\|safe\b", p.read_text())
    ]

    assert len(marks) <= 1, marks
