"""Stories in words and as data: what the user does, from how the app opens to what is wrong at the end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from keylint.findings import StoryAct, StoryStep, StorySymptom
from keylint.run.keys import constant_key
from keylint.stories import Stories
from keylint.stories.story import Symptom
from keylint.stories.telling import Teller
from tests.run.apps import run

if TYPE_CHECKING:
    from collections.abc import Mapping


def told(files: Mapping[str, str] | str, symptom: Symptom = Symptom.READ) -> tuple[StoryStep, ...]:
    """The story of the widget with the key "k"."""
    stories = Stories(run(files))
    [one, *_] = [story for story in stories.of(constant_key("k"))[0].stories if story.symptom is symptom]
    draw = next(d for page in stories.app.pages for d in page.trace.draws() if d.key == constant_key("k"))
    return Teller(stories).steps(one, draw)


def words(steps: tuple[StoryStep, ...]) -> list[str]:
    return [step.text for step in steps]


VIEW = """
    import streamlit as st
    view = st.radio("View", ["Edit", "Table"], key="view")
    if view == "Edit":
        st.text_input("Name", key="k")
    st.write(st.session_state.get("k"))
"""


def test_a_value_that_is_missing() -> None:
    steps = told(VIEW)
    assert words(steps) == [
        "Open the app.",
        "Type \"my text\" into 'Name'.",
        "Choose \"Table\" in 'View': 'Name' disappears, and Streamlit drops its value.",
        "Click or change anything else in the app: line 6 now finds nothing under 'k'.",
    ]
    assert [step.act for step in steps] == [StoryAct.OPEN, StoryAct.EDIT, StoryAct.SET, StoryAct.RERUN]
    assert (steps[2].key, steps[2].label, json.loads(steps[2].value or "")) == ("view", "View", "Table")
    outcome = steps[-1].outcome
    assert outcome is not None
    assert (outcome.symptom, outcome.key, outcome.is_missing) == (StorySymptom.READS, "k", True)
    assert (outcome.location.path, outcome.location.span.line) == ("app.py", 6)
    assert all(step.outcome is None for step in steps[:-1])


def test_a_value_that_is_back_at_its_beginning() -> None:
    steps = told(VIEW.replace('"Name", key', '"Name", "Ann", key'), Symptom.SHOWN)
    assert words(steps)[-1] == 'Choose "Edit" in \'View\': \'Name\' is back, but shows "Ann" instead of "my text".'
    outcome = steps[-1].outcome
    assert outcome is not None
    assert (outcome.symptom, outcome.key, outcome.value) == (StorySymptom.SHOWN, "k", '"Ann"')


def test_what_is_empty_at_first_is_back_but_empty() -> None:
    assert words(told(VIEW, Symptom.SHOWN))[-1].endswith("'Name' is back, but empty.")


def test_a_run_that_differs_by_what_the_first_has_set_is_told_as_another_run() -> None:
    source = """
        import streamlit as st
        if x:
            for key, value in {"k": 1, "other": 2}.items():
                st.session_state.setdefault(key, value)
        else:
            st.write(x)
            return
        if not st.session_state.get("k"):
            st.stop()
        st.text_input("Name", key="k")
    """
    assert words(told(source, Symptom.SHOWN))[1] == "Click or change anything else in the app."


def test_a_gate_that_is_closed_at_first_is_opened() -> None:
    steps = told("""
        import streamlit as st
        if st.checkbox("More", key="more"):
            if st.radio("Unit", ["kg", "lb"], key="unit") == "lb":
                st.slider("Days", 1, 30, 7, key="k")
        st.write(st.session_state.get("k"))
    """)
    assert words(steps)[1:4] == ["Switch 'More' on.", "Choose \"lb\" in 'Unit'.", "Set 'Days' to 10."]
    assert words(steps)[4].startswith("Switch 'More' off") or words(steps)[4].startswith("Choose \"kg\" in 'Unit'")


def test_a_gate_that_session_state_opens_is_not_opened_again() -> None:
    steps = told("""
        import streamlit as st
        st.session_state.setdefault("more", True)
        if st.checkbox("More", key="more"):
            st.slider("Days", 1, 30, 7, key="k")
        st.write(st.session_state.get("k"))
    """)
    assert words(steps)[1] == "Set 'Days' to 10."


def test_a_value_that_a_comparison_asks_for() -> None:
    steps = told("""
        import streamlit as st
        if st.number_input("Guests", 0, 20, key="guests") > 8:
            st.text_input("Room", key="k")
        st.write(st.session_state.get("k"))
    """)
    assert words(steps)[1] == "Set 'Guests' to 9."
    assert words(steps)[3].startswith("Set 'Guests' to ")
    assert json.loads(steps[3].value or "") <= 8


def test_a_list_that_must_hold_something() -> None:
    steps = told("""
        import streamlit as st
        if "b" in st.multiselect("Parts", ["a", "b"], key="parts"):
            st.text_input("Note", key="k")
        st.write(st.session_state.get("k"))
    """)
    assert [json.loads(steps[number].value or "") for number in (1, 3)] == [["b"], ["a"]]


def test_a_form_is_submitted() -> None:
    steps = told("""
        import streamlit as st
        if st.toggle("Edit", value=True, key="edit"):
            with st.form("profile"):
                st.text_input("Name", key="k")
                st.form_submit_button("Save")
        st.write(st.session_state.get("k"))
    """)
    assert words(steps)[1:3] == ["Type \"my text\" into 'Name'.", "Click 'Save'."]


def test_the_button_that_makes_the_app_write() -> None:
    steps = told("""
        import streamlit as st
        ss = st.session_state
        ss.setdefault("step", 1)
        if st.button("Help"):
            st.info("?")
        elif st.button("Next", key="next"):
            ss.step = 2
        if ss.step == 1:
            st.text_input("Name", key="k")
        st.write(ss.get("k"))
    """)
    assert words(steps)[2].startswith("Click 'Next': ")
    assert (steps[2].act, steps[2].key) == (StoryAct.CLICK, "next")


def test_the_button_whose_callback_writes() -> None:
    steps = told("""
        import streamlit as st
        def leave():
            st.session_state.away = True
        st.button("Leave", on_click=leave)
        if not st.session_state.get("away"):
            st.text_input("Name", key="k")
        st.write(st.session_state.get("k"))
    """)
    assert words(steps)[2].startswith("Click 'Leave': ")


PAGES = {
    "app.py": """
        import streamlit as st
        if not st.session_state.get("user"):
            st.session_state.user = st.text_input("Your name")
            st.stop()
        st.navigation([st.Page("home.py"), st.Page("form.py", title="Order"), st.Page("2_all_orders.py")]).run()
    """,
    "home.py": "import streamlit as st\nst.write(1)\n",
    "form.py": "import streamlit as st\nst.text_input('Goods', key='k')\n",
    "2_all_orders.py": "import streamlit as st\nst.write(st.session_state.get('k'))\n",
}


def test_pages_are_called_what_the_menu_calls_them_and_a_login_comes_first() -> None:
    steps = told(PAGES)
    assert words(steps) == [
        "Open the app.",
        "Type \"my text\" into 'Your name'.",
        "Click or change anything else in the app.",
        "Open the page 'Order'.",
        "Type \"my text\" into 'Goods'.",
        "Open the page 'all orders': 'Goods' disappears, and Streamlit drops its value."
        " Line 2 of 2_all_orders.py now finds nothing under 'k'.",
    ]
    assert [step.page for step in steps] == ["home.py"] * 3 + ["form.py"] * 2 + ["2_all_orders.py"]


def test_what_happens_outside_the_app_is_said_and_weak() -> None:
    [*_, last] = told(
        """
        import streamlit as st
        rows = load()
        for row in rows:
            st.text_input("Note", key="k")
            break
        """,
        Symptom.SHOWN,
    )
    assert (last.act, last.is_weak, last.text) == (
        StoryAct.OUTSIDE,
        True,
        "Later, line 4 finds other data: 'Note' is back, but empty.",
    )


def test_an_input_without_a_known_label_goes_by_its_key() -> None:
    steps = told(VIEW.replace('"Name"', "make_label()"))
    assert words(steps)[1:3] == [
        "Type \"my text\" into 'k'.",
        "Choose \"Table\" in 'View': 'k' disappears, and Streamlit drops its value.",
    ]


def test_the_user_gives_another_value_than_the_app_has_at_the_end() -> None:
    steps = told(
        """
        import streamlit as st
        view = st.radio("View", ["Edit", "Table"], key="view")
        if "k" not in st.session_state:
            st.session_state.k = "my text"
        if view == "Edit":
            st.text_input("Name", key="k")
        st.write(st.session_state.k)
        """
    )
    assert words(steps)[1] == "Type \"another text\" into 'Name'."
