from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import keylint.rules
from keylint.errors import UsageError
from keylint.findings import Location, Severity, Span
from keylint.rules import codes, registry
from keylint.rules.base import Rule
from keylint.rules.codes import codes_of, known_codes, nearest_code, selected_codes
from keylint.rules.registry import all_rules, rule_named


@pytest.fixture
def four_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tuple(
        Rule(code, code.lower() + "-name", Severity.ERROR, "Summary.")
        for code in ("KEY101", "KEY109", "KEY201", "KEY900")
    )
    monkeypatch.setattr(registry, "all_rules", lambda: rules)
    monkeypatch.setattr(codes, "known_codes", lambda: tuple(rule.code for rule in rules))


def test_codes_and_names_are_unique_and_in_form() -> None:
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    assert list(known_codes()) == sorted(known_codes()) == [rule.code for rule in rules]
    for rule in rules:
        assert re.fullmatch(r"KEY[1-9]\d\d", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)


def test_a_module_is_named_after_its_rule() -> None:
    modules = {path.stem for path in Path(keylint.rules.__path__[0]).glob("key*.py")}
    assert modules == {f"{rule.code.lower()}_{rule.name.replace('-', '_')}" for rule in all_rules()}


def test_rules_of_the_engine_have_no_check() -> None:
    assert rule_named("KEY900").check is None
    assert rule_named("KEY901").check is None


def test_needs_no_parser() -> None:
    code = "import sys, keylint.rules.registry as r; r.all_rules(); sys.exit('libcst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.usefixtures("four_rules")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((("KEY",),), ["KEY101", "KEY109", "KEY201", "KEY900"]),
        ((("ALL",), ("KEY1",)), ["KEY201", "KEY900"]),
        ((("KEY1",),), ["KEY101", "KEY109"]),
        ((("key1", "KEY900"),), ["KEY101", "KEY109", "KEY900"]),
        ((("KEY",), ("KEY1",)), ["KEY201", "KEY900"]),
        ((("KEY",), ("KEY1",), ("KEY101",)), ["KEY101", "KEY201", "KEY900"]),
        ((("KEY101",), ("KEY101",)), []),
        ((("KEY2",), (), ("KEY9",)), ["KEY201", "KEY900"]),
        (((),), []),
    ],
)
def test_the_longest_selector_decides(arguments: tuple[tuple[str, ...], ...], expected: list[str]) -> None:
    assert sorted(selected_codes(*arguments)) == expected


@pytest.mark.usefixtures("four_rules")
@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_unknown_selector_names_the_nearest_code(position: int) -> None:
    arguments: list[tuple[str, ...]] = [("KEY",), (), ()]
    arguments[position] = ("KEY110",)
    with pytest.raises(UsageError, match=r"unknown rule code 'KEY110': did you mean KEY10[19]\?$"):
        selected_codes(*arguments)


@pytest.mark.usefixtures("four_rules")
@pytest.mark.parametrize("selector", ["", "E501", "KEY7", "KEY1011", "read-while-hidden"])
def test_what_is_no_selector(selector: str) -> None:
    assert codes_of(selector) == frozenset()
    with pytest.raises(UsageError):
        selected_codes([selector])


@pytest.mark.usefixtures("four_rules")
def test_finds_a_rule_by_code_or_name() -> None:
    assert rule_named("key201").code == rule_named("KEY201-name").code == "KEY201"
    with pytest.raises(UsageError, match="unknown rule 'KEY1'"):
        rule_named("KEY1")
    with pytest.raises(UsageError, match="`keylint rule` lists the rules"):
        rule_named("zzz")
    assert nearest_code("KEY902") == "KEY900"


def test_a_finding_takes_what_it_does_not_say_from_the_rule() -> None:
    rule = Rule("KEY101", "read-while-hidden", Severity.ERROR, "Summary.\n\n## More")
    here = Location("app.py", Span(1, 1, 1, 2))
    assert rule.summary == "Summary."
    found = rule.finding(here, "lost", key="name")
    assert (found.code, found.name, found.severity, found.key) == (
        "KEY101",
        "read-while-hidden",
        Severity.ERROR,
        "name",
    )
    assert rule.finding(here, "lost", severity=Severity.INFO).severity is Severity.INFO
