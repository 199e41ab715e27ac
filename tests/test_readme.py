"""What the README and the pages of docs/ say is so: the output, the commands, the options, the names, the links."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from keylint.cli.main import COMMANDS, keylint
from keylint.configuration_files import EXTEND
from keylint.configuration_values import READERS
from keylint.reporters import FORMATS
from keylint.rules.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FIXTURES = {folder.name for folder in (ROOT / "fixtures").iterdir()}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def run(*arguments: str, folder: Path = ROOT) -> str:
    """What the command prints on standard output."""
    finished = subprocess.run(
        [sys.executable, "-m", "keylint", *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
    )
    assert finished.stderr == ""
    return finished.stdout


def block(name: str, mark: str) -> str:
    """The code block that follows the comment `mark` in a page."""
    found = re.search(rf"<!-- {re.escape(mark)} -->\n```\w*\n(.*?)^```$", text(name), re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def options() -> Iterator[str]:
    """The options of all commands, each by its long name."""
    context = click.Context(keylint)
    for name in COMMANDS:
        command = keylint.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield max(parameter.opts, key=len)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals to take a picture of")
def test_the_picture_in_the_readme_shows_what_keylint_prints() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "build_picture.py"), "--check"]
    finished = subprocess.run(script, check=False, capture_output=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "](docs/demo.svg)" in text("README.md")


def test_the_picture_shows_text_and_loads_nothing() -> None:
    picture = text("docs/demo.svg")
    assert ">coffee/app.py:14:5</text>" in picture
    assert not re.findall(r"url\((?!#)|href=|@import|<script", picture)


def test_the_test_command_is_one_that_old_versions_of_pip_understand() -> None:
    """Only pip 25.1 and later know --group. .ci/run takes the command from the README."""
    assert block("README.md", "test command") == 'python -m pip install -e ".[dev]" && python -m pytest -n auto\n'


def test_every_option_is_described() -> None:
    described = set(re.findall(r"^\| `(--[\w-]+)`", text("docs/configuration.md"), re.MULTILINE))
    assert described == set(options())


def test_every_key_of_the_configuration_is_described() -> None:
    described = set(re.findall(r"^\| `([a-z][a-z-]*)` \|", text("docs/configuration.md"), re.MULTILINE))
    assert described == {*READERS, EXTEND}


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_output_format_is_described(output_format: str) -> None:
    assert f"\n## `{output_format}`" in text("docs/output-formats.md")


def test_the_outputs_in_the_documentation_are_what_check_prints(tmp_path: Path) -> None:
    page = "docs/output-formats.md"
    (tmp_path / "app.py").write_text(block(page, "app.py"), encoding="utf-8")
    check = ("check", "--no-cache", "--isolated", "--target-streamlit", "1.59-1.67", "--output-format")
    assert block(page, "the full text for it") == run(*check, "full", folder=tmp_path)
    assert block(page, "the grouped text for it") == run(*check, "grouped", folder=tmp_path)
    assert block(page, "the concise text for it") == run(*check, "concise", folder=tmp_path)
    assert block(page, "the workflow commands for it") == run(*check, "github", folder=tmp_path)
    assert block(page, "the Markdown for it") == run(*check, "markdown", folder=tmp_path)
    assert block(page, "the issues for it") == run(*check, "gitlab", folder=tmp_path)
    described, printed = json.loads(block(page, "the JSON for it")), json.loads(run(*check, "json", folder=tmp_path))
    described["tool"]["version"] = printed["tool"]["version"]
    assert described == printed


def test_the_baseline_in_the_documentation_is_what_is_written(tmp_path: Path) -> None:
    page = "docs/old-code.md"
    (tmp_path / "app.py").write_text(block(page, "app.py"), encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / "requirements.txt").write_text("streamlit==1.67\n", encoding="utf-8")
    commands = "".join(re.findall(r"^```sh\n(.*?)^```$", text(page), re.DOTALL | re.MULTILINE)).splitlines()
    assert len(commands) > 4
    for line in commands:
        words = shlex.split(line, comments=True)
        command = [sys.executable, "-m", *words]
        done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        if words == ["keylint", "baseline"]:
            assert block(page, "the baseline for it") == (tmp_path / "keylint-baseline.jsonl").read_text("utf-8")
            assert block(page, "the check of it") == run("check", "--no-cache", folder=tmp_path)


def test_the_plan_in_the_documentation_is_what_migrate_prints(tmp_path: Path) -> None:
    page = "docs/migrating.md"
    (tmp_path / "app.py").write_text(block(page, "app.py"), encoding="utf-8")
    printed = run("migrate", "--no-cache", "--isolated", "--target-streamlit", "1.65-1.67", folder=tmp_path)
    assert block(page, "output of: keylint migrate") == printed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page: Path) -> None:
    content = page.read_text(encoding="utf-8")
    codes = {rule.code for rule in all_rules()}
    assert set(re.findall(r"\bKEY\d{3}\b", content)) <= codes
    assert set(re.findall(r"(?<!rules/)\bkey\d{3}_\w+\b", content)) <= FIXTURES
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", content):
        assert link.startswith("https://") or (page.parent / link).exists(), link
    for path in re.findall(r"`((?:keylint|tests|scripts|fixtures|docs)/[\w./-]*)`", content):
        assert (ROOT / path).exists(), path
