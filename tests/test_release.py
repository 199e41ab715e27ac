"""What stands between a tag and PyPI: the changelog, the check before a release, the workflows."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import keylint
from tests.test_packaging import PROJECT

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = ROOT / ".github" / "workflows"
ADDRESSES = """\
[project.urls]
Documentation = "https://example.org/keylint/docs"
Source = "https://example.org/keylint"
Changelog = "https://example.org/keylint/CHANGELOG.md"
Issues = "https://example.org/keylint/issues"
"""


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_release", ROOT / "scripts" / "check_release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that may be released as v0.2.0."""
    (tmp_path / "keylint").mkdir()
    (tmp_path / "keylint" / "__init__.py").write_text('__version__ = "0.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.2.0, 2027-02-03\n\n## 0.1.0, 2026-11-28\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "ci.md").write_text("uses: example/keylint@v0.2.0\n")
    (tmp_path / "README.md").write_text("- repo: https://example.org/keylint\n")
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "keylint"\n{ADDRESSES}')
    return tmp_path


def workflow(name: str) -> Any:
    content = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    content["on"] = content.pop(True)  # what YAML 1.1 makes of the word
    return content


def test_the_changelog_starts_with_this_version_and_its_day() -> None:
    heading = re.search(r"^## (\S+), (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heading is not None
    assert heading[1] == keylint.__version__
    assert date.fromisoformat(heading[2]) >= date(2026, 11, 28)


def test_what_is_complete_may_be_released(
    checker: ModuleType, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checker.main(["v0.2.0"], checkout) == 0
    assert capsys.readouterr().out == "This checkout may be released.\n"


@pytest.mark.parametrize(
    ("file", "before", "after", "line"),
    [
        (
            "keylint/__init__.py",
            "0.2.0",
            "0.2.1.dev0",
            "the tag is v0.2.0 and the version 0.2.1.dev0: tag v0.2.1.dev0,",
        ),
        (
            "CHANGELOG.md",
            ", 2027-02-03",
            ", not released yet",
            'CHANGELOG.md starts with "## 0.2.0, not released yet": ',
        ),
        (
            "CHANGELOG.md",
            "## 0.2.0, 2027-02-03\n",
            "",
            'CHANGELOG.md starts with "## 0.1.0, 2026-11-28": write "## 0.2.0',
        ),
        (
            "pyproject.toml",
            "Issues",
            "Bugs",
            'pyproject.toml names no Issues: add Issues = "https://…" to [project.urls]',
        ),
        ("pyproject.toml", '"https://example.org/keylint"', '""', "pyproject.toml names no Source: add Source = "),
        (
            "README.md",
            "https://example.org/keylint",
            "ADDRESS",
            "README.md says ADDRESS: write the address of the repository",
        ),
        ("docs/ci.md", "example/", "OWNER/", "docs/ci.md says OWNER: write the address of the repository, or its name"),
        ("pyproject.toml", ADDRESSES, "", "pyproject.toml names no Documentation: add Documentation = "),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(
    file: str,
    before: str,
    after: str,
    line: str,
    checker: ModuleType,
    checkout: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = checkout / file
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    assert checker.main(["v0.2.0"], checkout) == 1
    assert line in capsys.readouterr().out


def test_the_release_is_checked_before_it_is_built_and_only_one_job_may_publish() -> None:
    release = workflow("release.yml")
    assert release["on"] == {"push": {"tags": ["v*"]}}
    assert release["permissions"] == {}
    jobs = release["jobs"]
    build = [step.get("run", "") for step in jobs["build"]["steps"]]
    check = build.index('python scripts/check_release.py "$GITHUB_REF_NAME"')
    assert check < build.index("python -m build") < build.index("python -m twine check --strict dist/*")
    assert {name for name, job in jobs.items() if "id-token" in job["permissions"]} == {"publish"}
    assert set(jobs["publish"]["needs"]) == set(jobs) - {"publish"}
    assert not any("run" in step for step in jobs["publish"]["steps"])
    upload = jobs["publish"]["steps"][-1]
    assert upload["uses"].startswith("pypa/gh-action-pypi-publish@")
    assert upload["with"] == {"attestations": True}  # no password, no other index


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.name)
def test_actions_of_others_are_pinned_to_a_commit(path: Path) -> None:
    uses = re.findall(r"^ +(?:- )?uses: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert uses
    for action in uses:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+|\./\.github/workflows/\w+\.yml", action), action


def test_every_declared_python_is_tested_with_the_command_of_the_readme() -> None:
    [job] = workflow("tests.yml")["jobs"].values()
    declared = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert job["strategy"]["matrix"]["python"] == declared
    assert f"\n{job['steps'][-1]['run']}\n" in (ROOT / "README.md").read_text(encoding="utf-8")
