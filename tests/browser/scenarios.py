"""The scenarios: every way in which a widget goes out of sight that a fix has an answer to."""

from __future__ import annotations

from tests.browser.scenario import Field, Scenario, Step

_TOP = """\
import streamlit as st

st.session_state.runs = st.session_state.get("runs", 0) + 1
st.text(f"run {st.session_state.runs}")
st.button("Again")
"""
_NAME = 'st.text_input("Name", value="nobody", key="name")\n'
_SHOW_NAME = "st.text(f\"name: {st.session_state.get('name')!r}\")\n"
_NAME_FIELD = Field("Name", "name", "nobody", "hello", text=True)

UNDER_RADIO = Scenario(
    name="under-radio",
    files={
        "app.py": f"""{_TOP}
view = st.radio("View", ["Edit", "Read"])
if view == "Edit":
    st.text_input("Name", value="nobody", key="name")
    st.number_input("Count", min_value=1, max_value=50, value=3, key="count")
    st.checkbox("Agree", key="agree")
    st.selectbox("Colour", ["red", "green", "blue"], index=1, key="colour")
    st.slider("Level", 0, 10, key="level")
    st.text_area("Remarks", key="remarks")

st.text(f"name: {{st.session_state.get('name')!r}}")
st.text(f"count: {{st.session_state.get('count')!r}}")
st.text(f"agree: {{st.session_state.get('agree')!r}}")
st.text(f"colour: {{st.session_state.get('colour')!r}}")
st.text(f"level: {{st.session_state.get('level')!r}}")
st.text(f"remarks: {{st.session_state.get('remarks')!r}}")
""",
    },
    fields=(
        _NAME_FIELD,
        Field("Count", "count", 3, 7),
        Field("Agree", "agree", False, True),
        Field("Colour", "colour", "green", "blue"),
        Field("Level", "level", 0, 4),
        Field("Remarks", "remarks", "", "some words"),
    ),
    away=(Step("set", "View", "Read"),),
    back=(Step("set", "View", "Edit"),),
    strategies=("shadow", "keep-alive", "persist"),
)

IN_A_LOOP = Scenario(
    name="in-a-loop-under-checkbox",
    files={
        "app.py": f"""{_TOP}
if st.checkbox("Show", value=True):
    for i in range(2):
        st.text_input(f"Item {{i}}", key=f"item_{{i}}")

for i in range(2):
    st.text(f"item_{{i}}: {{st.session_state.get(f'item_{{i}}')!r}}")
""",
    },
    fields=(Field("Item 0", "item_0", "", "first", text=True), Field("Item 1", "item_1", "", "second", text=True)),
    away=(Step("set", "Show", False),),
    back=(Step("set", "Show", True),),
    strategies=("shadow",),
)

PAGES_FOLDER = Scenario(
    name="pages-folder",
    files={
        "app.py": f"{_TOP}{_NAME}{_SHOW_NAME}",
        "pages/Other.py": f"{_TOP}{_SHOW_NAME}",
    },
    fields=(_NAME_FIELD,),
    away=(Step("go to", "Other"),),
    back=(Step("go to", "app"),),
    strategies=("shadow", "keep-alive", "persist"),
)

NAVIGATION = Scenario(
    name="navigation",
    files={
        "app.py": f"""{_TOP}
page = st.navigation([st.Page("edit.py", title="Edit"), st.Page("read.py", title="Read")])
page.run()
""",
        "edit.py": f"import streamlit as st\n\n{_NAME}{_SHOW_NAME}",
        "read.py": f"""import streamlit as st

{_SHOW_NAME}
if st.button("To the form"):
    st.switch_page("edit.py")
""",
    },
    fields=(_NAME_FIELD,),
    away=(Step("go to", "Read"),),
    back=(Step("click", "To the form"),),
    strategies=("shadow", "keep-alive", "persist"),
)

FORM = Scenario(
    name="form",
    files={
        "app.py": f"""{_TOP}
if st.checkbox("Show", value=True):
    with st.form("details"):
        st.text_input("Name", value="nobody", key="name")
        st.number_input("Count", value=3, key="count")
        st.form_submit_button("Save")

st.text(f"name: {{st.session_state.get('name')!r}}")
st.text(f"count: {{st.session_state.get('count')!r}}")
""",
    },
    fields=(_NAME_FIELD, Field("Count", "count", 3, 7)),
    away=(Step("set", "Show", False),),
    back=(Step("set", "Show", True),),
    strategies=("shadow", "persist"),
    submit="Save",
)

FORM_ON_A_PAGE = Scenario(
    name="form-on-a-page",
    files={
        "app.py": f"""{_TOP}
with st.form("details"):
    {_NAME}    st.form_submit_button("Save")

{_SHOW_NAME}""",
        "pages/Other.py": f"{_TOP}{_SHOW_NAME}",
    },
    fields=(_NAME_FIELD,),
    away=(Step("go to", "Other"),),
    back=(Step("go to", "app"),),
    strategies=("shadow",),
    submit="Save",
)

BEHIND_STOP = Scenario(
    name="behind-stop",
    files={
        "app.py": f"""{_TOP}{_SHOW_NAME}
if not st.checkbox("Ready", value=True):
    st.stop()
{_NAME}""",
    },
    fields=(_NAME_FIELD,),
    away=(Step("set", "Ready", False),),
    back=(Step("set", "Ready", True),),
    strategies=("shadow", "keep-alive", "persist"),
)

# Not one of hiding: each run takes a while, so that what is typed next comes before the run has reached the widget.
SLOW = Scenario(
    name="slow",
    files={
        "app.py": f"""{_TOP}
import time

time.sleep(0.3)
if st.checkbox("Show", value=True):
    st.text_input("Name", key="name")

{_SHOW_NAME}""",
    },
    fields=(Field("Name", "name", "", "hello", text=True),),
    away=(Step("set", "Show", False),),
    back=(Step("set", "Show", True),),
    strategies=("shadow", "keep-alive", "persist"),
)

SCENARIOS = (UNDER_RADIO, IN_A_LOOP, PAGES_FOLDER, NAVIGATION, FORM, FORM_ON_A_PAGE, BEHIND_STOP, SLOW)
