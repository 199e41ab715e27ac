"""Small apps with an input without a key, and a user who hides and shows it.

    python -m tests.fixes.unkeyed FOLDER…

Plays the app in each FOLDER, which is named after its input, on the Streamlit of this interpreter. Prints one line a
folder: `kept`, or what the input shows when it is back.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

from tests.runtime.driver import open_app
from tests.runtime.judge import quiet

# The call of each input, and what the user gives it.
INPUTS: dict[str, tuple[str, Any]] = {
    "checkbox": ('st.checkbox("Input")', True),
    "toggle": ('st.toggle("Input")', True),
    "radio": ('st.radio("Input", ["a", "b"])', "b"),
    "selectbox": ('st.selectbox("Input", ["a", "b"])', "b"),
    "selectbox_none": ('st.selectbox("Input", ["a", "b"], index=None)', "b"),
    "multiselect": ('st.multiselect("Input", ["a", "b"])', ["b"]),
    "select_slider": ('st.select_slider("Input", ["a", "b"])', "b"),
    "slider": ('st.slider("Input", 1, 9)', 4),
    "slider_range": ('st.slider("Input", 1, 9, (2, 3))', (4, 5)),
    "number_input": ('st.number_input("Input", 1, 9)', 4),
    "text_input": ('st.text_input("Input")', "my text"),
    "text_area": ('st.text_area("Input", "first")', "my text"),
    "date_input": ('st.date_input("Input", datetime.date(2020, 1, 2))', datetime.date(2020, 1, 5)),
    "time_input": ('st.time_input("Input", datetime.time(8, 30))', datetime.time(9, 15)),
    "color_picker": ('st.color_picker("Input", "#000000")', "#123456"),
}

APP = """\
import datetime

import streamlit as st

view = st.radio("View", ["Edit", "Other"])
if view == "Edit":
    given = {call}
    st.write("given", given)
else:
    st.write("nothing")
"""


def app_with(name: str) -> str:
    """The source of an app with that input."""
    return APP.format(call=INPUTS[name][0])


def outcome(folder: Path) -> str:
    """`kept`, or what the input shows when it is back."""
    value = INPUTS[folder.name][1]
    with quiet(), open_app(folder, "app.py") as app:
        name = next((key for key in ("_given", "given") if app.draws(key)), "Input")
        # The first edit, and one after it, so that what loses every second one is seen.
        for step in (("set", name, value), ("rerun",), ("set", "View", "Other"), ("rerun",), ("set", "View", "Edit")):
            app.play(step)
        if app.exceptions:
            return str(app.exceptions)
        app.play(("rerun",))
        shown = app.displayed(name)
    is_same = list(shown) == list(value) if isinstance(value, (list, tuple)) else shown == value
    return "kept" if is_same else repr(shown)


if __name__ == "__main__":
    for each in sys.argv[1:]:
        print(Path(each).name, outcome(Path(each)))
