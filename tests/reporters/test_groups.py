from __future__ import annotations

import pytest

from keylint.findings import Cause, CauseKind, Finding, Location, Related, Role, Severity, Span, StoryAct, StoryStep
from keylint.reporters import render
from keylint.reporters.groups import grouped, inputs_of, pages_of
from keylint.reporters.view import GroupBy, View

from .sample import finding, place, report

UTILS = ["def client():", "    if failed:", "        st.stop()"]
PAGE = ["import streamlit as st", 'st.text_input("A", key="a")', 'st.text_input("B", key="b")']
FILES = {"st_utils.py": UTILS, "pages/one.py": PAGE, "pages/two.py": PAGE}
STOP = place("st_utils.py", 3, UTILS[2], "st.stop()")
STORY = (StoryStep(StoryAct.OPEN, "app.py", "Open the app."), StoryStep(StoryAct.EDIT, "app.py", "Fill in 'A'."))


def behind_stop(key: str, page: str, line: int, **changes: object) -> Finding:
    values: dict[str, object] = {
        "code": "KEY106",
        "name": "forgotten-input",
        "key": key,
        "keys": (key,),
        "page": page,
        "pages": (page,),
        "severity": Severity.WARNING,
        "cause": Cause(STOP, CauseKind.LEAVE),
        "related": (Related(STOP, "not shown in runs that stop here", Role.CAUSE),),
        "story": STORY,
        "advice": "add persist_state",
        **changes,
    }
    location = place(page, line, PAGE[line - 1], "st.text_input")
    return finding(location, f"what the user enters in '{key}' is forgotten", **values)


A, B = behind_stop("a", "pages/one.py", 2), behind_stop("b", "pages/one.py", 3)
C = behind_stop("c", "pages/two.py", 2, advice="rename it")
ALONE = finding(Location("app.py", Span(1, 1, 1, 2)), keys=("name",))


def show(*findings: Finding, output_format: str = "full", **view: object) -> list[str]:
    chosen = View(quiet=True, **view)  # type: ignore[arg-type]
    return render(report(*findings), output_format, chosen, lambda path: FILES.get(path, [])).splitlines()


def test_the_cause_is_said_once() -> None:
    assert show(A, B) == [
        "`st.stop()` at st_utils.py:3 hides 2 inputs on 1 page",
        "   3 │         st.stop()",
        "     │         --------- not shown in runs that stop here",
        "     = help: add persist_state",
        "",
        "  ▲ pages/one.py:2:1 KEY106[warning] what the user enters in 'a' is forgotten",
        "    1. Fill in 'A'.",
        '     2 │ st.text_input("A", key="a")',
        "       │ ^^^^^^^^^^^^^",
        "",
        "  ▲ pages/one.py:3:1 KEY106[warning] what the user enters in 'b' is forgotten",
        '     3 │ st.text_input("B", key="b")',
        "       │ ^^^^^^^^^^^^^",
    ]


def test_what_differs_is_said_of_each() -> None:
    lines = show(A, B, C)
    assert lines[0] == "`st.stop()` at st_utils.py:3 hides 3 inputs on 2 pages"
    assert [line.strip() for line in lines if "= help" in line] == [
        "= help: add persist_state", "= help: add persist_state", "= help: rename it"
    ]  # fmt: skip


def test_a_cause_of_one_finding_is_in_its_block() -> None:
    lines = show(A)
    assert lines[0].startswith("▲ pages/one.py:2:1 KEY106[warning]")
    assert "     ::: st_utils.py:3:9" in lines


def test_the_story_of_each_can_be_asked_for() -> None:
    assert str(show(A, B)).count("1. Fill in") == 1
    assert str(show(A, B, verbose=True)).count("1. Fill in") == 2


def test_the_first_that_has_a_story_tells_it() -> None:
    lines = show(behind_stop("a", "pages/one.py", 2, story=()), B)
    assert lines.index("    1. Fill in 'A'.") > lines.index(
        "  ▲ pages/one.py:3:1 KEY106[warning] what the user enters in 'b' is forgotten"
    )


def test_the_worst_comes_first_then_the_widest() -> None:
    other = behind_stop("d", "pages/two.py", 3, cause=None, related=())
    groups = grouped([other, A, B, ALONE], GroupBy.CAUSE)
    assert [group.findings for group in groups] == [(ALONE,), (A, B), (other,)]


def test_it_makes_no_difference_which_other_page_is_opened() -> None:
    one, two = (
        behind_stop(
            key, "pages/one.py", 2, related=(), cause=Cause(Location(other, Span(1, 1, 1, 1)), CauseKind.PAGE_SWITCH)
        )
        for key, other in (("a", "pages/two.py"), ("b", "app.py"))
    )
    assert show(one, two)[0] == "Opening another page hides 2 inputs on 1 page"


def test_what_one_call_does_with_many_keys_is_a_cause() -> None:
    one, two = (behind_stop(key, "pages/one.py", 2, related=(), cause=None) for key in ("a", "b"))
    other = behind_stop("a", "pages/one.py", 2, related=(), cause=None, code="KEY309")
    assert show(one, two)[0] == "`st.text_input` at pages/one.py:2: the same problem with 2 inputs on 1 page"
    assert len(grouped([one, two, other], GroupBy.CAUSE)) == 2


def test_a_cause_in_a_file_that_cannot_be_read_has_its_place() -> None:
    text = render(report(A, B), "full", View(quiet=True), lambda path: [])
    assert text.startswith("st_utils.py:3 hides 2 inputs on 1 page\n")


def test_inputs_and_pages_are_counted_once() -> None:
    many = behind_stop("a", "pages/one.py", 2, keys=("a", "b", "e"), pages=("pages/one.py", "app.py"))
    assert inputs_of([many, A, B, C]) == 4
    assert pages_of([many, A, C]) == ["pages/one.py", "app.py", "pages/two.py"]


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        (GroupBy.PAGE, ["app.py: 1 problem", "pages/one.py: 2 problems", "pages/two.py: 1 problem"]),
        (GroupBy.KEY, ["'a': 1 problem", "'b': 1 problem", "'c': 1 problem", "'name': 1 problem"]),
        (GroupBy.RULE, ["KEY101 read-while-hidden: 1 problem", "KEY106 forgotten-input: 3 problems"]),
    ],
)
@pytest.mark.parametrize("output_format", ["full", "grouped"])
def test_other_ways_to_group(by: GroupBy, titles: list[str], output_format: str) -> None:
    lines = show(A, B, C, ALONE, group_by=by, output_format=output_format)
    assert [line for line in lines if "problem" in line] == titles


def test_the_short_list_has_a_line_for_each() -> None:
    assert show(A, B, ALONE, output_format="grouped") == [
        "✘ app.py:1:1 KEY101[error] 'name' is lost",
        "",
        "`st.stop()` at st_utils.py:3 hides 2 inputs on 1 page",
        "  ▲ pages/one.py:2 KEY106 'a'",
        "  ▲ pages/one.py:3 KEY106 'b'",
    ]
    assert "    # keylint: ignore[KEY106]" in show(A, B, output_format="grouped", verbose=True)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (behind_stop("a", "pages/one.py", 2, route=("pages/one.py", "main()")), "= route: pages/one.py → main()"),
        (finding(ALONE.location, page="pages/one.py"), "= page: pages/one.py"),
        (
            behind_stop("a", "pages/one.py", 2, pages=("pages/one.py", "p2.py", "p3.py", "p4.py")),
            "= also on: p2.py and 2 more",
        ),
    ],
)
def test_a_page_is_named_once(found: Finding, line: str) -> None:
    lines = [row.strip() for row in show(found)]
    assert line in lines
    assert sum("= route" in row or "= page" in row or "= also" in row for row in lines) == 1
