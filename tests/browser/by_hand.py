"""The templates of the fixes, applied by hand to the apps of the scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser import scenarios

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.browser.scenario import Files, Strategy

_IMPORT = "import streamlit as st\n"
_SAVE = """

def save_values(*keys):
    for key in keys:
        if f"_{key}" in st.session_state:
            st.session_state[key] = st.session_state[f"_{key}"]

"""
_NAME = 'st.text_input("Name", value="nobody", key="name")\n'
_NAME_SHADOWED = """\
st.session_state.setdefault("name", "nobody")
st.session_state["_name"] = st.session_state["name"]
st.text_input("Name", key="_name", on_change=save_values, args=("name",))
"""
_NAME_PERSISTED = _NAME.replace('key="name"', 'key="name", persist_state="session"')
_NAME_KEPT = """
if "name" in st.session_state:
    st.session_state["name"] = st.session_state["name"]
"""
# With `value=` on the widget, the assignment would be reported as a second first value.
_NAME_SEEDED = """\
st.session_state.setdefault("name", "nobody")
st.text_input("Name", key="name")
"""

_Edits = list[tuple[str, str, str]]  # the file, the text in it, what stands there instead
_NAME_SHADOW: _Edits = [("app.py", _IMPORT, _IMPORT + _SAVE), ("app.py", _NAME, _NAME_SHADOWED)]
_NAME_PERSIST: _Edits = [("app.py", _NAME, _NAME_PERSISTED)]
_PERSIST_ALL: _Edits = [("app.py", 'key="', 'persist_state="session", key="')]


def _in_form(key: str, first: str) -> str:
    return f"""\
st.session_state.setdefault("{key}", {first})
        if "_{key}" not in st.session_state:
            st.session_state["_{key}"] = st.session_state["{key}"]
        """


def _shadow(key: str, first: str, before: str, after: str) -> tuple[str, str, str]:
    seed = f'st.session_state.setdefault("{key}", {first})\n    '
    preset = f'st.session_state["_{key}"] = st.session_state["{key}"]\n    '
    return "app.py", before, f'{seed}{preset}{after}key="_{key}", on_change=save_values, args=("{key}",))'


_EDITS: dict[tuple[str, Strategy], _Edits] = {
    ("under-radio", "shadow"): [
        ("app.py", _IMPORT, _IMPORT + _SAVE),
        _shadow("name", '"nobody"', _NAME.strip(), 'st.text_input("Name", '),
        _shadow(
            "count",
            "3",
            'st.number_input("Count", min_value=1, max_value=50, value=3, key="count")',
            'st.number_input("Count", min_value=1, max_value=50, ',
        ),
        _shadow("agree", "False", 'st.checkbox("Agree", key="agree")', 'st.checkbox("Agree", '),
        _shadow(
            "colour",
            '"green"',
            'st.selectbox("Colour", ["red", "green", "blue"], index=1, key="colour")',
            'st.selectbox("Colour", ["red", "green", "blue"], ',
        ),
        _shadow("level", "0", 'st.slider("Level", 0, 10, key="level")', 'st.slider("Level", 0, 10, '),
        _shadow("remarks", '""', 'st.text_area("Remarks", key="remarks")', 'st.text_area("Remarks", '),
    ],
    ("under-radio", "keep-alive"): [
        (
            "app.py",
            _IMPORT,
            _IMPORT
            + "".join(
                _NAME_KEPT.replace("name", key) for key in ("name", "count", "agree", "colour", "level", "remarks")
            ),
        ),
        ("app.py", _NAME, _NAME_SEEDED.replace("\n", "\n    ", 1)),
        ("app.py", "st.number_input(", 'st.session_state.setdefault("count", 3)\n    st.number_input('),
        ("app.py", "value=3, ", ""),
        ("app.py", "st.selectbox(", 'st.session_state.setdefault("colour", "green")\n    st.selectbox('),
        ("app.py", "index=1, ", ""),
    ],
    ("under-radio", "persist"): _PERSIST_ALL,
    ("in-a-loop-under-checkbox", "shadow"): [
        ("app.py", _IMPORT, _IMPORT + _SAVE),
        (
            "app.py",
            'st.text_input(f"Item {i}", key=f"item_{i}")',
            """\
st.session_state.setdefault(f"item_{i}", "")
        st.session_state[f"_item_{i}"] = st.session_state[f"item_{i}"]
        st.text_input(f"Item {i}", key=f"_item_{i}", on_change=save_values, args=(f"item_{i}",))""",
        ),
    ],
    ("in-a-loop-under-checkbox", "persist"): [("app.py", 'key=f"', 'persist_state="session", key=f"')],
    ("pages-folder", "shadow"): _NAME_SHADOW,
    ("pages-folder", "keep-alive"): [
        ("app.py", _IMPORT, _IMPORT + _NAME_KEPT),
        ("app.py", _NAME, _NAME_SEEDED),
        ("pages/Other.py", _IMPORT, _IMPORT + _NAME_KEPT),
    ],
    ("pages-folder", "persist"): _NAME_PERSIST,
    ("navigation", "shadow"): [("edit.py", text, new) for _, text, new in _NAME_SHADOW],
    ("navigation", "keep-alive"): [
        ("app.py", _IMPORT, _IMPORT + _NAME_KEPT),
        ("edit.py", _NAME, _NAME_SEEDED),
    ],
    ("navigation", "persist"): [("edit.py", text, new) for _, text, new in _NAME_PERSIST],
    ("form", "shadow"): [
        ("app.py", _IMPORT, _IMPORT + _SAVE),
        (
            "app.py",
            'st.text_input("Name", value="nobody", key="name")',
            _in_form("name", '"nobody"') + 'st.text_input("Name", key="_name")',
        ),
        (
            "app.py",
            'st.number_input("Count", value=3, key="count")',
            _in_form("count", "3") + 'st.number_input("Count", step=1, key="_count")',
        ),
        ("app.py", '("Save")', '("Save", on_click=save_values, args=("name", "count"))'),
    ],
    ("form", "persist"): _PERSIST_ALL,
    ("form-on-a-page", "shadow"): [
        ("app.py", _IMPORT, _IMPORT + _SAVE),
        (
            "app.py",
            _NAME,
            _in_form("name", '"nobody"').replace("    " * 2, "    ") + 'st.text_input("Name", key="_name")\n',
        ),
        ("app.py", '("Save")', '("Save", on_click=save_values, args=("name",))'),
    ],
    ("form-on-a-page", "persist"): _NAME_PERSIST,
    ("behind-stop", "shadow"): _NAME_SHADOW,
    ("behind-stop", "keep-alive"): [
        ("app.py", _IMPORT, _IMPORT + _NAME_KEPT),
        ("app.py", _NAME, _NAME_SEEDED),
    ],
    ("behind-stop", "persist"): _NAME_PERSIST,
    ("slow", "shadow"): [
        ("app.py", _IMPORT, _IMPORT + _SAVE),
        _shadow("name", '""', 'st.text_input("Name", key="name")', 'st.text_input("Name", '),
    ],
    ("slow", "keep-alive"): [("app.py", _IMPORT, _IMPORT + _NAME_KEPT)],
    ("slow", "persist"): _PERSIST_ALL,
}


def fixed(files: Mapping[str, str], target: str, strategy: Strategy) -> Files:
    """The files of a scenario's app, repaired with a template. Raises LookupError for any other app."""
    name = next(scenario.name for scenario in scenarios.SCENARIOS if scenario.files == files)
    repaired = dict(files)
    for path, text, new in _EDITS[name, strategy]:
        if text not in repaired[path]:
            raise LookupError(f"{path} of {name} has no {text!r}")
        repaired[path] = repaired[path].replace(text, new)
    return repaired
