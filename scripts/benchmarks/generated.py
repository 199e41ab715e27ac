"""Families of generated apps: the same app in several sizes, to see how the cost grows. Nothing in them is random.

All their widgets have keys, so that keylint's count of widgets can be compared with what was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_START = ["import streamlit as st", ""]
_OPTIONS = 24


@dataclass(frozen=True)
class GeneratedApp:
    """The files of an app by path, how many keyed widget calls they have, and the file that somebody edits."""

    files: dict[str, str]
    widgets: int
    edited: str = "app.py"


@dataclass(frozen=True)
class Family:
    """`write` gives the app of a size. The last size is twice the one before it."""

    name: str
    sizes: tuple[int, ...]
    write: Callable[[int], GeneratedApp]


def pages_folder(n: int) -> GeneratedApp:
    """n scripts in pages/, each with widgets of its own, a helper's widget, and a read of the page before."""
    app = [*_START, 'st.sidebar.selectbox("Region", ["North", "South"], key="region")']
    pages = {f"pages/{i:04}_report.py": _page(i) for i in range(n)}
    return GeneratedApp({"app.py": _text(app), "shared.py": _SHARED, **pages}, 3 * n + 2, "pages/0000_report.py")


def pages_navigation(n: int) -> GeneratedApp:
    """The same pages, listed by st.navigation."""
    app = [
        *_START,
        'st.sidebar.selectbox("Region", ["North", "South"], key="region")',
        "pages = [",
        *(f'    st.Page("views/report_{i:04}.py", title="Report {i}"),' for i in range(n)),
        "]",
        "st.navigation(pages).run()",
    ]
    pages = {f"views/report_{i:04}.py": _page(i) for i in range(n)}
    return GeneratedApp({"app.py": _text(app), "shared.py": _SHARED, **pages}, 3 * n + 2, "views/report_0000.py")


def chain_equal(n: int) -> GeneratedApp:
    """Helpers n deep, each of which calls the next twice with what it was given."""
    return _chain(n, "value", "value")


def chain_distinct(n: int) -> GeneratedApp:
    """Helpers n deep, each of which calls the next twice with two new values."""
    return _chain(n, "value + 1", "value * 2")


def chain_drawing(n: int) -> GeneratedApp:
    """Drawing helpers n deep, each of which calls the next in both arms of a test."""
    return _drawing_chain(n, "value", "value")


def chain_drawing_distinct(n: int) -> GeneratedApp:
    """Drawing helpers n deep, each of which calls the next in both arms of a test, with two new values."""
    return _drawing_chain(n, "value + 1", "value * 2")


def ifs(n: int) -> GeneratedApp:
    """n widgets in one function, each behind a checkbox of its own."""
    return _one_function(_independent(n), 2 * n)


def ifs_read(n: int) -> GeneratedApp:
    """The same, and afterwards each value is read."""
    return _one_function([*_independent(n), *(f'st.write(st.session_state.get("name_{i}"))' for i in range(n))], 2 * n)


def elif_chain(n: int) -> GeneratedApp:
    """A choice of n views, a widget in each arm."""
    body = [f'view = st.selectbox("View", {_names(n)}, key="view")']
    for i in range(n):
        body += [f'{"elif" if i else "if"} view == "option {i}":', f'    st.text_input("Name {i}", key="name_{i}")']
    return _one_function(body, n + 1)


def choices(n: int) -> GeneratedApp:
    """n names, each bound by a choice of 24 and asked later."""
    body = _bound_names(n)
    for i in range(n):
        body += [f"if rate_{i} == 7:", f'    st.text_input("Name {i}", key="name_{i}")']
    return _one_function(body, 2 * n)


def choices_paired(n: int) -> GeneratedApp:
    """n names, each bound by a choice of 24 and compared later with the next."""
    body = _bound_names(n)
    for i in range(n):
        body += [f"if rate_{i} == rate_{(i + 1) % n}:", f'    st.text_input("Name {i}", key="name_{i}")']
    return _one_function(body, 2 * n)


def choices_shared(n: int) -> GeneratedApp:
    """n names bound by one choice of 24, asked later in pairs."""
    body = [f'mode = st.selectbox("Mode", {_names(_OPTIONS)}, key="mode")']
    for option in range(_OPTIONS):
        body.append(f'{"elif" if option else "if"} mode == "option {option}":')
        body += [f"    rate_{i} = {option + i}" for i in range(n)]
    for i in range(n):
        body += [
            f"if rate_{i} == {i + 7} or rate_{(i + 1) % n} == 9:",
            f'    st.text_input("Name {i}", key="name_{i}")',
        ]
    return _one_function(body, n + 1)


def tries(n: int) -> GeneratedApp:
    """n try blocks, each with a widget that needs what was tried."""
    body = []
    for i in range(n):
        body += [
            "try:",
            f'    rows_{i} = open("rows_{i}.txt").read().split()',
            "except OSError:",
            f'    st.warning("No rows {i}")',
            f"    rows_{i} = None",
            f"if rows_{i} is not None:",
            f'    st.text_input("Filter {i}", key="filter_{i}")',
        ]
    return _one_function(body, n)


def dispatch_dict(n: int) -> GeneratedApp:
    """n views, functions in a dict, of which a radio shows one."""
    body = [
        "VIEWS = {",
        *(f'    "View {i}": view_{i},' for i in range(n)),
        "}",
        'chosen = st.sidebar.radio("View", list(VIEWS), key="view")',
        "VIEWS[chosen]()",
    ]
    return _views(n, body)


def dispatch_elif(n: int) -> GeneratedApp:
    """n views, functions that an if/elif chain calls."""
    body = [f'chosen = st.sidebar.radio("View", {[f"View {i}" for i in range(n)]}, key="view")']
    for i in range(n):
        body += [f'{"elif" if i else "if"} chosen == "View {i}":', f"    view_{i}()"]
    return _views(n, body)


_IFS = (100, 250, 500, 1000, 2500, 5000)
_CHOICES = (5, 10, 20, 40, 80)
_VIEWS = (10, 15, 30, 60)
_DEPTHS = (2, 5, 10, 20)

FAMILIES = {
    family.name: family
    for family in (
        Family("pages-folder", (10, 50, 100, 250, 500, 1000), pages_folder),
        Family("pages-navigation", (10, 50, 100, 250, 500, 1000), pages_navigation),
        Family("chain-equal", _DEPTHS, chain_equal),
        Family("chain-distinct", _DEPTHS, chain_distinct),
        Family("chain-drawing", _DEPTHS, chain_drawing),
        Family("chain-drawing-distinct", _DEPTHS, chain_drawing_distinct),
        Family("ifs", _IFS, ifs),
        Family("ifs-read", _IFS, ifs_read),
        Family("elif", (25, 50, 100, 200, 400), elif_chain),
        Family("choices", _CHOICES, choices),
        Family("choices-paired", _CHOICES, choices_paired),
        Family("choices-shared", _CHOICES, choices_shared),
        Family("try", (100, 200, 400), tries),
        Family("dispatch-dict", _VIEWS, dispatch_dict),
        Family("dispatch-elif", _VIEWS, dispatch_elif),
    )
}

# What is subtracted before growth is measured: the smallest app that there is to say something about.
STARTING = Family("start-up", (1,), lambda _: _one_function(['st.text_input("Name", key="name")'], 1))

_SHARED = """\
import streamlit as st


def filters():
    return st.multiselect("Filter", ["New", "Old"], key="filter")
"""


def _page(i: int) -> str:
    return _text(
        [
            *_START[:1],
            "",
            "import shared",
            "",
            f'st.title("Report {i}")',
            "shared.filters()",
            f'if st.checkbox("Details", key="details_{i}"):',
            f'    st.number_input("Limit", key="limit_{i}")',
            f'st.text_input("Note", key="note_{i}")',
            f'st.write(st.session_state.get("limit_{i}"), st.session_state.get("note_{max(0, i - 1)}"))',
        ]
    )


def _chain(n: int, first: str, second: str) -> GeneratedApp:
    lines = [*_START, "", f"def level_{n}(value):", '    return value + st.session_state.get("start", 0)']
    for level in range(n - 1, 0, -1):
        call = f"level_{level + 1}"
        lines += ["", "", f"def level_{level}(value):", f"    left = {call}({first})", f"    right = {call}({second})"]
        lines += [f"    if left > {level}:", "        return right", "    return left + right"]
    lines += [
        "",
        "",
        'st.number_input("Start", key="start")',
        "if level_1(1) > 5:",
        '    st.text_input("N", key="name")',
    ]
    return GeneratedApp({"app.py": _text(lines)}, 2)


def _drawing_chain(n: int, first: str, second: str) -> GeneratedApp:
    lines = [*_START, "", f"def level_{n}(value):", f'    st.number_input("Level {n}", value, key="level_{n}")']
    for level in range(n - 1, 0, -1):
        lines += ["", "", f"def level_{level}(value):", f'    if st.checkbox("Level {level}", key="level_{level}"):']
        lines += [f"        level_{level + 1}({first})", "    else:", f"        level_{level + 1}({second})"]
    return GeneratedApp({"app.py": _text([*lines, "", "", "level_1(1)"])}, n)


def _independent(n: int) -> list[str]:
    body = []
    for i in range(n):
        body += [f'if st.checkbox("Show {i}", key="show_{i}"):', f'    st.text_input("Name {i}", key="name_{i}")']
    return body


def _bound_names(n: int) -> list[str]:
    body = []
    for i in range(n):
        body.append(f'mode_{i} = st.selectbox("Mode {i}", {_names(_OPTIONS)}, key="mode_{i}")')
        for option in range(_OPTIONS):
            body += [f'{"elif" if option else "if"} mode_{i} == "option {option}":', f"    rate_{i} = {option}"]
    return body


def _views(n: int, body: list[str]) -> GeneratedApp:
    lines = [*_START[:1]]
    for i in range(n):
        lines += [
            "",
            "",
            f"def view_{i}():",
            f'    if st.checkbox("Details", key="details_{i}"):',
            f'        st.number_input("Limit", key="limit_{i}")',
            f'    st.text_input("Note", key="note_{i}")',
            f'    st.write(st.session_state.get("limit_{i}"), st.session_state.get("note_{max(0, i - 1)}"))',
        ]
    return GeneratedApp({"app.py": _text([*lines, "", "", *body])}, 3 * n + 1)


def _one_function(body: list[str], widgets: int) -> GeneratedApp:
    lines = [*_START, "", "def main():", *(f"    {line}" for line in body), "", "", "main()"]
    return GeneratedApp({"app.py": _text(lines)}, widgets)


def _names(n: int) -> list[str]:
    return [f"option {i}" for i in range(n)]


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
