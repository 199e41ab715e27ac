from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from keylint.rules.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).parent.parent / "scripts" / "build_docs.py"


@pytest.fixture
def build() -> Callable[..., int]:
    specification = importlib.util.spec_from_file_location("build_docs", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module: Any = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    main: Callable[..., int] = module.main
    return main


def test_the_pages_are_current(build: Callable[..., int]) -> None:
    assert build(["--check"]) == 0


def test_builds_a_page_for_each_rule(build: Callable[..., int], tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    assert build(["--check"], folder) == 1
    assert not folder.exists()
    assert build([], folder) == 0
    assert build(["--check"], folder) == 0
    assert {path.stem for path in folder.iterdir()} == {"index", *(rule.code for rule in all_rules())}
    page = (folder / "KEY900.md").read_text(encoding="utf-8")
    assert page.startswith(
        "# KEY900 unreadable-source\n\nA Python file of the app cannot be read, decoded or parsed.\n"
    )
    assert "\nDefault severity: error.\n\n## What it does\n" in page
    assert "| [KEY900](KEY900.md) | unreadable-source | error | A Python" in (folder / "index.md").read_text()


def test_says_which_page_is_not_current(
    build: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build([], tmp_path)
    (tmp_path / "KEY900.md").write_text("edited")
    (tmp_path / "KEY000.md").write_text("left over")
    assert build(["--check"], tmp_path) == 1
    assert "KEY900.md is not current" in (output := capsys.readouterr().out)
    assert "KEY000.md is not current" in output
    build([], tmp_path)
    assert build(["--check"], tmp_path) == 0
    assert not (tmp_path / "KEY000.md").exists()
