from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from rich.cells import cell_len

from keylint import __version__
from keylint.app.overview import Access, AppOverview, Dropping, Keeper, KeyOverview, Reason, WidgetCall
from keylint.findings import AppTarget, Certainty, Location, Span, Unknown
from keylint.reporters.map_table import render
from keylint.run.trace import GuardKind

ONE, TWO = "app.py", "pages/1_Plan.py"
TARGET = AppTarget(ONE, "1.62", Certainty.KNOWN, "a lock file")


def at(path: str, line: int, column: int = 1) -> Location:
    return Location(path, Span(line, column, line, column + 5))


def call(page: str, line: int, when: str = "always", because: Reason | None = None, **changes: Any) -> WidgetCall:
    values = {"location": at(page, line), "command": "text_input", "holds_value": True, **changes}
    return WidgetCall(page, when=when, because=because, **values)


def app(*keys: KeyOverview, pages: tuple[str, ...] = (ONE, TWO), **changes: Any) -> AppOverview:
    values = {"entrypoint": ONE, "kind": "pages", "target": TARGET, "unknowns": (), **changes}
    return AppOverview(pages=pages, keys=keys, **values)


def table(*apps: AppOverview, columns: int | None = None, colour: bool = False) -> list[str]:
    return render(apps, "table", columns, colour).splitlines()


def rows(*keys: KeyOverview, pages: tuple[str, ...] = (ONE, TWO), columns: int | None = None) -> list[list[str]]:
    """The cells of a table, as far as columns are set apart by two blanks."""
    lines = table(app(*keys, pages=pages), columns=columns)
    first = next(number for number, line in enumerate(lines) if line.startswith("Key "))
    return [re.split(r"\s{2,}", line) for line in lines[first + 1 : lines.index("", first)]]


NAME = KeyOverview(
    "name",
    "widget",
    widgets=(call(ONE, 9, "sometimes", Reason("if", at(ONE, 7), "shown only when this is true", ("mode",))),),
    reads=(
        Access(ONE, at(ONE, 12, 5), "item"),
        Access(ONE, at(ONE, 11), "get", "save"),
        Access(TWO, at("ui.py", 4), "attribute"),
    ),
    writes=(Access(ONE, at(ONE, 3), "seed"), Access(TWO, at("ui.py", 6), "inside")),
    deletes=(Access(TWO, at(TWO, 8), "delete"),),
    kept_by=(Keeper(TWO, "keep-alive", at("ui.py", 2)), Keeper(ONE, "persist_state", at(ONE, 9), "page")),
    lost=(Dropping(ONE, "page switch"),),
)
STATE = KeyOverview("user", "state", reads=(Access(TWO, at(TWO, 2), "get"),))


def test_a_whole_table() -> None:
    assert table(app(NAME, STATE, unknowns=(Unknown(ONE, 1, "exec"),)))[:16] == [
        "app.py, with a pages/ folder, for Streamlit 1.62 (a lock file)",
        "page 1 app.py",
        "page 2 pages/1_Plan.py",
        "",
        "1 key that widgets own",
        "Key   Page  Shown                        Read     Written          Kept by             Lost",
        "name  1     :9 text_input, if :7 (mode)  :11, 12  first value :3   persist_state page  on page switch",
        "      2                                  ui.py:4  changed ui.py:6  keep-alive ui.py:2",
        "                                                  deleted :8",
        "",
        "1 key that no widget owns",
        "Key   Page  Read",
        "user  2     :2",
        "",
        "1 thing could not be resolved; --output-format json lists what.",
        "",
    ]


def test_json_has_everything() -> None:
    document = json.loads(render([app(NAME, STATE, unknowns=(Unknown(ONE, 1, "exec"),))], "json", 40))
    assert document == {
        "version": 1,
        "tool": {"name": "keylint", "version": __version__},
        "apps": [
            {
                "entrypoint": "app.py",
                "kind": "pages",
                "target": "1.62 (a lock file)",
                "versions": "1.62",
                "certainty": "known",
                "source": "a lock file",
                "pages": ["app.py", "pages/1_Plan.py"],
                "keys": [
                    {
                        "key": "name",
                        "kind": "widget",
                        "widgets": [
                            {
                                "page": ONE,
                                "path": ONE,
                                "line": 9,
                                "column": 1,
                                "command": "text_input",
                                "holds_value": True,
                                "drawn": {
                                    "when": "sometimes",
                                    "because": {
                                        "path": ONE,
                                        "line": 7,
                                        "column": 1,
                                        "message": "shown only when this is true",
                                    },
                                },
                            }
                        ],
                        "reads": [
                            {"page": ONE, "path": ONE, "line": 12, "column": 5, "how": "item", "callback": None},
                            {"page": ONE, "path": ONE, "line": 11, "column": 1, "how": "get", "callback": "save"},
                            {
                                "page": TWO,
                                "path": "ui.py",
                                "line": 4,
                                "column": 1,
                                "how": "attribute",
                                "callback": None,
                            },
                        ],
                        "writes": [
                            {"page": ONE, "path": ONE, "line": 3, "column": 1, "how": "seed", "callback": None},
                            {"page": TWO, "path": "ui.py", "line": 6, "column": 1, "how": "inside", "callback": None},
                        ],
                        "deletes": [
                            {"page": TWO, "path": TWO, "line": 8, "column": 1, "how": "delete", "callback": None}
                        ],
                        "kept_by": [
                            {"page": TWO, "how": "keep-alive", "detail": None, "path": "ui.py", "line": 2, "column": 1},
                            {
                                "page": ONE,
                                "how": "persist_state",
                                "detail": "page",
                                "path": ONE,
                                "line": 9,
                                "column": 1,
                            },
                        ],
                        "lost": [{"page": ONE, "when": "page switch", "certain": True}],
                    },
                    {
                        "key": "user",
                        "kind": "state",
                        "widgets": [],
                        "reads": [{"page": TWO, "path": TWO, "line": 2, "column": 1, "how": "get", "callback": None}],
                        "writes": [],
                        "deletes": [],
                        "kept_by": [],
                        "lost": [],
                    },
                ],
                "inputs_without_key": [],
                "unknowns": [{"path": "app.py", "line": 1, "reason": "exec"}],
            }
        ],
        "faults": [],
        "unread": [],
        "left_out": [],
    }


def test_without_apps_or_keys() -> None:
    assert table() == ["No Streamlit app found."]
    assert table(app(kind="script")) == ["app.py, a script, for Streamlit 1.62 (a lock file): no keys"]
    assert json.loads(render([], "json", None))["apps"] == []
    assert table(app(unknowns=(Unknown(ONE, 1, "exec"), Unknown(ONE, 2, "exec"))))[1:] == [
        "2 things could not be resolved; --output-format json lists what."
    ]


def test_pages_that_do_the_same_share_a_row() -> None:
    pages = tuple(f"pages/{number}.py" for number in range(1, 8))
    shared = KeyOverview("n", "state", reads=tuple(Access(page, at("ui.py", 3), "get") for page in pages))
    assert rows(shared, pages=pages) == [["n", "all", "ui.py:3"]]
    some = KeyOverview("n", "state", reads=tuple(shared.reads[number] for number in (0, 1, 2, 4, 6)))
    assert rows(some, pages=pages) == [["n", "1-3, 5, 7", "ui.py:3"]]


def test_an_app_of_one_page_has_no_column_for_it() -> None:
    key = KeyOverview("n", "widget", widgets=(call(ONE, 3),))
    assert rows(key, pages=(ONE,)) == [["n", ":3 text_input, always", "never"]]


def test_a_function_page_is_in_its_file() -> None:
    page = "app.py::home"
    key = KeyOverview("n", "state", reads=(Access(page, at(ONE, 3), "get"),))
    assert rows(key, pages=(page,)) == [["n", ":3"]]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("if", "if :7"),
        ("else", "if not :7"),
        ("loop", "for items of :7"),
        ("except", "on error at :7"),
        ("return", "unless return at :7"),
        ("break", "until break at :7"),
    ],
)
def test_says_when_in_words(kind: GuardKind, words: str) -> None:
    key = KeyOverview("n", "widget", widgets=(call(ONE, 9, "sometimes", Reason(kind, at(ONE, 7), "x")),))
    assert rows(key, pages=(ONE,))[0][1] == f":9 text_input, {words}"


@pytest.mark.parametrize("kind", get_args(GuardKind))
def test_every_kind_of_guard_has_words(kind: GuardKind) -> None:
    key = KeyOverview("n", "widget", widgets=(call(ONE, 9, "sometimes", Reason(kind, at(ONE, 7), "x")),))
    assert ":7" in rows(key, pages=(ONE,))[0][1].removeprefix(":9 text_input, ")


def test_calls_of_one_kind_are_told_of_together() -> None:
    key = KeyOverview(
        "n",
        "widget",
        widgets=(call(ONE, 3), call(ONE, 5), call(ONE, 7, location=at("ui.py", 2)), call(ONE, 9, command="text_area")),
    )
    assert [row[1] for row in rows(key, pages=(ONE,))] == [
        ":3, 5",
        "ui.py:2 text_input, always",
        ":9 text_area, always",
    ]


def test_many_places_are_cut_short() -> None:
    reads = [Access(ONE, at(ONE, line), "get") for line in range(20, 0, -1)]
    reads += [Access(ONE, at(f"ui{number}.py", 1), "get") for number in range(4)]
    key = KeyOverview("n", "state", reads=tuple(reads))
    assert [row[1] for row in rows(key, pages=(ONE,))] == [":1, 2, 3, 4, 5 +15", "ui0.py:1", "ui1.py:1", "+2 files"]


def test_says_what_keeps_and_what_loses() -> None:
    key = KeyOverview(
        "n",
        "widget",
        widgets=(call(ONE, 3), call(TWO, 4, holds_value=False)),
        kept_by=(
            Keeper(ONE, "bind", at(ONE, 3)),
            Keeper(ONE, "unseen arguments", at(ONE, 3)),
            Keeper(ONE, "shadow key", at(ONE, 5), "m"),
        ),
        lost=(Dropping(ONE, "hidden"), Dropping(ONE, "after stop", certain=False)),
    )
    assert rows(key) == [
        ["n", "1", ":3 text_input, always", "bind", "when hidden"],
        ["", "** arguments?", "perhaps after a stop"],
        ["", "shadow key m, saved :5"],
        ["", "2", ":4 text_input, always"],
    ]


def test_a_folder_that_all_share_is_said_once() -> None:
    page = "some/where/app.py"
    key = KeyOverview("n", "state", reads=(Access(page, at("some/where/lib/ui.py", 3), "get"),))
    key = KeyOverview("n", "state", reads=(*key.reads, Access(page, at("some/where/data.py", 4), "get")))
    lines = table(app(key, pages=(page,), entrypoint=page))
    assert "Paths below are in some/where/" in lines
    assert [row[1] for row in rows(key, pages=(page,))] == ["lib/ui.py:3", "data.py:4"]


LONG = KeyOverview(
    "a_key_with_a_name_that_goes_on_and_on",
    "widget",
    widgets=(
        call(ONE, 9, "sometimes", Reason("if", at("deep/folder/of/helpers/conditions.py", 70), "x", ("日本語" * 8,))),
    ),
    reads=(Access(ONE, at("deep/folder/of/helpers/readers.py", 12), "get"),),
    writes=(Access(ONE, at("a" * 60 + ".py", 12), "assign"),),
    kept_by=(Keeper(ONE, "shadow key", at("deep/folder/of/helpers/savers.py", 12), "another_long_name_of_a_key"),),
    lost=(Dropping(ONE, "page switch"),),
)


@pytest.mark.parametrize("columns", [60, 72, 80, 100, 200])
def test_fits_the_terminal(columns: int) -> None:
    lines = table(app(LONG, NAME, pages=(ONE, "pages/" + "長" * 60 + ".py")), columns=columns)
    assert max(map(cell_len, lines)) <= columns
    assert len(lines) > 10


def test_a_wide_terminal_wraps_nothing() -> None:
    first, *others = rows(LONG, pages=(ONE,), columns=400)
    assert first[0] == LONG.key
    assert others == []


def test_output_does_not_depend_on_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = table(app(LONG, NAME))
    monkeypatch.setenv("COLUMNS", "40")
    assert table(app(LONG, NAME)) == before
    assert max(map(cell_len, before)) <= 120


def test_colour_changes_nothing_else() -> None:
    coloured = render([app(NAME)], "table", 100, colour=True)
    assert "\x1b[1;33mon page switch\x1b[0m" in coloured
    plain = render([app(NAME)], "table", 100)
    assert "\x1b" not in plain
    assert [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()] == plain.splitlines()


def test_control_characters_and_markup_are_text() -> None:
    key = KeyOverview("[red]\x1b[31m\n", "widget", widgets=(call(ONE, 3),))
    text = render([app(key, entrypoint="a\tb.py", unknowns=())], "table", None)
    assert "[red]␛[31m␊" in text
    assert not re.search("[\x00-\x09\x0b-\x1f]", text)


def test_needs_neither_rich_nor_libcst() -> None:
    code = (
        "import sys\n"
        "from tests.reporters.test_map import NAME, app, render\n"
        "for name in [name for name in sys.modules if name.split('.')[0] == 'rich']: del sys.modules[name]\n"
        "render([app(NAME)], 'table', None)\n"
        "sys.exit('rich' in sys.modules)\n"
    )
    root = Path(__file__).parent.parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
    code = "import sys, keylint.reporters.map_table; sys.exit(bool({'rich', 'libcst'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
