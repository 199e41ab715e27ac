from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from keylint.facts.module import Comment
from keylint.findings import Cause, CauseKind, Finding, Location, Related, Role, Severity, Span
from keylint.rules.codes import known_codes
from keylint.suppress import apply, ignore_per_file

# Codes that exist in every state of the rules.
UNREADABLE, UNUSED = "KEY900", "KEY901"


def finding(code: str = UNREADABLE, line: int = 5, path: str = "app.py") -> Finding:
    return Finding(code, "some-name", Severity.ERROR, Location(path, Span(line, 1, line, 9)), None, "message")


def after(text: str, line: int = 5, first_line: int | None = None, last_line: int | None = None) -> Comment:
    """A comment that follows code."""
    return Comment(line, 40, text, first_line or line, last_line or line)


def above(text: str, line: int = 4) -> Comment:
    """A comment on a line of its own."""
    return Comment(line, 5, text, line, line, own_line=True)


def outcome(
    comments: Comment | tuple[Comment, ...],
    *findings: Finding,
    active: tuple[str, ...] | None = None,
) -> tuple[list[Finding], list[str]]:
    """The findings that are kept, and the messages about comments."""
    listed = comments if isinstance(comments, tuple) else (comments,)
    kept, complaints = apply(findings, {"app.py": listed}, lambda _path: known_codes() if active is None else active)
    assert all(complaint.code == UNUSED and complaint.location.path == "app.py" for complaint in complaints)
    return list(kept), [complaint.message for complaint in complaints]


@pytest.mark.parametrize(
    "text",
    [
        "# keylint: ignore[KEY900] reason",
        "# keylint: ignore[KEY900]",
        "#keylint:ignore[KEY900]",
        "# Keylint: Ignore [ key900 ]",
        "# keylint: ignore[KEY9]",
        "# keylint: ignore[KEY]",
        "# keylint: ignore",
        "# keylint: ignore - a reason",
        "# type: ignore  # keylint: ignore[KEY900]",
        "# noqa: KEY900",
        "# NOQA:KEY900,E501",
        "# noqa: E501 KEY900",
        "# noqa: E501, KEY9 because",
    ],
)
def test_suppresses_the_finding_of_its_statement(text: str) -> None:
    assert outcome(after(text), finding()) == ([], [])


@pytest.mark.parametrize(
    "text",
    ["# noqa", "# noqa: E501", "# noqa: E501 and KEY900 too", "# noqa: XKEY900", "# keylint is nice", "# nokeylint"],
)
def test_other_comments_are_left_alone(text: str) -> None:
    assert outcome(after(text), finding()) == ([finding()], [])


@pytest.mark.parametrize("line", [5, 6, 7, 8])
def test_covers_all_lines_of_the_statement(line: int) -> None:
    comment = after("# keylint: ignore[KEY900]", line=7, first_line=5, last_line=8)
    assert outcome(comment, finding(line=line)) == ([], [])


@pytest.mark.parametrize("line", [4, 9])
def test_covers_no_other_statement(line: int) -> None:
    comment = after("# keylint: ignore[KEY900]", line=7, first_line=5, last_line=8)
    kept, messages = outcome(comment, finding(line=line))
    assert kept == [finding(line=line)]
    assert messages == ["the suppression of KEY900 has nothing to suppress"]


def test_covers_no_other_file() -> None:
    elsewhere = finding(path="other.py")
    assert outcome(after("# keylint: ignore[KEY900]"), elsewhere)[0] == [elsewhere]


def place(line: int, path: str = "app.py") -> Location:
    return Location(path, Span(line, 1, line, 9))


HIDES, WIDGET = 3, 8


def loss(kind: CauseKind) -> Finding:
    """A loss at a wrapper's call in another file, of a widget in line 8 that line 3 hides."""
    return replace(
        finding(path="other.py"),
        cause=Cause(place(HIDES), kind),
        related=(Related(place(WIDGET), "called here", Role.WIDGET), Related(place(12), "read here", Role.READ)),
    )


@pytest.mark.parametrize("line", [HIDES, WIDGET])
def test_a_loss_is_suppressed_at_its_cause_and_at_the_widget(line: int) -> None:
    assert outcome(after("# keylint: ignore[KEY900]", line=line), loss(CauseKind.CONDITION)) == ([], [])


@pytest.mark.parametrize(("line", "kind"), [(12, CauseKind.CONDITION), (HIDES, CauseKind.PAGE_SWITCH)])
def test_but_not_where_the_value_is_read_or_another_page_begins(line: int, kind: CauseKind) -> None:
    kept, complaints = outcome(after("# keylint: ignore[KEY900]", line=line), loss(kind))
    assert kept == [loss(kind)]
    assert len(complaints) == 1


def test_a_file_that_only_hides_does_not_leave_the_finding_out() -> None:
    assert outcome(above("# keylint: ignore-file[KEY900]", line=1), loss(CauseKind.CONDITION))[0] != []


def test_places_of_findings_without_a_cause_suppress_nothing() -> None:
    twin = replace(loss(CauseKind.CONDITION), cause=None)
    assert outcome(after("# keylint: ignore[KEY900]", line=WIDGET), twin)[0] == [twin]


def test_a_comment_above_covers_the_statement_below() -> None:
    assert outcome(above("# keylint: ignore[KEY900]"), finding()) == ([], [])
    assert outcome(above("# keylint: ignore[KEY900]", line=3), finding())[0] == [finding()]


def test_comments_above_may_be_stacked() -> None:
    comments = (above("# keylint: ignore[KEY900]", line=3), above("# noqa: KEY900", line=4))
    assert outcome(comments, finding()) == ([], [])


def test_a_comment_after_code_does_not_cover_the_next_line() -> None:
    assert outcome(after("# keylint: ignore[KEY900]", line=4), finding())[0] == [finding()]


@pytest.mark.parametrize("text", ["# keylint: ignore-file[KEY900] generated", "# keylint: ignore-file"])
def test_a_file_can_be_left_out(text: str) -> None:
    assert outcome(above(text, line=1), finding(), finding(line=99)) == ([], [])


def test_ignore_file_after_code_is_a_mistake() -> None:
    kept, messages = outcome(after("# keylint: ignore-file[KEY900]"), finding())
    assert kept == [finding()]
    assert messages == ["'# keylint: ignore-file' after code suppresses nothing"]


def test_unused_comments_are_reported() -> None:
    assert outcome(after("# keylint: ignore")) == ([], ["the suppression has nothing to suppress"])
    assert outcome(after("# noqa: KEY900, E501")) == ([], ["the suppression of KEY900 has nothing to suppress"])
    assert outcome(above("# keylint: ignore-file[KEY9]")) == ([], ["the suppression of KEY9 has nothing to suppress"])


def test_only_the_useless_codes_are_named() -> None:
    kept, [complaint] = apply(
        [finding()], {"app.py": (after("# keylint: ignore[KEY900, KEY901]", line=5),)}, lambda _path: known_codes()
    )
    assert kept == ()
    assert complaint.message == "the suppression of KEY901 has nothing to suppress"
    assert complaint.advice == "remove KEY901 from the comment"
    assert complaint.location.span == Span(5, 40, 5, 40 + len("# keylint: ignore[KEY900, KEY901]"))


@pytest.mark.parametrize("text", ["# keylint: ignore[KEY900]", "# keylint: ignore[KEY]", "# keylint: ignore"])
def test_codes_of_rules_that_did_not_run_are_not_called_unused(text: str) -> None:
    assert outcome(after(text), active=(UNUSED,)) == ([], [])


def test_nothing_is_reported_without_the_rule() -> None:
    comments = (after("# keylint: ignore"), after("# keylint: ignore[KEY999]"), after("# keylint: what"))
    assert outcome(comments, active=(UNREADABLE,)) == ([], [])


def test_unknown_codes_are_reported() -> None:
    _, [complaint] = apply([], {"app.py": (after("# keylint: ignore[KEY90I]"),)}, lambda _path: known_codes())
    assert complaint.message == "the suppression names KEY90I, which no rule has"
    assert complaint.advice is not None
    assert "KEY90" in complaint.advice
    assert outcome(after("# noqa: KEY999, E1"))[1] == ["the suppression names KEY999, which no rule has"]
    assert outcome(after("# keylint: ignore[E501, W1]"))[1] == ["the suppression names E501 and W1, which no rule has"]


def test_known_codes_beside_an_unknown_one_work() -> None:
    kept, messages = outcome(after("# keylint: ignore[KEY999, KEY900]"), finding())
    assert kept == []
    assert messages == ["the suppression names KEY999, which no rule has"]


@pytest.mark.parametrize(
    "text",
    ["# keylint: ignroe[KEY900]", "# keylint: ignore[KEY900", "# keylint: ignored", "# keylint: ignore-files[KEY900]"],
)
def test_what_cannot_be_understood_is_reported(text: str) -> None:
    kept, [message] = outcome(after(text), finding())
    assert kept == [finding()]
    assert "is not a comment that keylint understands" in message


def test_empty_brackets_suppress_nothing() -> None:
    kept, messages = outcome(after("# keylint: ignore[]"), finding())
    assert kept == [finding()]
    assert messages == ["the suppression names no code, and suppresses nothing"]


def test_the_report_of_an_unused_comment_can_be_suppressed_by_its_code_only() -> None:
    assert outcome(after("# noqa: KEY900  # keylint: ignore[KEY901]")) == ([], [])
    assert outcome(after("# keylint: ignore[KEY900, KEY901]")) == ([], [])
    assert len(outcome(after("# noqa: KEY900  # keylint: ignore"))[1]) == 2


def test_findings_without_comments_pass() -> None:
    findings = (finding(), finding(line=7))
    assert apply(findings, {}, lambda _path: known_codes()) == (findings, ())


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [
        ("legacy/", True),
        ("*.py", True),
        ("legacy/**/x.py", True),
        ("/x.py", False),
        ("other/", False),
    ],
)
def test_files_are_ignored_by_pattern(pattern: str, ignored: bool) -> None:
    found = finding(path="legacy/pages/x.py")
    assert ignore_per_file([found], {pattern: ("KEY9",)}, Path.cwd()) == (() if ignored else (found,))


def test_only_the_codes_of_the_pattern_are_ignored() -> None:
    found = finding()
    assert ignore_per_file([found], {"app.py": ("KEY1", "KEY901")}, Path.cwd()) == (found,)
    assert ignore_per_file([found], {"app.py": ("key900",)}, Path.cwd()) == ()
    assert ignore_per_file([found], {}, Path.cwd()) == (found,)


def test_patterns_are_relative_to_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    inside, outside = finding(path="app.py"), finding(path="../../app.py")
    assert ignore_per_file([inside, outside], {"/sub/app.py": ("KEY",)}, tmp_path) == (outside,)
    assert ignore_per_file([outside], {"app.py": ("KEY",)}, tmp_path) == (outside,)
