from __future__ import annotations

import pytest

from keylint.findings import Finding, Location, Severity, Span, Totals, Unknown
from keylint.reporters.summary import appendix, gaps, summary
from keylint.reporters.view import View

from .sample import finding, report

HERE = Location("app.py", Span(1, 1, 1, 2))
ERROR = finding(HERE)
WARNING = finding(HERE, code="KEY106", name="forgotten-input", severity=Severity.WARNING)
INFO = finding(HERE, code="KEY109", name="rerun-drops-widget", severity=Severity.INFO)
WHERE = "in 14 widgets with a key (12 keys) on 3 pages of 1 app"


@pytest.mark.parametrize(
    ("findings", "threshold", "expected"),
    [
        ((), Severity.WARNING, f"No problems found {WHERE}."),
        ((ERROR,), Severity.WARNING, f"Found 1 error {WHERE}."),
        ((ERROR, ERROR, WARNING), Severity.WARNING, f"Found 2 errors and 1 warning {WHERE}."),
        ((ERROR, WARNING, INFO, INFO), Severity.INFO, f"Found 1 error, 1 warning and 2 infos {WHERE}."),
        ((ERROR, INFO, INFO), Severity.WARNING, f"Found 1 error (2 hidden at info) {WHERE}."),
        ((WARNING, INFO), Severity.ERROR, f"No problems found (1 hidden at warning, 1 hidden at info) {WHERE}."),
    ],
)
def test_counts_in_plain_words(findings: tuple[Finding, ...], threshold: Severity, expected: str) -> None:
    assert summary(report(*findings), View(threshold=threshold)) == expected


def test_says_what_could_not_be_resolved() -> None:
    unresolved = report(ERROR, unknowns=(Unknown("app.py", 3, "a key made by exec"),))
    assert summary(unresolved, View()) == f"Found 1 error {WHERE}; 1 thing could not be resolved (--show-unknowns)."
    assert appendix(unresolved, View(show_unknowns=True)) == [
        "",
        "Not resolved:",
        "  app.py:3 a key made by exec",
        "",
        f"Found 1 error {WHERE}; 1 thing could not be resolved.",
    ]


def test_says_which_part_was_not_checked() -> None:
    one = report(totals=Totals(5, 1, 3, 14, 12, unresolved_keys=1, pages_not_analysed=1))
    assert summary(one, View()) == (
        f"No problems found {WHERE}; 1 of 3 pages was not analysed to its end; the key of 1 of 14 widgets is not known."
    )
    several = report(totals=Totals(5, 1, 3, 14, 12, unresolved_keys=2, pages_not_analysed=2))
    assert summary(several, View()) == (
        f"No problems found {WHERE}; 2 of 3 pages were not analysed to their end; "
        "the keys of 2 of 14 widgets are not known."
    )


@pytest.mark.parametrize(
    ("totals", "is_resolved"),
    [
        (Totals(5, 1, 3, 14, 12), True),
        (Totals(5, 1, 3, 14, 12, widgets_without_key=3), True),
        (Totals(5, 1, 3, 14, 12, unresolved_keys=1), False),
        (Totals(5, 1, 3, 14, 12, pages_not_analysed=1), False),
    ],
)
def test_everything_was_resolved_only_when_that_is_true(totals: Totals, is_resolved: bool) -> None:
    lines = appendix(report(totals=totals), View(show_unknowns=True, quiet=True))
    assert ("Everything was resolved." in lines) is is_resolved


def test_says_that_there_is_no_app() -> None:
    assert summary(report(totals=Totals(), skipped_files=23), View()) == "No Streamlit app found in 23 Python files."
    found = summary(report(ERROR, totals=Totals(files=1)), View())
    assert found == "Found 1 error; no Streamlit app found in 1 Python file."


def test_an_app_without_keys() -> None:
    assert summary(report(totals=Totals(1, 1, 1)), View()) == "No problems found in 0 widgets on 1 page of 1 app."


def test_generated_files_are_counted() -> None:
    generated = ("form.py", "pages/form.py")
    assert summary(report(generated_files=generated), View()).endswith(
        "; 2 generated files left out (--include-generated)."
    )
    nothing = summary(report(totals=Totals(), skipped_files=1, generated_files=generated), View())
    assert nothing.startswith("No Streamlit app found in 3 Python files; ")
    files = appendix(report(generated_files=generated), View(show_files=True, quiet=True))
    assert files[1].endswith("; 2 generated files left out.")


def test_backups_are_counted_and_named() -> None:
    backups = ("app (1).py", "old/app.py")
    assert summary(report(backup_files=backups[:1]), View()).endswith("; 1 file left out as a backup (--show-files).")
    assert summary(report(backup_files=backups), View()).endswith("; 2 files left out as backups (--show-files).")
    files = appendix(report(backup_files=backups), View(show_files=True, quiet=True))
    assert files[-2:] == ["Left out as a backup: app (1).py", "Left out as a backup: old/app.py"]


def test_statistics_put_the_most_frequent_first() -> None:
    lines = appendix(report(ERROR, *[WARNING] * 10, INFO), View(statistics=True, quiet=True))
    assert lines == ["", "10  KEY106  forgotten-input", " 1  KEY101  read-while-hidden"]


def test_statistics_of_nothing() -> None:
    assert appendix(report(), View(statistics=True, quiet=True)) == []


def test_lists_the_files() -> None:
    lines = appendix(report(checked_files=("app.py", "pages/1.py"), skipped_files=4), View(show_files=True, quiet=True))
    assert lines == [
        "",
        "Checked 2 files for Streamlit 1.62 (requirements.txt); 4 files without Streamlit left out:",
        "  app.py",
        "  pages/1.py",
    ]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "whether 1 script beside the pages of an app belongs to it, which the app does not say"),
        (2, "whether 2 scripts beside the pages of an app belong to it, which the app does not say"),
    ],
)
def test_says_which_scripts_may_be_pages(number: int, told: str) -> None:
    assert gaps(Totals(apps=3, scripts_beside_pages=number)) == [told]
