"""Stories of small apps: the cheapest acts that lead to a symptom, and none where nothing is lost."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from keylint.judging import judged
from keylint.run.keys import constant_key
from keylint.run.trace import StateRead
from keylint.stories import Stories, effort
from keylint.stories.flips import Cause
from keylint.stories.story import Act, Story, Symptom
from keylint.stories.tokens import Edit
from tests.run.apps import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.stories.search import Told


def told(files: Mapping[str, str] | str) -> Told:
    """The stories of the widget with the key "k"."""
    return Stories(run(files)).of(constant_key("k"))[0]


def story(source: str, symptom: Symptom) -> Story:
    return next(one for one in told(source).stories if one.symptom is symptom)


def acts(of: Story) -> list[Act]:
    return [step.act for step in of.steps]


VIEW = """
    import streamlit as st
    view = st.radio("View", ["Edit", "Table"])
    if view == "Edit":
        st.text_input("Name", key="k")
"""


def test_the_first_hidden_run_still_has_the_value() -> None:
    found = story(VIEW + '    st.write(st.session_state.get("k"))\n', Symptom.READ)
    assert acts(found) == [Act.OPEN, Act.EDIT, Act.FLIP, Act.RERUN]
    assert found.wanted == Edit(1)
    (flip,) = found.flips
    assert flip.cause is Cause.WIDGET
    assert flip.by is not None
    assert flip.by.location.span.line == 3


def test_what_comes_back_begins_anew() -> None:
    found = story(VIEW, Symptom.SHOWN)
    assert acts(found) == [Act.OPEN, Act.EDIT, Act.FLIP, Act.FLIP]
    assert found.seen == ""
    assert not found.is_unsure
    assert not found.is_weak


def test_what_persists_has_no_story() -> None:
    assert told(VIEW.replace('key="k"', 'key="k", persist_state="page"')).stories == ()


def test_a_keep_alive_on_top_leaves_no_story() -> None:
    kept = VIEW.replace(
        "    view =", '    if "k" in st.session_state:\n        st.session_state.k = st.session_state.k\n    view ='
    )
    assert told(kept).stories == ()


def test_a_keep_alive_below_the_widget_comes_too_late() -> None:
    kept = (
        VIEW + '    else:\n        if "k" in st.session_state:\n            st.session_state.k = st.session_state.k\n'
    )
    assert {one.symptom for one in told(kept).stories} == {Symptom.SHOWN}


def test_a_shadow_key_leaves_no_story() -> None:
    source = """
        import streamlit as st
        st.session_state.setdefault("kept", "")
        def save():
            st.session_state.kept = st.session_state.k
        view = st.radio("View", ["Edit", "Table"])
        if view == "Edit":
            st.session_state.k = st.session_state.kept
            st.text_input("Name", key="k", on_change=save)
        st.write(st.session_state.kept)
    """
    assert told(source).stories == ()


def test_a_field_of_an_object_in_session_state_keeps_it() -> None:
    source = """
        import streamlit as st
        class Trip:
            def __init__(self):
                self.city = ""
        if "trip" not in st.session_state:
            st.session_state.trip = Trip()
        trip = st.session_state.trip
        view = st.radio("View", ["Edit", "Table"])
        if view == "Edit":
            trip.city = st.text_input("City", value=trip.city, key="k")
    """
    assert told(source).stories == ()


GIVEN_AS_A_WHOLE = {
    "dict": ('{"city": ""}', '["city"]', '{"city": new}'),
    "dict in a dict": ('{"trip": {"city": ""}}', '["trip"]["city"]', '{"trip": {"city": new}}'),
    "list": ('["", ""]', "[0]", '[new, ""]'),
    "data class": ("Trip()", ".city", "Trip(city=new)"),
    "class": ("Plan()", ".city", "Plan(city=new)"),
    "class of a library": ("Thing(city='')", ".city", "Thing(city=new)"),
}


@pytest.mark.parametrize("name", GIVEN_AS_A_WHOLE)
def test_what_is_given_as_a_whole_keeps_its_parts(name: str) -> None:
    first, part, again = GIVEN_AS_A_WHOLE[name]
    source = f"""
        import streamlit as st
        from dataclasses import dataclass
        from library import Thing
        @dataclass
        class Trip:
            city: str = ""
        class Plan:
            def __init__(self, city=""):
                self.city = city
        if "kept" not in st.session_state:
            st.session_state.kept = {first}
        if st.radio("View", ["Edit", "Table"]) == "Edit":
            new = st.text_input("City", value=st.session_state.kept{part}, key="k")
            st.session_state.kept = {again}
    """
    assert not [one for one in told(source).stories if not one.is_unsure]
    assert told(source.replace(again, first)).stories


ROWS = ["ss.rows", 'ss.get("rows", [])', "list(ss.rows)", "ss.rows[:]", "ss.rows.copy()", "sorted(ss.rows, key=len)"]
FILTERED = '[row for row in ss.rows if row["open"]]'
FILLED = ['ss.rows.append({"saved": 0.0})', 'ss.rows = [*ss.rows, {"saved": 0.0}]', "ss.rows = load()"]


def rows_edited(rows: str, filled: str, saved: str) -> str:
    return f"""
        import streamlit as st
        ss = st.session_state
        if "rows" not in ss:
            ss.rows = []
        if st.button("Add"):
            {filled}
        if st.radio("View", ["Edit", "Table"]) == "Edit":
            rows = {rows}
            for number, row in enumerate(rows):
                new = st.number_input("Saved", value=float(row["saved"]), key="k")
                if new != row["saved"]:
                    {saved}
                    st.rerun()
                break
    """


@pytest.mark.parametrize("saved", ['row["saved"] = new', 'rows[number]["saved"] = new'])
@pytest.mark.parametrize("filled", FILLED)
@pytest.mark.parametrize("rows", [*ROWS, FILTERED])
def test_a_row_of_a_list_in_session_state_keeps_it(rows: str, filled: str, saved: str) -> None:
    assert told(rows_edited(rows, filled, saved)).stories == ()
    assert told(rows_edited(rows, filled, "pass")).stories


def test_a_copy_that_is_not_fed_back_is_overwritten() -> None:
    source = VIEW + '        st.session_state.copy = st.session_state.k\n    st.write(st.session_state.get("copy"))\n'
    found = story(source, Symptom.READ)
    assert isinstance(found.event, StateRead)
    assert found.event.key.text == "copy"


GATES = {
    "login": """
        if st.button("Log in"):
            st.session_state.user = "me"
        if not st.session_state.get("user"):
            st.stop()
    """,
    "loaded once": """
        if "df" not in st.session_state:
            if st.button("Load"):
                st.session_state.df = load()
            st.stop()
    """,
    "environment": """
        if not os.environ.get("KEY"):
            st.stop()
    """,
}


@pytest.mark.parametrize("gate", GATES.values(), ids=GATES)
def test_a_gate_that_nothing_closes_hides_nothing(gate: str) -> None:
    source = "\n        import os\n        import streamlit as st" + gate + '\n        st.text_input("Name", key="k")\n'
    assert told(source).stories == ()


def test_a_gate_that_the_app_closes_again_hides() -> None:
    source = """
        import streamlit as st
        if st.button("Log in"):
            st.session_state.user = "me"
        if st.button("Log out"):
            st.session_state.user = None
        if not st.session_state.get("user"):
            st.stop()
        st.text_input("Name", key="k")
    """
    found = story(source, Symptom.SHOWN)
    assert found.is_skipped
    assert any(flip.cause is Cause.STATE for flip in found.flips)


@pytest.mark.parametrize(
    "change",
    ["st.session_state.rows[0] = None", "st.session_state.rows[0].done = False", 'st.session_state.rows["a"] = 0'],
)
def test_what_changes_an_item_empties_no_list(change: str) -> None:
    source = f"""
        import streamlit as st
        if "rows" not in st.session_state:
            st.session_state.rows = []
        if st.button("Load"):
            st.session_state.rows = [1, 2]
        if st.button("Change"):
            {change}
        if st.session_state.rows:
            st.text_input("Name", key="k")
    """
    assert told(source).stories == ()


WIZARD = """
    import streamlit as st
    def forward():
        st.session_state.step {forward}
    st.session_state.setdefault("step", 1)
    if {first}:
        st.text_input("Name", key="k")
    st.button("Next", on_click=forward)
    st.button("Start anew", on_click=lambda: st.session_state.update(step=1))
"""


@pytest.mark.parametrize(
    ("forward", "first"),
    [
        ("+= 1", "st.session_state.step == 1"),
        ("= (st.session_state.step + 1) % 3", "st.session_state.step == 1"),
        ("= 2", "st.session_state.step == 1"),
        ("+= 1", "st.session_state.step < 3"),
    ],
)
def test_a_step_further_leaves_the_step(forward: str, first: str) -> None:
    stories = told(WIZARD.format(forward=forward, first=first)).stories
    assert [one.is_weak for one in stories] == [False]


def test_that_a_click_finds_nothing_is_weak() -> None:
    source = """
        import streamlit as st
        import llm
        if "rows" not in st.session_state:
            st.session_state.rows = []
        text = st.text_area("Text")
        if st.button("Extract"):
            st.session_state.rows = llm.extract(text)
        if st.session_state.rows:
            st.text_input("Name", key="k")
    """
    assert all(one.is_weak for one in told(source).stories)


def test_data_that_change_are_weak() -> None:
    source = """
        import pandas as pd
        import streamlit as st
        if not pd.read_csv("a.csv").empty:
            st.text_input("Name", key="k")
    """
    assert all(one.is_weak for one in told(source).stories)


def test_many_changes_outside_are_far_fetched() -> None:
    source = """
        import pandas as pd
        import streamlit as st
        if not pd.read_csv("a.csv").empty:
            st.text_input("Name", key="k")
    """
    one = told(source).stories[0]
    assert one.is_weak and not one.is_far_fetched
    assert replace(one, steps=one.steps * 5).is_far_fetched


@pytest.mark.parametrize("test", ['== "Ann"', '!= "Ann"'])
def test_a_list_that_is_saved_on_a_click_is_no_text(test: str) -> None:
    source = f"""
        import streamlit as st
        names = st.multiselect("Names", ["Ann", "Bob"])
        if st.button("Take"):
            st.session_state.chosen = names
        if st.session_state.get("chosen") {test}:
            st.text_input("Note", key="k")
        """
    outcome = judged(run(source))
    assert not outcome.faults


def test_a_read_before_a_rerun_is_a_read() -> None:
    source = VIEW + '    if st.button("Go"):\n        use(st.session_state.get("k"))\n        st.rerun()\n'
    assert story(source, Symptom.READ).symptom is Symptom.READ


def test_a_field_of_a_dialog_is_gone_after_it() -> None:
    source = """
        import streamlit as st
        @st.dialog("Ask")
        def ask():
            st.text_input("Name", key="k")
        if st.button("Open"):
            ask()
        st.write(st.session_state.get("k"))
    """
    assert story(source, Symptom.READ).wanted == Edit(1)


def test_a_form_saves_with_its_button() -> None:
    source = """
        import streamlit as st
        st.session_state.setdefault("kept", "")
        def save():
            st.session_state.kept = st.session_state.k
        view = st.radio("View", ["Edit", "Table"])
        if view == "Edit":
            if "k" not in st.session_state:
                st.session_state.k = st.session_state.kept
            with st.form("f"):
                st.text_input("Name", key="k")
                st.form_submit_button("Save", on_click=save)
    """
    assert told(source).stories == ()


CHOSEN = """
    import streamlit as st
    ss = st.session_state
    if st.radio("View", ["Edit", "Table"]) == "Edit":
        ss.kept = st.radio("Unit", {options}, index={index}, key="k")
"""


@pytest.mark.parametrize(
    ("options", "index", "symptoms"),
    [
        ('["m", "ft"]', '0 if ss.get("kept", "m") == "m" else 1', set()),
        ('["m", "ft"]', '1 if ss.get("kept") == "ft" else 0', set()),
        ('["m", "ft"]', "0", {Symptom.SHOWN}),
    ],
)
def test_of_two_options_the_other_one_is_what_was_chosen(options: str, index: str, symptoms: set[Symptom]) -> None:
    assert {one.symptom for one in told(CHOSEN.format(options=options, index=index)).stories} == symptoms


def test_what_the_browser_has_not_got_displays_nothing() -> None:
    files = {
        "app.py": """
            import streamlit as st
            if st.button("Go", key="k"):
                st.text_input("N", key="k")
        """,
        "pages/1_a.py": """
            import streamlit as st
            st.selectbox("N", ["a", "b"], key="k")
        """,
    }
    told(files)  # a widget on the screen that has no place in the browser ended the search


def test_a_seed_is_not_what_was_chosen() -> None:
    source = """
        import streamlit as st
        st.session_state.setdefault("k", "ft")
        if st.radio("View", ["Edit", "Table"]) == "Edit":
            st.radio("Unit", ["m", "ft"], key="k")
    """
    assert not story(source, Symptom.SHOWN).is_unsure


def test_an_option_found_again_by_its_index_is_unsure_at_most() -> None:
    source = """
        import streamlit as st
        NAMES = load()
        view = st.radio("View", ["Edit", "Table"])
        if view == "Edit":
            st.session_state.kept = st.selectbox("Name", NAMES, NAMES.index(st.session_state.get("kept")), key="k")
    """
    assert all(one.is_unsure for one in told(source).stories)


def test_a_loop_that_restores_unknown_keys_leaves_all_unsure() -> None:
    loop = "    for name, value in load().items():\n        st.session_state[name] = value\n"
    stories = told(VIEW.replace("    view =", loop + "    view =")).stories
    assert stories
    assert all(one.is_unsure for one in stories)


def test_how_much_is_made_of_a_value_says_nothing_of_whether_it_is_kept() -> None:
    made = "".join(
        f"        st.session_state.c{n} = compute(st.session_state.{'k' if not n else f'c{n - 1}'})\n"
        for n in range(20)
    )
    found = story(VIEW + made, Symptom.SHOWN)
    assert not found.is_unsure


def test_too_many_cells_that_may_feed_a_widget_leave_it_unsure() -> None:
    chain = "".join(f"    st.session_state.c{n} = compute(st.session_state.get('c{n + 1}'))\n" for n in range(20))
    source = VIEW.replace("    view =", chain + "    view =").replace(
        '"Name", key', '"Name", value=st.session_state.c0, key'
    )
    assert all(one.is_unsure for one in told(source).stories)


def test_what_the_author_resets_is_no_loss() -> None:
    assert told(VIEW + '    else:\n        st.session_state.k = ""\n').stories == ()


def test_a_key_that_is_thrown_away_is_not_missed() -> None:
    source = VIEW + '    if st.button("Reset"):\n        st.session_state.pop("k", None)\n'
    assert {one.symptom for one in told(source).stories} == {Symptom.SHOWN}


def test_another_page_takes_the_value() -> None:
    files = {
        "app.py": 'import streamlit as st\nst.write("Hello")\n',
        "pages/1_A.py": 'import streamlit as st\nst.text_input("Name", key="k")\n',
        "pages/2_B.py": 'import streamlit as st\nif "k" in st.session_state:\n    st.write(st.session_state.k)\n',
    }
    (found,) = [one for one in told(files).stories if one.symptom is Symptom.READ]
    assert acts(found) == [Act.OPEN, Act.EDIT, Act.GO]
    assert found.leaves_page


SELECTOR = """
    import streamlit as st
    names = load()
    if "shared" not in st.session_state:
        st.session_state.shared = names[0]
    chosen = 0
    if st.session_state.get("shared") in names:
        chosen = names.index(st.session_state.shared)
    st.session_state.shared = st.selectbox("Name", names, index=chosen, key="KEY")
"""


def test_a_choice_that_every_page_hands_on_is_not_surely_lost() -> None:
    """Each page draws the selector with a key of its own, from the same cell, and writes it back."""
    pages = {"app.py": SELECTOR.replace("KEY", "k"), "pages/1_other.py": SELECTOR.replace("KEY", "other")}
    assert all(one.is_unsure for one in told(pages).stories)


def test_a_choice_that_another_page_starts_anew_is_lost() -> None:
    other = SELECTOR.replace("KEY", "other").replace("index=chosen, ", "")
    pages = {"app.py": SELECTOR.replace("KEY", "k"), "pages/1_other.py": other}
    assert any(not one.is_unsure for one in told(pages).stories)


def test_a_result_beside_the_widget_that_it_is_made_of_is_no_read() -> None:
    """The user sees what the widget has come back with, and clicks."""
    source = VIEW + (
        '        if st.button("Run"):\n'
        '            st.session_state.result = compute(st.session_state["k"])\n'
        '        st.write(st.session_state.get("result"))\n'
    )
    assert {one.symptom for one in told(source).stories} == {Symptom.SHOWN}


def test_a_first_value_that_a_call_chooses_by_what_is_kept_is_unsure() -> None:
    source = """
        import streamlit as st
        view = st.radio("View", ["Edit", "Table"])
        kept = st.session_state.get("kept", "")
        if view == "Edit":
            st.session_state.kept = st.text_input("Name", value="" if is_blank(kept) else kept, key="k")
    """
    stories = told(source).stories
    assert stories
    assert all(one.is_unsure for one in stories)


ORDER = """
    import streamlit as st
    view = st.radio("View", ["Order", "Thanks"])
    if view == "Order":
        {draw}
    else:
        st.write(st.session_state.get("last"))
"""


@pytest.mark.parametrize(
    "draw",
    [
        'st.text_input("Cake", key="k")\n        st.button("Order", on_click=take)',
        'with st.form("f"):\n            st.text_input("Cake", key="k")\n'
        '            st.form_submit_button("Order", on_click=take)',
        'cake = st.text_input("Cake", key="k")\n        if st.button("Order"):\n'
        "            st.session_state.last = cake",
    ],
    ids=["callback", "form", "click"],
)
def test_what_is_sent_off_after_the_reset_was_seen_is_what_the_user_wants(draw: str) -> None:
    source = ORDER.format(draw=draw).replace(
        "    view =", "    def take():\n        st.session_state.last = st.session_state.k\n    view ="
    )
    assert {one.symptom for one in told(source).stories} == {Symptom.SHOWN}


def test_what_a_click_takes_while_the_widget_is_hidden_is_a_read() -> None:
    source = ORDER.format(draw='st.text_input("Cake", key="k")').replace(
        "st.write(", 'if st.button("Order"):\n            st.write(st.session_state["k"])\n        st.write('
    )
    assert Symptom.READ in {one.symptom for one in told(source).stories}


KEPT = {
    "two ends": """
        def keep():
            low, high = st.session_state.k
            st.session_state.low = low
            st.session_state.high = high
        if st.radio("View", ["a", "b"]) == "a":
            given = (st.session_state.get("low", 0), st.session_state.get("high", 5))
            st.slider("Range", 0, 10, value=given, key="k", on_change=keep)
    """,
    "at its own place": """
        def keep():
            low, high = st.session_state.k
            st.session_state.low = low
            st.session_state.high = high
        if st.radio("View", ["a", "b"]) == "a":
            days = st.session_state.days
            low = days[days.index(st.session_state.low)]
            high = days[days.index(st.session_state.high)]
            st.select_slider("Days", days, value=(low, high), key="k", on_change=keep)
    """,
    "where it is a number": """
        if st.radio("View", ["a", "b"]) == "a":
            text = st.text_input("Room", value=str(int(st.session_state.get("room", 5))), key="k")
            try:
                room = int(text)
                if room <= 0:
                    st.error("Must be positive")
                else:
                    st.session_state.room = room
            except ValueError:
                st.error("Not a number")
    """,
    "sought in a loop": """
        def keep():
            st.session_state.last = st.session_state.k
        if st.radio("View", ["a", "b"]) == "a":
            index = 0
            for number, name in enumerate(st.session_state.names):
                if name == st.session_state.last:
                    index = number
                    break
            st.selectbox("Name", st.session_state.names, index=index, key="k", on_change=keep)
    """,
    "by its number": """
        def keep():
            st.session_state.last = int(st.session_state.k.split(" ")[0])
        if st.radio("View", ["a", "b"]) == "a":
            index = 0
            for number, row in enumerate(st.session_state.rows):
                if row.number == st.session_state.last:
                    index = number
            names = [f"{row.number} {row.name}" for row in st.session_state.rows]
            st.selectbox("Row", names, index=index, key="k", on_change=keep)
    """,
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_found_again_is_not_surely_lost(name: str) -> None:
    found = told("    import streamlit as st\n" + textwrap.indent(textwrap.dedent(KEPT[name]), "    "))
    assert not [one for one in found.stories if not one.is_unsure]
    # Whether a check is passed is not known.
    assert found.cluster.is_open is (name == "where it is a number")


CHOICE = """
    import streamlit as st
    from lib import fetch
    if st.selectbox("Exchange", ["A", "Other"]) == "Other":
        suffix = st.text_input("Suffix", ".X", key="k")
    else:
        suffix = ".A"
    if st.button("Go"):
        st.session_state.suffix = suffix
        st.session_state.rows = fetch(suffix)
    st.write(st.session_state.get("rows"))
"""


@pytest.mark.parametrize(
    "later",
    ["", '    if st.button("More"):\n        st.session_state.all = fetch(st.session_state.suffix)\n'
     '    st.write(st.session_state.get("all"))\n'],
    ids=["one click", "a click that uses what the first has taken"],
)  # fmt: skip
def test_a_widget_that_is_not_drawn_gives_nothing_to_what_a_click_takes(later: str) -> None:
    assert {one.symptom for one in told(CHOICE + later).stories} == {Symptom.SHOWN}


def test_what_is_sent_off_without_a_click_is_a_read() -> None:
    source = ORDER.format(draw='st.session_state.last = st.text_input("Cake", key="k")\n        st.button("Next")')
    assert Symptom.READ in {one.symptom for one in told(source).stories}


@pytest.mark.parametrize(
    "asked",
    ['st.button("Order")', 'st.checkbox("Sum")', 'st.selectbox("Show", ["", "all"]) == "all"'],
)
def test_what_is_done_where_the_widget_is_hidden(asked: str) -> None:
    """It is not on the screen before: another run lies between."""
    source = ORDER.format(draw='st.text_input("Cake", key="k")').replace(
        'st.write(st.session_state.get("last"))', f'if {asked}:\n            st.write(st.session_state["k"])'
    )
    read = story(source, Symptom.READ)
    assert acts(read) == [Act.OPEN, Act.EDIT, Act.FLIP, Act.FLIP]
    assert [len(step.flips) for step in read.steps] == [0, 0, 1, 1]


def test_nothing_in_a_closed_dialog_is_used() -> None:
    source = """
        import streamlit as st
        from data import schemas_of, tables_of
        def narrow():
            found = schemas_of(st.session_state["database"])
            st.session_state["k"] = [one for one in st.session_state["k"] if one in found]
            list_tables()
        def list_tables():
            for schema in st.session_state["k"]:
                tables_of(schema)
        @st.dialog("Export")
        def export():
            if "k" not in st.session_state:
                st.session_state["k"] = []
            st.multiselect("Database", schemas_of(), key="database", on_change=narrow)
            st.multiselect("Schemas", schemas_of("a"), key="k", on_change=list_tables)
            if st.button("Go"):
                st.session_state["page"] = "tables"
                st.rerun()
        if st.session_state.get("page") != "tables":
            if st.button("Export"):
                export()
    """
    assert {one.symptom for one in told(source).stories} <= {Symptom.SHOWN}


def test_one_click_causes_a_run() -> None:
    source = ORDER.format(draw='st.text_input("Cake", key="k")').replace(
        'st.write(st.session_state.get("last"))',
        'if st.button("Order"):\n            if st.button("Sure"):\n                st.write(st.session_state["k"])',
    )
    assert {one.symptom for one in told(source).stories} == {Symptom.SHOWN}


@pytest.mark.parametrize(
    ("table", "is_open"),
    [
        ("routes(['a', 'b'])", False),
        ("json.loads(open('saved.json').read())", True),
        ("st.session_state.saved", True),
        ("{name: st.session_state[name] for name in names()}", True),
    ],
)
def test_a_loop_puts_back_what_the_app_has_saved(table: str, is_open: bool) -> None:
    source = VIEW.replace(
        "    view =",
        "    import json, sys\n"
        "    def routes(names):\n        return {f'route_{name}': sys.argv for name in sys.argv}\n"
        f"    for key, value in {table}.items():\n        st.session_state[key] = value\n    view =",
    )
    assert {one.is_unsure for one in told(source).stories} == {is_open}


def test_what_is_computed_from_itself_run_after_run_is_compared_at_a_glance() -> None:
    # In full, what a run leaves in `a` and `b` is 2 ** 40 times as long as what it finds there.
    mixing = "".join(
        f"    ss.a = mix({number}, ss.a, ss.b)\n    ss.b = mix(ss.b, ss.a)\n    if ss.a == {number}:\n        st.write(1)\n"
        for number in range(20)
    )
    setting_up = "    ss = st.session_state\n    ss.setdefault('a', ss.get('k'))\n    ss.setdefault('b', ss.get('k'))\n"
    found = told(VIEW.replace("streamlit as st", "streamlit as st\n    from mixing import mix") + setting_up + mixing)
    assert {one.symptom for one in found.stories} >= {Symptom.SHOWN}


def test_a_search_that_would_look_at_too_much_says_that_it_was_cut() -> None:
    reading = '    st.write(st.session_state.get("k"))\n'
    assert not told(VIEW + 3 * reading).is_cut
    found = told(VIEW + 3_000 * reading)
    assert found.is_cut
    assert Symptom.READ in {one.symptom for one in found.stories}


@pytest.mark.parametrize("limits", [("MOST_OF_PAGE",), ("MOST_OF_APP", "LITTLE")])
def test_situations_that_take_too_many_questions_to_find_leave_the_widget_open(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[str, ...]
) -> None:
    source = VIEW + '    st.write(st.session_state.get("k"))\n'
    assert not told(source).is_cut
    for limit in limits:
        monkeypatch.setattr(effort, limit, -1)
    found = told(source)
    assert found.is_cut
    assert found.stories == ()


HANDED_ON = """
    import streamlit as st
    OPTIONS = ["a", "b", "c"]
    def tidy(text):
        return text.strip()
    st.session_state.setdefault("kept", "b")
    SIDEBAR
    if st.radio("View", ["Edit", "Table"]) == "Edit":
        st.session_state.kept = MAIN
    st.write(st.session_state.kept)
"""
TEXT = 'st.text_input("Name", st.session_state.kept, key="k")'
OPTION = 'st.selectbox("Name", OPTIONS, index=OPTIONS.index(st.session_state.kept), key="k")'


@pytest.mark.parametrize(
    ("sidebar", "main"),
    [
        ('st.session_state.kept = st.sidebar.text_input("Name", st.session_state.kept)', TEXT),
        ('st.session_state.kept = tidy(st.text_input("Name", value=st.session_state.kept))', TEXT),
        ('chosen = st.text_input("Name", st.session_state.kept); st.session_state["kept"] = chosen', TEXT),
        ('st.session_state.kept = st.radio("N", OPTIONS, index=OPTIONS.index(st.session_state.kept))', OPTION),
    ],
)
def test_a_widget_without_a_key_hands_on_what_it_begins_with(sidebar: str, main: str) -> None:
    assert told(HANDED_ON.replace("SIDEBAR", sidebar).replace("MAIN", main)).stories == ()


@pytest.mark.parametrize(
    ("sidebar", "symptom"),
    [
        # It is the same widget whatever it is given, and goes on with what it has.
        ('st.session_state.kept = st.text_input("Name", st.session_state.kept, key="side")', Symptom.READ),
        ('st.session_state.kept = st.text_input("Name", "b")', Symptom.SHOWN),
        ('st.session_state.kept = "b"', Symptom.SHOWN),
    ],
)
def test_one_that_begins_with_something_else_does_not(sidebar: str, symptom: Symptom) -> None:
    found = told(HANDED_ON.replace("SIDEBAR", sidebar).replace("MAIN", TEXT)).stories
    assert symptom in {one.symptom for one in found}


PUT_BACK = """
    import streamlit as st
    ss = st.session_state
    ss.setdefault("kept", 7)
    ss.setdefault("view", "edit")
    def keep():
        ss.kept = ss.k
    def edit():
        ss.view = "edit"
    def table():
        ss.view = "table"
    def anew():
        ss.kept = 7
    def table_anew():
        ss.kept = 7
        ss.view = "table"
    def edit_anew():
        ss.kept = 7
        ss.view = "edit"
    BUTTONS
    if ss.view == "edit":
        st.number_input("Days", value=ss.kept, key="k", on_change=keep)
"""


def buttons(*callbacks: str) -> str:
    return "; ".join(f"st.button('{name}', key='{name}', on_click={name})" for name in callbacks)


@pytest.mark.parametrize(
    "shown",
    [
        buttons("edit", "table"),
        buttons("edit", "table_anew"),
        buttons("edit_anew", "table"),
        buttons("edit", "table", "table_anew"),
        buttons("edit", "table") + '\n    if ss.view == "table":\n        ' + buttons("anew"),
    ],
)
def test_what_a_click_puts_back_while_the_widget_is_hidden_is_not_lost(shown: str) -> None:
    found = told(PUT_BACK.replace("BUTTONS", shown))
    assert Symptom.SHOWN not in {one.symptom for one in found.stories}


def test_of_what_is_put_back_in_sight_of_the_widget_nobody_knows_what_is_expected() -> None:
    found = told(PUT_BACK.replace("BUTTONS", buttons("edit", "table", "anew")))
    assert Symptom.SHOWN not in {one.symptom for one in found.stories}


def test_what_a_script_puts_into_the_copy_by_itself_is_lost() -> None:
    source = PUT_BACK.replace("BUTTONS", buttons("edit", "table")) + "    else:\n        ss.kept = 7\n"
    assert Symptom.SHOWN in {one.symptom for one in told(source).stories}
