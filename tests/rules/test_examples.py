"""The examples in the rules' documentation: the bad app gives the finding, the repaired one does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keylint.engine import check
from keylint.findings import Severity
from keylint.rules.documentation import parse
from keylint.rules.registry import all_rules
from keylint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.rules.base import Rule

# The rules about what an older Streamlit does, or lacks, speak for such a target only.
TARGETS = {"KEY109": "1.49", "KEY503": "1.52"}
RULES = [rule for rule in all_rules() if rule.check is not None]


def codes_in(rule: Rule, app: Mapping[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    for name, source in app.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    monkeypatch.chdir(folder)
    target = TARGETS.get(rule.code, "1.67")
    settings = Settings(root=folder, min_severity=Severity.INFO, target_streamlit=target, cache=False)
    return {finding.code for finding in check([Path()], settings).findings}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_example_gives_the_finding(rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = parse(rule.documentation).examples
    assert examples
    for number, app in enumerate(examples):
        assert rule.code in codes_in(rule, app, tmp_path / str(number), monkeypatch)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_repaired_example_does_not(rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, app in enumerate(parse(rule.documentation).repaired_examples):
        assert rule.code not in codes_in(rule, app, tmp_path / str(number), monkeypatch)
