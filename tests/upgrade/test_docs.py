"""What docs/upgrading.md shows is what is printed, and it knows every kind of change."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, get_args

from keylint.upgrade.change import Kind
from keylint.upgrade.rule_findings import VERSIONED
from tests.test_readme import block, run, text

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "docs/upgrading.md"
CHECK = ("check", "--no-cache", "--isolated", "--upgrade-from", "1.49", "--to", "1.67")


def test_the_outputs_are_what_check_prints(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(block(PAGE, "app.py"), encoding="utf-8")
    assert block(PAGE, "the changes for it") == run(*CHECK, "--min-severity", "info", folder=tmp_path)
    described = json.loads(block(PAGE, "the JSON for it"))
    printed = json.loads(run(*CHECK, "--output-format", "json", folder=tmp_path))
    described["tool"]["version"] = printed["tool"]["version"]
    assert described == printed


def test_every_kind_is_described() -> None:
    described = re.findall(r"^\| `([a-z-]+)` \|", text(PAGE).partition("## Kinds")[2], re.MULTILINE)
    assert set(described) == set(get_args(Kind))


def test_the_rules_that_are_compared_are_named() -> None:
    named = text(PAGE).partition("decide about the kind `finding`")[2].partition("\n\n")[0]
    assert set(re.findall(r"KEY\d{3}", named)) == VERSIONED
