"""What is said of fixes, in each format for people."""

from __future__ import annotations

from keylint.findings import Fix
from keylint.reporters import render
from keylint.reporters.remedy import remedy
from keylint.reporters.view import View
from tests.reporters.sample import finding, place, report

HERE = place("app.py", 1, "x", "x")
SAFE, UNSAFE = Fix("add it", True, ()), Fix("move it", False, ())


def test_a_fix_says_how_it_is_applied() -> None:
    assert list(remedy(finding(HERE, fix=SAFE))) == [("fix", "add it; applied by --fix")]
    assert list(remedy(finding(HERE, fix=UNSAFE))) == [("fix", "move it; applied by --fix --unsafe-fixes")]


def test_nothing_is_promised_of_a_fix_that_was_not_tried() -> None:
    untried = Fix("add it", True, (), is_tried=False)
    assert list(remedy(finding(HERE, fix=untried))) == [("fix", "add it; --fix will try it")]
    summary = render(report(finding(HERE, fix=untried)), "concise", View(), lambda path: ()).splitlines()[-1]
    assert summary.endswith(" --fix tries to repair 1.")


def test_advice_that_says_the_same_is_not_repeated() -> None:
    told = finding(HERE, fix=UNSAFE, advice="if the value should stay: move it")
    assert list(remedy(told)) == [("fix", "if the value should stay: move it; applied by --fix --unsafe-fixes")]
    told = finding(HERE, fix=SAFE, advice="require a newer Streamlit")
    assert list(remedy(told)) == [("fix", "add it; applied by --fix"), ("help", "require a newer Streamlit")]


def test_without_a_fix_the_reason_is_given() -> None:
    told = finding(HERE, no_fix="the app deletes the key", advice="rename it")
    assert list(remedy(told)) == [("help", "rename it"), ("no automatic fix", "the app deletes the key")]


def test_every_format_for_people_tells() -> None:
    found = report(finding(HERE, fix=SAFE), finding(HERE, no_fix="the key\nis odd"))
    quiet = View(quiet=True)
    assert render(found, "concise", quiet, lambda path: ()).splitlines() == [
        "app.py:1:1: KEY101[error] 'name' is lost (fix: add it; applied by --fix)",
        "app.py:1:1: KEY101[error] 'name' is lost (no automatic fix: the key␊is odd)",
    ]
    lines = render(found, "github", quiet, lambda path: ()).splitlines()
    assert lines[0].endswith("::'name' is lost%0Afix: add it; applied by --fix")
    assert lines[1].endswith("::'name' is lost%0Ano automatic fix: the key%0Ais odd")


def test_the_summary_counts_both_kinds() -> None:
    found = report(finding(HERE, fix=SAFE), finding(HERE, fix=UNSAFE), finding(HERE, fix=UNSAFE), finding(HERE))
    summary = render(found, "concise", View(), lambda path: ()).splitlines()[-1]
    assert summary.endswith(" --fix repairs 1, --fix --unsafe-fixes 2 more.")
