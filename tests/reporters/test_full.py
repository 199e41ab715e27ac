from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from keylint.findings import Finding, Fix, Location, Related, Severity, Span
from keylint.reporters import render
from keylint.reporters.view import View

from .sample import finding, place, report

QUIET = View(quiet=True)


def show(found: Finding, files: dict[str, list[str]], view: View = QUIET) -> list[str]:
    return render(report(found), "full", view, lambda path: files.get(path, [])).splitlines()


def test_reads_like_a_compiler() -> None:
    app = [
        "import streamlit as st",
        "",
        'mode = st.radio("Mode", ["Edit", "View"])',
        'if mode == "Edit":',
        '    st.number_input("Horizon", 1, 90, key="horizon")',
    ]
    other = ["import streamlit as st", 'st.metric("Days", st.session_state.horizon)']
    found = finding(
        place("app.py", 5, app[4], "st.number_input"),
        "'horizon' is lost while it is hidden, and read then",
        route=("app.py", "filters.sidebar()"),
        related=(
            Related(place("app.py", 4, app[3], 'mode == "Edit"'), "shown only when this is true"),
            Related(place("pages/2_Plan.py", 2, other[1], "st.session_state.horizon"), "read here"),
        ),
        page="pages/2_Plan.py",
        fix=Fix('add persist_state="session"', True, ()),
    )
    assert show(found, {"app.py": app, "pages/2_Plan.py": other}) == [
        "✘ app.py:5:5 KEY101[error] 'horizon' is lost while it is hidden, and read then",
        '   4 │ if mode == "Edit":',
        "     │    -------------- shown only when this is true",
        '   5 │     st.number_input("Horizon", 1, 90, key="horizon")',
        "     │     ^^^^^^^^^^^^^^^",
        "     ::: pages/2_Plan.py:2:19",
        '   2 │ st.metric("Days", st.session_state.horizon)',
        "     │                   ------------------------ read here",
        '     = fix: add persist_state="session"; applied by --fix',
        "     = route: app.py → filters.sidebar()",
    ]


def test_leaves_out_what_says_nothing_new() -> None:
    line = 'st.text_input("Name", key="name")'
    found = finding(place("app.py", 1, line, "st.text_input"), page="app.py", route=("app.py",))
    assert not [row for row in show(found, {"app.py": [line]}) if "=" in row and "│" not in row]


def test_gives_the_advice_where_there_is_no_fix() -> None:
    line = 'st.text_input("Name", key="name")'
    found = finding(place("app.py", 1, line, "st.text_input"), advice="copy the value")
    assert show(found, {"app.py": [line]})[-1] == "     = help: copy the value"


def test_shows_the_comment_to_paste() -> None:
    found = finding(place("app.py", 1, "x", "x"))
    assert show(found, {"app.py": ["x"]}, View(quiet=True, verbose=True))[-1] == (
        "     = to suppress: # keylint: ignore[KEY101]"
    )


@pytest.mark.parametrize(
    "line",
    [
        'st.text_input("日本語", key="name")',
        'a = "🎈🎈"; st.text_input("🎈", key="name")',
        '\tif a:\tst.text_input("x", key="name")',
        'x = "日"\t; st.text_input("x", key="name")',
        "é = 'e\u0301'; st.text_input('x', key='name')",
        'x = "' + "日" * 200 + '"; st.text_input("x", key="name") # ' + "🎈" * 200,
    ],
)
def test_marks_stand_under_their_code(line: str) -> None:
    found = finding(
        place("app.py", 1, line, "st.text_input"), related=(Related(place("app.py", 1, line, "key="), "the key"),)
    )
    source, *marks = (row.split("│ ")[1] for row in show(found, {"app.py": [line]}) if "│ " in row)
    for mark, part in zip(marks, ("st.text_input", "key="), strict=True):
        underline = mark.removesuffix(" the key")
        assert underline.strip() in ("^" * len(part), "-" * len(part))
        assert cell_len(source[: source.index(part)]) == len(underline) - len(part)


def test_a_wide_span_is_underlined_in_its_width() -> None:
    line = 'x = "日本 🎈"'
    _, mark = (
        row.split("│ ")[1]
        for row in show(finding(place("app.py", 1, line, '"日本 🎈"')), {"app.py": [line]})
        if "│ " in row
    )
    assert mark == "    " + "^" * 9


@pytest.mark.parametrize("width", [40, 72, 100, 300])
def test_long_lines_are_cut_around_the_span(width: int) -> None:
    line = f'x = "{"a" * 300}"; st.text_input("{"日" * 100}", key="name"); {"y" * 300}'
    found = finding(place("app.py", 1, line, "st.text_input"))
    *_, source, mark = show(found, {"app.py": [line]}, View(quiet=True, width=width))
    assert cell_len(source) <= width
    assert "st.text_input" in source
    assert source.split("│ ")[1].startswith("…")
    assert source.endswith("…")
    assert mark.index("^") == cell_len(source[: source.index("st.text_input")])


def test_spans_too_far_apart_are_shown_one_by_one() -> None:
    line = f"first; {'x' * 300}; second"
    found = finding(
        place("app.py", 1, line, "first"), related=(Related(place("app.py", 1, line, "second"), "read here"),)
    )
    rows = show(found, {"app.py": [line]})
    assert [row.split("│ ")[0].strip() for row in rows[1:]] == ["1", "", "1", ""]
    assert rows[3].endswith("second")
    assert rows[4].index("-") == rows[3].index("second")


def test_long_labels_are_broken_only_on_a_terminal() -> None:
    line = f"{' ' * 30}value"
    label = "the user can flip this condition with the radio in the sidebar of the page"
    found = finding(place("app.py", 1, line, "value"), related=(Related(place("app.py", 1, line, "value"), label),))
    assert show(found, {"app.py": [line]})[-1].endswith(f"----- {label}")
    rows = show(found, {"app.py": [line]}, View(quiet=True, width=60))
    assert max(map(cell_len, rows)) <= 60
    assert " ".join(row.split("│ ")[1].strip() for row in rows[4:]) == label


@pytest.mark.parametrize("width", [None, 60])
def test_a_place_with_two_labels_is_underlined_once(width: int | None) -> None:
    line = "    value"
    related = tuple(Related(place("app.py", 2, line, "value"), label) for label in ("made here", "and here"))
    found = finding(place("app.py", 1, "x", "x"), related=related)
    rows = show(found, {"app.py": ["x", line]}, View(quiet=True, width=width))
    assert rows[-2:] == ["     │     ----- made here", "     │     and here"]


def test_output_does_not_depend_on_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    line = f"x = {'a' * 300}; st.text_input('x')"
    found = finding(place("app.py", 1, line, "st.text_input"))
    before = show(found, {"app.py": [line]})
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("TERM", "dumb")
    assert show(found, {"app.py": [line]}) == before


def test_a_span_of_several_lines_is_shown_by_its_first() -> None:
    code = ["x = st.text_input(", '    "Name",', ")  "]
    found = finding(Location("app.py", Span(1, 5, 3, 2)))
    assert show(found, {"app.py": code})[1:] == ["   1 │ x = st.text_input(", "     │     ^^^^^^^^^^^^^^"]


@pytest.mark.parametrize("span", [Span(9, 9, 9, 9), Span(1, 40, 1, 50), Span(1, 1, 1, 1), Span(0, 0, 0, 0)])
def test_a_span_outside_of_the_file_is_no_crash(span: Span) -> None:
    rows = show(finding(Location("app.py", span)), {"app.py": ["short"]})
    assert rows[-1].count("^") >= 1


def test_without_the_source_the_reasons_remain() -> None:
    found = finding(
        Location("app.py", Span(3, 5, 3, 9)), related=(Related(Location("b.py", Span(7, 1, 7, 4)), "read here"),)
    )
    rows = show(found, {})
    assert rows[0] == "✘ app.py:3:5 KEY101[error] 'name' is lost"
    assert rows[-1].endswith("- read here")


@pytest.mark.parametrize("colour", [False, True])
def test_markup_in_the_source_is_text(colour: bool) -> None:
    line = 'st.text_input("[bold]x[/bold] [/] :smile:", key="[red]name")'
    found = finding(
        place("[a].py", 1, line, "st.text_input"),
        "'[red]name' is [bold]lost[/bold]",
        advice="write [link=x]",
        related=(Related(place("[a].py", 1, line, "key="), "[dim]here"),),
    )
    text = render(report(found), "full", View(colour=colour), lambda path: [line])
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    for part in (line, "[a].py:1:1", "'[red]name' is [bold]lost[/bold]", "write [link=x]", "[dim]here"):
        assert part in plain
    assert ("\x1b[" in text) is colour


def test_control_characters_do_not_reach_the_terminal() -> None:
    line = "x = '\x1b[31m\x07\x0c\u202e'; st.text_input('x')"
    found = finding(place("a\nb.py", 1, line, "st.text_input"), "key '\x1b]0;x\x07' \r\n is lost")
    text = render(report(found), "full", View(), lambda path: [line])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    source, mark = (row for row in text.splitlines() if "│ " in row)
    assert source.index("st.text_input") == mark.index("^")


def test_plain_output_of_plain_source_needs_no_rich() -> None:
    code = (
        "import sys\n"
        "from keylint.reporters import render\n"
        "from keylint.reporters.view import View\n"
        "from tests.reporters.sample import finding, place, report\n"
        "render(report(finding(place('app.py', 1, 'x = 1', 'x'))), 'full', View(), lambda path: ['x = 1'])\n"
        "sys.exit('rich' in sys.modules)\n"
    )
    root = Path(__file__).parent.parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_colour_follows_the_severity() -> None:
    found = finding(place("app.py", 1, "x", "x"), severity=Severity.WARNING)
    text = render(report(found), "full", View(colour=True), lambda path: ["x"])
    assert "\x1b[1;33mKEY101[warning]\x1b[0m" in text
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == render(report(found), "full", View(), lambda path: ["x"])


def test_findings_are_set_apart() -> None:
    first, second = finding(place("app.py", 1, "x", "x")), finding(place("app.py", 2, "x", "x"))
    text = render(report(first, second), "full", QUIET, lambda path: ["x"])
    assert text.count("\n\n✘ app.py:2:1") == 1
    assert not text.startswith("\n")
