"""Random apps: what is fixed stays valid and fixed, the other lines stay, and fixing again changes nothing."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keylint.discover.contents import FileContents
from keylint.engine import check
from keylint.findings import Severity
from keylint.fixing.offers import fix_all
from keylint.settings import Settings
from tests.run.programs import Place, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from keylint.findings import Finding
    from keylint.fixing.offers import Outcome

SETTINGS = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TARGETS = ("1.67", "1.40")
STRATEGIES = ("auto", "persist", "shadow", "keep-alive")
_WIDGETS = (
    'text_input("x", key={k})',
    "text_input('x', 'first', key={k})",
    'text_input("x", key={k}, value="first",)',
    'checkbox("x", True, {k})',
    'selectbox("x", ["a", "b"], index=1, key={k})',
    'number_input("x", 0, 10, 5, key={k}, on_change=changed)',
    'multiselect(\n  "x", ["a", "b"],\n  default=["a"],\n  key={k},  # why\n)',
    'slider("x", key={k}, on_change=changed, args=(1,))',
    'button("x", key={k})',
)


@dataclass
class AppWriter(Writer):
    """Writes programs with widgets of several kinds, some of whose keys are read at the end."""

    def program(self) -> str:
        text = super().program().replace("\n", "\n\n\ndef changed(*values):\n    pass\n\n\n", 1)
        for number in range(1, self.keys + 1):
            if self.choose(2):
                text += f'st.write(ss.get("k{number}"))\n'
        return text

    def drawing(self, place: Place, key: str | None = None) -> str:
        receiver = self.pick(("st", "st.sidebar", "st"))
        widget = self.pick(_WIDGETS if place.depth < 2 else _WIDGETS[:-3])
        return f"{receiver}.{widget.replace('{k}', key or self.key(place))}".replace("\n", "")


@st.composite
def programs(draw: Callable[[st.SearchStrategy[int]], int]) -> str:
    return AppWriter(lambda count: draw(st.integers(0, count - 1))).program()


def fixed(folder: Path, target: str, strategy: str) -> tuple[Settings, Outcome]:
    wanted = Settings(root=folder, target_option=target, cache=False, min_severity=Severity.INFO, fix_strategy=strategy)
    return wanted, fix_all([folder], wanted, FileContents(), unsafe=True)


def counted(findings: Iterable[Finding]) -> Counter[tuple[str, str | None, str | None]]:
    return Counter((finding.code, finding.key, finding.page) for finding in findings)


def assert_well_fixed(program: str, folder: Path, target: str, strategy: str) -> None:
    path = folder / "app.py"
    path.write_text(program)
    wanted, outcome = fixed(folder, target, strategy)
    for change in outcome.changes:
        ast.parse(change.after)
        change.path.write_bytes(change.after)
    before, mended = path.read_text(), counted(outcome.fixed)
    now = check([folder], wanted)
    assert counted(now.findings) == counted(outcome.report.findings)
    path.write_text(program)
    first = counted(check([folder], wanted).findings)
    path.write_text(before)
    left = counted(now.findings)
    assert all(left[identity] <= max(first[identity] - count, 0) for identity, count in mended.items()), before
    _, again = fixed(folder, target, strategy)
    assert again.changes == (), before


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("app")


@SETTINGS
@given(programs(), st.sampled_from(TARGETS), st.sampled_from(STRATEGIES))
def test_generated_apps(folder: Path, program: str, target: str, strategy: str) -> None:
    assert_well_fixed(program, folder, target, strategy)


@pytest.mark.slow
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("seed", range(40))
def test_large_apps(folder: Path, seed: int, target: str, strategy: str) -> None:
    """Hypothesis prefers short programs; these are as long as chance makes them."""
    assert_well_fixed(AppWriter(Random(seed).randrange).program(), folder, target, strategy)
