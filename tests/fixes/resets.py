"""Small apps with a field that loses its value, and a way in which their author takes the value back: played.

    python -m tests.fixes.resets FOLDER…

Each FOLDER is named after an app of `APPS`, and holds the app as it is in `before`, and changed in its other folders.
They are played on the Streamlit of this interpreter. Prints one line for each of those: app, folder, and what the field
showed after the act: in the app as it is, and in the changed one.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.runtime.driver import App as Session
from tests.runtime.driver import open_app
from tests.runtime.judge import quiet

UNFIXED = "before"
ENTERED = "mine"
_CLICK = ("click", "Act")


@dataclass(frozen=True, slots=True)
class Reset:
    """A way to take a value back. `act` is code of a button or an input, `begins` what the script begins with.

    `given` are arguments of the field, `seeds` code right before it, `steps` what the user does, and `opening` what they
    do first of all. `is_form` says that the field stands in a form that clears itself.
    """

    act: str = ""
    begins: str = ""
    given: str = ""
    seeds: str = ""
    steps: tuple[tuple[Any, ...], ...] = (_CLICK,)
    key: str = '"name"'
    field: str = "st.text_input"
    opening: tuple[tuple[Any, ...], ...] = ()
    is_form: bool = False


_BUTTON = 'if st.button("Act"):\n    '
_CALLED = 'st.button("Act", on_click=act)'
_SETTINGS = 'st.session_state.setdefault("settings", {"name": "first"})'
_CLASS = """\
class Settings:
    def __init__(self, name="first"):
        self.name = name

    def reset(self):
        self.name = "given"


if "settings" not in st.session_state:
    st.session_state["settings"] = Settings()
"""
_FILE = """\
def load():
    file = pathlib.Path(__file__).resolve().parent / "store.txt"
    return file.read_text() if file.exists() else "first"


def store():
    (pathlib.Path(__file__).resolve().parent / "store.txt").write_text("given")
"""
_OF_SETTINGS = 'st.session_state["settings"]["name"]'


def _callback(*body: str) -> str:
    return "def act():\n" + "".join(f"    {line}\n" for line in body)


RESETS: dict[str, Reset] = {
    "assigned_by_callback": Reset(_CALLED, _callback('st.session_state["name"] = "given"')),
    "assigned_inline": Reset(_BUTTON + 'st.session_state["name"] = "given"'),
    "seeded_and_assigned": Reset(
        _BUTTON + 'st.session_state["name"] = "given"', seeds='st.session_state.setdefault("name", "first")'
    ),
    "deleted_by_callback": Reset(
        _CALLED, _callback('if "name" in st.session_state:', '    del st.session_state["name"]')
    ),
    "deleted_inline": Reset(_BUTTON + 'st.session_state.pop("name", None)', given='"first"'),
    "cleared": Reset(_CALLED, _callback("st.session_state.clear()"), '"first"'),
    "all_deleted": Reset(_CALLED, _callback("for key in list(st.session_state):", "    del st.session_state[key]")),
    "some_deleted": Reset(
        _CALLED, _callback('for key in ("name", "other"):', "    st.session_state.pop(key, None)"), '"first"'
    ),
    "deleted_by_prefix": Reset(
        _CALLED,
        _callback(
            "for key in list(st.session_state):", '    if key.startswith("na"):', "        del st.session_state[key]"
        ),
    ),
    "part_of_a_dict": Reset(_BUTTON + f'{_OF_SETTINGS} = "given"', _SETTINGS, f"value={_OF_SETTINGS}"),
    "dict_by_callback": Reset(
        _CALLED,
        _SETTINGS + "\n" + _callback('st.session_state["settings"] = {"name": "given"}'),
        f"value={_OF_SETTINGS}",
    ),
    "object_replaced": Reset(
        _BUTTON + 'st.session_state["settings"] = Settings("given")',
        _CLASS,
        'value=st.session_state["settings"].name',
    ),
    "method_of_object": Reset(
        _BUTTON + 'st.session_state["settings"].reset()', _CLASS, "value=st.session_state.settings.name"
    ),
    "loaded": Reset(
        _BUTTON + 'st.session_state["loaded"] = {"name": "given"}',
        given='value=st.session_state.get("loaded", {}).get("name", "first")',
    ),
    "plain_key": Reset(
        _CALLED,
        _callback('st.session_state["first_name"] = "given"'),
        'value=st.session_state.get("first_name", "first")',
    ),
    "counted": Reset(
        _CALLED,
        'st.session_state.setdefault("round", 0)\n' + _callback('st.session_state["round"] += 1'),
        'value=f"name {st.session_state.round}"',
    ),
    "preset_of_input": Reset(
        begins='preset = st.selectbox("Preset", ["first", "given"])',
        given="value=preset",
        steps=(("set", "Preset", "given"),),
    ),
    "preset_of_table": Reset(
        begins='PRESETS = {"a": "first", "b": "given"}\npreset = st.selectbox("Preset", list(PRESETS))',
        given="value=PRESETS[preset]",
        steps=(("set", "Preset", "b"),),
    ),
    "preset_of_keyed_input": Reset(
        begins='st.selectbox("Preset", ["first", "given"], key="preset")',
        given="value=st.session_state.preset",
        steps=(("set", "Preset", "given"),),
    ),
    "query_parameter": Reset(
        _BUTTON + 'st.query_params["name"] = "given"', given='value=st.query_params.get("name", "first")'
    ),
    "file": Reset(_BUTTON + "store()", _FILE, "value=load()"),
    "cached_file": Reset(
        _BUTTON + "store()\n    load.clear()", _FILE.replace("def load", "@st.cache_data\ndef load"), "value=load()"
    ),
    "version_in_key": Reset(
        _CALLED,
        'st.session_state.setdefault("version", 0)\n' + _callback('st.session_state["version"] += 1'),
        '"first"',
        key='f"name_{st.session_state.version}"',
    ),
    "clear_on_submit": Reset(given='"first"', steps=(("click", "Save"),), is_form=True),
    "preset_with_callback": Reset(
        'st.selectbox("Preset", ["first", "given"], key="preset", on_change=act)',
        _SETTINGS + "\n" + _callback('st.session_state["settings"]["name"] = st.session_state["preset"]'),
        f"value={_OF_SETTINGS}",
        steps=(("set", "Preset", "given"),),
    ),
    "part_by_update": Reset(
        _BUTTON + 'st.session_state["settings"].update(name="given")', _SETTINGS, f"value={_OF_SETTINGS}"
    ),
    "copied_on_every_run": Reset(
        _BUTTON + 'st.session_state["wanted"] = "given"',
        given='value=st.session_state["begin"]',
        seeds='st.session_state["begin"] = st.session_state.get("wanted", "first")',
    ),
    "flag_that_decides": Reset(
        _BUTTON + 'st.session_state["is_new"] = True',
        given='value="given" if st.session_state.get("is_new") else "first"',
    ),
    "seeded_from_settings": Reset(
        _BUTTON + f'{_OF_SETTINGS} = "given"',
        _SETTINGS,
        seeds=f'if "name" not in st.session_state:\n    st.session_state["name"] = {_OF_SETTINGS}',
    ),
    "index_of_settings": Reset(
        _BUTTON + f'{_OF_SETTINGS} = "given"',
        _SETTINGS + '\nNAMES = ["first", "mine", "given"]',
        f"options=NAMES, index=NAMES.index({_OF_SETTINGS})",
        field="st.selectbox",
    ),
    "written_back": Reset(
        _BUTTON + f'{_OF_SETTINGS} = "given"',
        _SETTINGS + "\n" + 'def keep():\n    st.session_state["settings"]["copy"] = st.session_state["name"]\n',
        f"value={_OF_SETTINGS}, on_change=keep",
    ),
    "logged_out": Reset(
        _CALLED,
        _callback("st.session_state.clear()")
        + 'if not st.session_state.get("user"):\n    if st.button("Log in"):\n        st.session_state["user"] = "me"\n'
        "        st.rerun()\n    st.stop()",
        steps=(_CLICK, ("rerun",), ("click", "Log in")),
        opening=(("click", "Log in"),),
    ),
    "nothing": Reset(_BUTTON + 'st.write("done")', given='"first"'),
    "of_something_else": Reset(
        _BUTTON + 'st.session_state["theme"] = "given"',
        given='value={"a": "first", "b": "given"}[kind]',
        begins='kind = "a"',
    ),
}


@dataclass(frozen=True, slots=True)
class App:
    """A reset in an app that hides the field in its `way`; the act is done where the field `is_shown`, or away."""

    name: str
    reset: Reset
    way: str
    is_shown: bool

    def files(self) -> dict[str, str]:
        """The sources, by path."""
        reset = self.reset
        given = f"{reset.given}, " if reset.given else ""
        field = f"{reset.seeds}\n" if reset.seeds else ""
        call = f'{reset.field}("Name", {given}key={reset.key})'
        if reset.is_form:
            field += f'with st.form("form", clear_on_submit=True):\n    {call}\n    st.form_submit_button("Save")\n'
        else:
            field += f"{call}\n"
        act = f"{reset.act}\n" if reset.act else ""
        read = f"st.session_state.get({reset.key})"
        shown, away = (act + field, f'st.write("Name:", {read})\n')
        if not self.is_shown:
            shown, away = field, act + away
        head = f"import pathlib\n\nimport streamlit as st\n\n{reset.begins}\n"
        view = 'view = st.radio("View", ["Edit", "Other"], key="view")\n'
        match self.way:
            case "page":
                return {"app.py": head + shown, "pages/1_Other.py": head + away}
            case "stop":
                left = f'if view == "Other":\n{_indented(away)}    st.stop()\n'
                return {"app.py": head + view + left + shown}
            case "function":
                body = f'    if view != "Edit":\n        return\n{_indented(shown)}'
                other = f'if view == "Other":\n{_indented(away)}'
                return {"app.py": f"{head}\n\ndef form(view):\n{body}\n\n{view}form(view)\n{other}"}
        return {"app.py": f'{head}{view}if view == "Edit":\n{_indented(shown)}else:\n{_indented(away)}'}


WAYS = ("view", "page", "stop", "function")
APPS = {
    app.name: app
    for name, reset in RESETS.items()
    for way in WAYS
    for is_shown in (True, False)
    for app in [App(f"{name}-{way}-{'beside' if is_shown else 'away'}", reset, way, is_shown)]
    if is_shown or not reset.is_form
}


def _indented(code: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in code.splitlines())


def course(app: App, folder: Path) -> list[str]:
    """What the field shows after the act, while it is there, and after it was hidden and shown again."""
    leave = ("goto", "pages/1_Other.py") if app.way == "page" else ("set", "view", "Other")
    back = ("goto", "app.py") if app.way == "page" else ("set", "view", "Edit")
    away = (leave, ("rerun",)), (back, ("rerun",))
    shown: list[str] = []
    for stored in folder.rglob("store.txt"):
        stored.unlink()
    with quiet(), open_app(folder, "app.py") as session:
        _play(session, *app.reset.opening)
        _play(session, ("set", _name_in(session), ENTERED))
        if app.is_shown:
            _play(session, *app.reset.steps, ("rerun",))
            shown.append(str(session.displayed(_name_in(session))))
            _play(session, *away[0], *away[1])
        else:
            _play(session, *away[0], *app.reset.steps, ("rerun",), *away[1])
        shown.append(str(session.displayed(_name_in(session))))
    return shown


def hides(before: list[str], after: list[str]) -> bool:
    """Whether the changed app still shows the user's entry where the app as it is shows what the author wanted."""
    return any(new == ENTERED != old for old, new in zip(before, after, strict=True))


def _play(session: Session, *steps: tuple[Any, ...]) -> None:
    for step in steps:
        session.play(step)
        assert not session.exceptions, session.exceptions


def _name_in(session: Session) -> str:
    """The field has a private key, its own, or one that changes."""
    return next(name for name in ("_name", "name", "Name") if session.draws(name))


def main(folders: list[Path]) -> int:
    for folder in folders:
        before = course(APPS[folder.name], folder / UNFIXED)
        for changed in sorted(each for each in folder.iterdir() if each.is_dir() and each.name != UNFIXED):
            print(folder.name, changed.name, before, course(APPS[folder.name], changed), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
