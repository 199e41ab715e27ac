from __future__ import annotations

from keylint.findings import Cause, CauseKind, Location, Severity, Span
from keylint.reporters import render
from keylint.reporters.view import View

from .sample import finding, report

HERE = Location("pages/1_x.py", Span(9, 5, 9, 53))
HEAD = "### keylint\n\n| | Where | Rule | What is wrong | What to do |\n| --- | --- | --- | --- | --- |\n"


def written(*findings: object, view: View = View(threshold=Severity.INFO)) -> str:  # noqa: B008
    return render(report(*findings), "markdown", view, lambda path: [])  # type: ignore[arg-type]


def test_a_row_for_each_finding_and_the_summary() -> None:
    text = written(finding(HERE, advice="keep it", no_fix="it is hard"))
    assert text.startswith(
        f"{HEAD}| ✘ error | pages/1\\_x.py:9:5 | KEY101 | 'name' is lost | "
        "help: keep it<br>no automatic fix: it is hard |\n\nFound 1 error in 14 widgets"
    )
    assert text.endswith("\n")


def test_what_a_text_holds_is_text() -> None:
    text = written(finding(HERE, "'row_*' | <img> [a](b)\n`x`\x1b @you $a$"), view=View(quiet=True))
    assert "| 'row\\_\\*' \\| \\<img\\> \\[a\\](b)␊\\`x\\`␛ \\@you \\$a\\$ |" in text
    assert text.count("\n") == HEAD.count("\n") + 1


def test_the_findings_of_a_cause_stand_together() -> None:
    def at(line: int, cause: int) -> object:
        place = Location("app.py", Span(cause, 1, cause, 9))
        return finding(Location("app.py", Span(line, 1, line, 9)), cause=Cause(place, CauseKind.CONDITION))

    text = written(at(10, 1), at(11, 2), at(12, 1), at(13, 1))
    assert [text.index(f"app.py:{line}:") for line in (10, 12, 13, 11)] == sorted(
        text.index(f"app.py:{line}:") for line in (10, 11, 12, 13)
    )


def test_nothing_found_is_said_without_a_table() -> None:
    assert written().startswith("### keylint\n\nNo problems found in 14 widgets")


def test_there_is_an_end_to_it() -> None:
    text = written(*(finding(Location("app.py", Span(line, 1, line, 9))) for line in range(1, 251)))
    assert text.count("| KEY101 |") == 200
    assert "\n\nand 50 more.\n\nFound 250 errors" in text
