from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from keylint.findings import Finding, Fix, Location, Related, Role, Severity, Span, StoryAct, StoryStep
from keylint.reporters import render
from keylint.reporters.paint import Piece
from keylint.reporters.view import View
from keylint.reporters.wrapping import wrapped

from .sample import finding, place, report

WIDTHS = [40, 80, 100, 160]
TEXT = "keep the value under another key: copy it there in on_change, and assign it back right before the widget"
PATH = "frontend/pages/orchestration/trading/app.py"
SOURCE = ["import streamlit as st", 'if mode == "Edit":', '    st.text_input("Name", key="name")', "st.write(name)"]


def rows(line: tuple[Piece, ...], columns: int | None, indent: int = 0) -> list[str]:
    return ["".join(piece.text for piece in row) for row in wrapped(line, columns, indent)]


def test_breaks_between_words_and_indents_what_follows() -> None:
    assert rows((Piece("= "), Piece("help:", "note"), Piece(" one two three")), 12, 4) == [
        "= help: one",
        "    two",
        "    three",
    ]


def test_a_word_of_several_pieces_stays_whole() -> None:
    assert rows((Piece("so '"), Piece("name", "key"), Piece("' is lost")), 8) == ["so", "'name'", "is lost"]


def test_a_word_that_is_too_long_stands_by_itself() -> None:
    assert rows((Piece(f"at {'x' * 20} again"),), 10, 2) == ["at", f"  {'x' * 20}", "  again"]


def test_a_sign_stays_with_what_it_is_about() -> None:
    assert rows((Piece("Streamlit ≥ 1.59 has it"),), 12) == ["Streamlit", "≥ 1.59 has", "it"]


def test_blanks_at_the_beginning_stay() -> None:
    assert rows((Piece("  "), Piece("- a.py:"), Piece(" one")), 80) == ["  - a.py: one"]


def test_width_is_counted_in_cells() -> None:
    assert rows((Piece("日本 日本 日本"),), 9) == ["日本 日本", "日本"]


def test_without_a_terminal_nothing_is_broken() -> None:
    assert rows((Piece(TEXT),), None) == [TEXT]


def several() -> list[Finding]:
    """Three findings that one test causes, and one by itself, each with all that a finding can have."""
    told = "Choose \"View\" in 'Mode': 'Name' disappears, and Streamlit drops its value."
    cause = place(PATH, 2, SOURCE[1], 'mode == "Edit"')
    values = {
        "related": (
            Related(cause, "shown only when this holds; the user can change it with `mode` and `more`", Role.CAUSE),
            Related(place("other.py", 4, SOURCE[3], "name"), "read here in runs where it is gone", Role.READ),
        ),
        "story": (StoryStep(StoryAct.EDIT, PATH, "Fill in 'Name'."), StoryStep(StoryAct.SET, PATH, told)),
        "advice": f"{TEXT}; or require Streamlit ≥ 1.59",
        "fix": Fix("keep the value under 'name': give the widget the key '_name', and save changes", False, ()),
        "route": (PATH, "main()", "show_trading_data()", "sidebar()"),
        "pages": (PATH, "frontend/pages/orchestration/archived_bots/app.py", "app.py"),
    }
    widget = place(PATH, 3, SOURCE[2], "st.text_input")
    message = "what the user enters in '{}' is forgotten while its widget is hidden"
    alone = finding(Location("app.py", Span(1, 1, 1, 7)), "'name' is lost", severity=Severity.WARNING)
    return [alone, *(finding(widget, message.format(key), key=key, **values) for key in ("one", "two", "three"))]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("output_format", ["full", "grouped"])
@pytest.mark.parametrize("count", [1, 10])
def test_everything_fits_the_terminal(width: int, output_format: str, count: int) -> None:
    """But for words that nothing can break, such as a path, with what stands before them in their line."""
    alone = (finding(Location("app.py", Span(line, 1, line, 7))) for line in range(2, 5 * count))
    found = report(*several() * count, *alone)
    view = View(width=width, statistics=True, show_files=True)
    for row in render(found, output_format, view, lambda path: SOURCE).splitlines():
        words = row.split()
        assert cell_len(row) <= width or len(words) == 1 or cell_len(words[-1]) > width // 2, row


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("output_format", ["full", "grouped"])
def test_no_word_is_broken(width: int, output_format: str) -> None:
    """The same words as where nothing is broken; of source that does not fit a part is shown."""
    found = report(*several())

    def words(columns: int | None) -> list[str]:
        text = render(found, output_format, View(width=columns), lambda path: SOURCE)
        told = [row for row in text.splitlines() if not re.match(r" *\d+ │", row)]
        return [word for word in re.split(r"[\s│]+", "\n".join(told)) if word.strip("-^")]

    assert words(width) == words(None)
