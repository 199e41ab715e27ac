"""Parts of what session state holds: which reads and writes an app makes of them, and what their values can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.run.cells import QUERY_PARAMETERS, Cell, cell_in
from keylint.run.keys import Hole, Key
from keylint.run.trace import StateRead, StateWrite
from tests.run.apps import certain_keys, keys, run

if TYPE_CHECKING:
    from keylint.run.runs import App

CLASS = """
import streamlit as st

class Profile:
    def __init__(self):
        self.days = 3
        self.mode = "day"

"""
KEPT = """
if "profile" not in st.session_state:
    st.session_state.profile = Profile()
profile = st.session_state.profile
"""
TESTED = """
if profile.days == 3:
    st.text_input("a", key="three")
else:
    st.text_input("b", key="other")
"""


def read_cells(app: App) -> list[str]:
    """The cells that the page reads, in order."""
    events = app.pages[0].trace.events
    return [event.key.text for event in events if isinstance(event, StateRead) and isinstance(event.key, Cell)]


def written_cells(app: App) -> list[str]:
    """The cells that the page or one of its callbacks writes, each once; not those of what is written as a whole."""
    page = app.pages[0]
    events = [*page.trace.events, *(event for callback in page.callbacks for event in callback.trace.events)]
    writes = [event for event in events if isinstance(event, StateWrite)]
    whole = {event.location for event in writes if not isinstance(event.key, Cell) and event.form != "inside"}
    written = [
        event.key.text
        for event in writes
        if isinstance(event.key, Cell) and event.form != "inside" and event.location not in whole
    ]
    return list(dict.fromkeys(written))


# -- what a field can be ----------------------------------------------------------------------------------------------


def test_a_field_that_nothing_assigns_is_what_the_constructor_made_it() -> None:
    app = run(CLASS + KEPT + TESTED)
    assert keys(app) == ["three"]
    assert certain_keys(app) == ["three"]


ASSIGNMENTS = {
    "below the test": 'profile.days = st.number_input("n")',
    "in a branch": 'if st.button("more"):\n    profile.days = 4',
    "added to": "profile.days += 1",
    "of another object": 'other = st.session_state.other\nother.days = st.number_input("n")',
    "in a function that nothing calls": "def change(it):\n    it.days = 5",
    "in a callback": 'def change():\n    st.session_state.profile.days = 5\nst.button("x", on_click=change)',
    "unpacked": "profile.days, rest = st.session_state.pair",
    "setattr": 'setattr(profile, "days", 4)',
    "setattr of an unknown name": 'setattr(profile, st.text_input("which"), 4)',
}


@pytest.mark.parametrize("assignment", ASSIGNMENTS.values(), ids=ASSIGNMENTS)
def test_a_field_that_something_assigns_can_be_anything(assignment: str) -> None:
    app = run(f"{CLASS}{KEPT}{TESTED}\n{assignment}\n")
    assert keys(app) == ["three", "other"]
    assert certain_keys(app) == []


def test_an_assignment_to_another_field_leaves_the_first_constant() -> None:
    app = run(f'{CLASS}{KEPT}{TESTED}\nprofile.mode = "night"\n')
    assert keys(app) == ["three"]


def test_a_method_that_assigns_the_field_makes_it_open() -> None:
    method = "    def set_days(self, days):\n        self.days = days\n"
    app = run(CLASS.rstrip() + "\n" + method + KEPT + TESTED + 'profile.set_days(st.number_input("n"))\n')
    assert certain_keys(app) == []
    assert written_cells(app) == ["profile.days"]


def test_what_this_run_has_written_is_what_it_reads() -> None:
    app = run(CLASS + KEPT + "profile.days = 4\n" + TESTED)
    assert keys(app) == ["other"]


def test_what_a_branch_has_written_is_known_where_that_branch_ran() -> None:
    app = run(
        CLASS + KEPT + 'if st.toggle("t", key="t"):\n    profile.days = 3\nelse:\n    profile.days = 4\n' + TESTED
    )
    three, other = (draw for draw in app.pages[0].trace.draws() if draw.key and draw.key.text in ("three", "other"))
    assert app.conditions.negate(three.condition) == other.condition
    assert certain_keys(app) == ["t"]


def test_another_object_in_its_place_brings_its_own_fields() -> None:
    second = "class Other:\n    def __init__(self):\n        self.days = 9\n"
    app = run(
        CLASS + second + KEPT + "st.session_state.profile = Other()\nprofile = st.session_state.profile\n" + TESTED
    )
    assert keys(app) == ["other"]


# -- how fields are reached -------------------------------------------------------------------------------------------

PROPERTY = """
import streamlit as st

class Profile:
    def __init__(self):
        self._days = 3

    @property
    def days(self):
        return self._days

    @days.setter
    def days(self, value):
        self._days = value

"""


def test_a_property_reads_the_field_behind_it_and_its_setter_writes_it() -> None:
    app = run(PROPERTY + KEPT + 'st.write(profile.days)\nprofile.days = st.number_input("n")\n')
    assert read_cells(app) == ["profile._days"]
    assert written_cells(app) == ["profile._days"]


def test_what_a_setter_wrote_is_what_the_property_gives() -> None:
    app = run(PROPERTY + KEPT + "profile.days = 4\n" + TESTED)
    assert keys(app) == ["other"]


def test_setattr_writes_the_field_that_it_names() -> None:
    app = run(CLASS + KEPT + 'setattr(profile, "days", 4)\nsetattr(profile, st.text_input("which"), 5)\n')
    assert written_cells(app) == ["profile.days", "profile[*]"]


def test_parts_of_parts_are_cells_of_the_same_key() -> None:
    app = run(
        """
        import streamlit as st
        settings = st.session_state.settings
        st.write(settings["unit"]["length"], settings.plot.colours[0])
        settings["unit"]["length"] = st.text_input("u")
        """
    )
    assert read_cells(app) == [
        "settings.unit", "settings.unit.length", "settings.plot", "settings.plot.colours", "settings.plot.colours[0]",
        "settings.unit",
    ]  # fmt: skip
    assert written_cells(app) == ["settings.unit.length"]


def test_an_object_in_an_object_keeps_its_fields() -> None:
    outer = "class Outer:\n    def __init__(self):\n        self.profile = Profile()\n"
    kept = 'if "outer" not in st.session_state:\n    st.session_state.outer = Outer()\n'
    app = run(CLASS + outer + kept + "profile = st.session_state.outer.profile\n" + TESTED)
    assert read_cells(app) == ["outer.profile", "outer.profile.days"]


ROWS = {
    "for": "for row in st.session_state.rows:\n    show(row)\n",
    "enumerate": "for number, row in enumerate(st.session_state.rows):\n    show(row)\n",
    "range": "for number in range(len(st.session_state.rows)):\n    show(st.session_state.rows[number])\n",
    "name": "rows = st.session_state['rows']\nfor row in rows:\n    show(row)\n",
}


@pytest.mark.parametrize("loop", ROWS.values(), ids=ROWS)
def test_a_row_that_goes_into_a_function_stays_a_part_of_the_list(loop: str) -> None:
    show = 'def show(entry):\n    st.write(entry["name"])\n    entry["done"] = st.checkbox("d")\n'
    app = run(f"import streamlit as st\n{show}{loop}")
    assert "rows[*].name" in read_cells(app)
    assert written_cells(app) == ["rows[*].done"]


def test_a_row_that_goes_into_a_callback_stays_a_part_of_the_list() -> None:
    app = run(
        """
        import streamlit as st
        def finish(entry):
            entry["done"] = True
        for row in st.session_state.rows:
            st.button("x", key=f"b{row['id']}", on_click=finish, args=(row,))
        """
    )
    assert read_cells(app) == ["rows[*].id"]
    assert written_cells(app) == ["rows[*].done"]


def test_the_row_at_a_constant_place_is_not_every_row() -> None:
    app = run('import streamlit as st\nst.session_state.rows[0]["name"] = st.text_input("n")\n')
    assert written_cells(app) == ["rows[0].name"]


QUERIES = {
    "attribute": "st.query_params.tab",
    "item": 'st.query_params["tab"]',
    "get": 'st.query_params.get("tab")',
}


@pytest.mark.parametrize("expression", QUERIES.values(), ids=QUERIES)
def test_a_query_parameter_is_a_cell(expression: str) -> None:
    app = run(f"import streamlit as st\nst.write({expression})\n")
    assert read_cells(app) == ["st.query_params.tab"]


@pytest.mark.parametrize("target", ["st.query_params.tab", 'st.query_params["tab"]'])
def test_a_query_parameter_is_written(target: str) -> None:
    app = run(f'import streamlit as st\n{target} = st.text_input("t", key="t")\n')
    assert written_cells(app) == ["st.query_params.tab"]


@pytest.mark.parametrize(
    "mask",
    [
        'df["city"] == "a"',
        '(df["city"] == "a") & df["open"]',
        'df["city"].isin(["a"])',
        '~df["city"].isna() & df["open"]',
    ],
)
def test_rows_that_a_test_of_columns_selects_are_no_item(mask: str) -> None:
    app = run(
        f"import streamlit as st\ndf = st.session_state.df\nst.write(df[{mask}])\nst.write(df[st.session_state.n])\n"
    )
    assert [cell for cell in read_cells(app) if cell not in ("df.city", "df.open")] == ["df[*]"]
    app = run(f"import streamlit as st\ndf = st.session_state.df\nst.write(df[{mask}])\n")
    assert set(read_cells(app)) <= {"df.city", "df.open"}


# -- cells as keys ----------------------------------------------------------------------------------------------------


def hole(name: str) -> Hole:
    return Hole(name, frozenset())


def test_a_cell_is_no_key_of_session_state_of_the_same_text() -> None:
    cell, key = cell_in(Key(("profile",)), "days"), Key(("profile.days",))
    assert cell.text == key.text
    assert not cell.may_equal(key)
    assert not cell.must_equal(key)
    assert cell != key
    assert cell.may_equal(cell_in(Key(("profile",)), "days"))
    assert cell.must_equal(cell_in(Key(("profile",)), "days"))


def test_an_app_that_has_both_keeps_them_apart() -> None:
    app = run(CLASS + KEPT + 'st.session_state["profile.days"] = 4\n' + TESTED)
    assert keys(app) == ["three"]
    assert written_cells(app) == []


def test_rows_that_only_the_run_knows_may_be_the_same() -> None:
    rows = Key(("rows",))
    first, second, constant = (cell_in(cell_in(rows, at), "name") for at in (hole("i"), hole("j"), 0))
    assert first.text == "rows[*].name"
    assert constant.text == "rows[0].name"
    assert first.may_equal(second)
    assert not first.must_equal(second)
    assert first.may_equal(constant)
    assert not constant.may_equal(cell_in(cell_in(rows, 1), "name"))


def test_a_whole_row_is_not_a_part_of_one() -> None:
    row = cell_in(Key(("rows",)), hole("i"))
    name = cell_in(row, "name")
    assert not row.may_equal(name)
    assert not name.may_equal(row)


def test_the_root_is_the_key_of_session_state() -> None:
    rows = Key(("rows",))
    assert cell_in(cell_in(rows, 0), "name").root == rows
    assert cell_in(QUERY_PARAMETERS, "tab").root == QUERY_PARAMETERS
