from __future__ import annotations

import json

from keylint.rules.documentation import SECTIONS
from keylint.rules.registry import all_rules

from .conftest import run


def test_lists_the_rules() -> None:
    lines = run("rule").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in all_rules()]
    assert lines[-1].split(maxsplit=3)[1:] == [
        "warning",
        "unused-suppression",
        "A comment suppresses a finding that does not exist.",
    ]


def test_explains_a_rule() -> None:
    for word in ("KEY900", "key900", "unreadable-source"):
        output = run("rule", word).stdout
        assert output.startswith("KEY900 unreadable-source (error)\n\nA Python file of the app cannot be")
        assert "\n    import streamlit as st\n" in output
        assert "```" not in output
        assert "##" not in output


def test_explains_all_rules() -> None:
    output = run("rule", "--all").stdout
    for rule in all_rules():
        assert f"{rule.code} {rule.name} ({rule.severity.label})\n" in output


def test_markdown() -> None:
    assert run("rule", "KEY900", "--output-format", "markdown").stdout.startswith("# KEY900 unreadable-source\n\n")
    assert run("rule", "--output-format", "markdown").stdout.startswith("# Rules\n\n| Code |")
    assert run("rule", "--all", "--output-format", "markdown").stdout.count("\n## What it does\n") == len(all_rules())


def test_json() -> None:
    rule = json.loads(run("rule", "KEY901", "--output-format", "json").stdout)
    assert (rule["code"], rule["name"], rule["severity"]) == ("KEY901", "unused-suppression", "warning")
    assert tuple(rule["sections"]) == SECTIONS
    for arguments in ((), ("--all",)):
        rules = json.loads(run("rule", *arguments, "--output-format", "json").stdout)
        assert [rule["code"] for rule in rules] == [rule.code for rule in all_rules()]


def test_an_unknown_rule() -> None:
    result = run("rule", "KEY90I")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "keylint: error: unknown rule 'KEY90I': did you mean KEY901?\n"
    assert run("rule", "KEY900", "--all").exit_code == 2
