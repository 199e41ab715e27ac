from __future__ import annotations

import pytest

from keylint.findings import AppTarget, Certainty, Finding, Fix, Location, Severity, Span, Totals, Unknown
from keylint.reporters import render
from keylint.reporters.view import View

from .sample import TARGET, finding, report

SAFE, UNSAFE = Fix("add it", True, ()), Fix("move it", False, ())
WHERE = "in 14 widgets with a key (12 keys) on 3 pages of 1 app"
KNOWN = "Checked for Streamlit 1.62 (known from requirements.txt)."


def at(line: int, **changes: object) -> Finding:
    return finding(Location("app.py", Span(line, 1, line, 2)), **changes)


def told(*findings: Finding, view: View | None = None, **changes: object) -> list[str]:
    """The summary: what follows the last empty line."""
    text = render(report(*findings, **changes), "full", view or View(), lambda path: ())  # type: ignore[arg-type]
    return text.rpartition("\n\n")[2].splitlines()


def test_problems_widgets_causes_versions_and_what_to_type() -> None:
    assert told(at(1, fix=SAFE), at(2, key="b", keys=("b", "c"), severity=Severity.WARNING)) == [
        f"Found 1 error and 1 warning {WHERE}.",
        "They have 2 causes and concern 3 inputs on 1 page.",
        KNOWN,
        "Next: keylint check --fix  repairs 1 of them (add --diff to look at the changes first)",
    ]


def test_what_was_not_checked() -> None:
    totals = Totals(5, 1, 3, 14, 12, unresolved_keys=1, pages_not_analysed=1)
    lines = told(totals=totals, unknowns=(Unknown("app.py", 3, "a key made by exec"),))
    assert lines == [
        f"No problems found {WHERE}.",
        "Not checked: 1 of 3 pages was not analysed to its end; the key of 1 of 14 widgets is not known; "
        "1 thing could not be resolved (--show-unknowns).",
        KNOWN,
    ]


def test_how_certain_the_versions_are() -> None:
    inferred = AppTarget("b.py", "1.60", Certainty.INFERRED, "installed in .venv")
    assumed = AppTarget("c.py", "1.67", Certainty.ASSUMED, "nothing")
    lines = told(targets=(TARGET, TARGET, inferred, assumed))
    assert lines[1:3] == [
        "Checked for Streamlit 1.62 (known from requirements.txt), 2 apps.",
        "Checked for Streamlit 1.60 (inferred: it is installed in .venv, and nothing says what is required), 1 app.",
    ]
    assert lines[3].startswith("Assumed Streamlit 1.67 for 1 of 4 apps")


@pytest.mark.parametrize(
    ("fixes", "expected"),
    [
        ([SAFE], ["--fix  repairs it (add --diff to look at the changes first)"]),
        ([SAFE, SAFE], ["--fix  repairs all of them (add --diff to look at the changes first)"]),
        ([UNSAFE, None], ["--fix --unsafe-fixes  repairs 1 of them (add --diff to look at the changes first)"]),
        (
            [SAFE, UNSAFE, UNSAFE],
            [
                "--fix                 repairs 1 of them (add --diff to look at the changes first)",
                "--fix --unsafe-fixes  repairs 2 more",
            ],
        ),
    ],
)
def test_the_next_step_repairs(fixes: list[Fix | None], expected: list[str]) -> None:
    lines = told(*(at(line, fix=fix) for line, fix in enumerate(fixes, 1)), view=View(command="keylint check 'my app'"))
    assert [line[6:] for line in lines[-len(expected) :]] == [f"keylint check 'my app' {step}" for step in expected]
    assert lines[-len(expected)].startswith("Next: ")


def test_where_nothing_is_repaired_the_rule_is_explained() -> None:
    lines = told(
        at(1, code="KEY106", severity=Severity.WARNING),
        at(2, code="KEY401"),
        at(3, code="KEY402"),
        at(4, code="KEY402"),
    )
    assert lines[-1] == "Next: keylint rule KEY402  explains what happens, and how to write it instead"


def test_other_next_steps() -> None:
    hidden = told(at(1, severity=Severity.INFO))
    assert hidden[-1] == "Next: keylint check --min-severity info  shows what is hidden"
    nothing = told(totals=Totals(), skipped_files=3, targets=())
    assert nothing == [
        "No Streamlit app found in 3 Python files.",
        "Next: keylint check --entrypoint FILE  checks the script that you give to `streamlit run`",
    ]
    assert told(at(1), view=View(next_step=("keylint demo --copy x", "copies it")))[-1] == (
        "Next: keylint demo --copy x  copies it"
    )
    assert told() == [f"No problems found {WHERE}.", KNOWN]


def test_quiet_leaves_it_out() -> None:
    assert render(report(), "full", View(quiet=True), lambda path: ()) == ""
