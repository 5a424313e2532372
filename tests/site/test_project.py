"""Checks of the project as a whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "correct-horse-battery-staple-0123456789-abcdefghijkl",
    "ENV_FILE": str(ROOT / ".env.example"),
}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_system_checks_are_clean():
    assert [found for found in run_checks() if not found.is_silenced()] == []


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"]} | PRODUCTION | variables
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_of_a_production_site_passes_the_deployment_check():
    result = manage("check", "--deploy", "--fail-level", "WARNING")

    assert (result.returncode, result.stdout) == (
        0,
        "System check identified no issues (1 silenced).\n",
    ), result.stderr


def test_the_deployment_check_sees_what_the_example_leaves_out():
    result = manage("check", "--deploy", "--fail-level", "WARNING", HSTS_SECONDS="0")

    assert result.returncode == 1
    assert "security.W004" in result.stderr


def test_pinned_requirements_carry_no_address_and_agree_with_each_other():
    runtime, dev = (
        (ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt")
    )

    assert pins(runtime) <= pins(dev)
    assert "://" not in runtime + dev
    assert "--find-links" not in runtime + dev


def pins(requirements: str) -> set[str]:
    return {line for line in requirements.splitlines() if line[:1].isalnum()}
