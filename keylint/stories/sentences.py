"""The sentences of stories, for people who use an app and need not know how it is written."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from keylint.run.trace import StateDelete, StateWrite
from keylint.stories.example_values import takes_number
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Event, StateRead
    from keylint.run.values import Container
    from keylint.stories.example_values import Example


def done(draw: Draw, value: Example | None, first: object) -> str:
    """What the user does with an input; `value` is what it is given, `first` what it begins with."""
    name = called(draw)
    if draw.kind == "trigger":
        return f"Click {name}."
    if draw.kind == "chat":
        return f"Send a message in {name}."
    if draw.kind == "file":
        return f"Upload a file to {name}."
    if draw.kind == "selection":
        return f"Select something in {name}."
    if value is None:
        return f"Choose something else in {name}." if _is_chosen(draw) else f"Change {name}."
    if draw.traits.entry is Entry.TRUTH:
        return f"Switch {name} {'on' if value else 'off'}."
    if _is_chosen(draw):
        if value == []:
            return f"Remove everything from {name}."
        only = " only" if isinstance(value, list) and first else ""
        return f"Choose{only} {said(value)} in {name}."
    if draw.traits.entry is Entry.TEXT:
        return f"Type {said(value)} into {name}." if value else f"Empty {name}."
    return f"Set {name} to {told(draw, value)}."


def clearing(draw: Draw) -> str:
    """What the user does to choose nothing any more."""
    return f"Clear {called(draw)}."


def _is_chosen(draw: Draw) -> bool:
    """Whether its choices are listed in the call."""
    return draw.traits.entry in (Entry.OPTION, Entry.OPTIONS) or (
        draw.traits.entry is Entry.SCALE and draw.traits.lists_options
    )


def hides(draw: Draw, *, drops: bool) -> str:
    """What happens when an input is not drawn any more; `drops`: its value goes with it at once."""
    return f"{called(draw)} disappears" + (", and Streamlit drops its value" if drops else "")


def shows(draw: Draw, seen: object, value: Example | None, *, is_known: bool, is_back: bool) -> str:
    """What is wrong with what the input shows; `value` is what the user gave it, `is_back` says that it was gone."""
    name = f"{called(draw)} is back, but" if is_back else called(draw)
    if draw.traits.entry is Entry.TRUTH and is_known:
        return f"{name} {'switched' if is_back else 'is'} {said(seen)}"
    if is_known and seen in ("", None, []):
        return f"{name} empty" if is_back else f"{name} is empty"
    instead = "" if value is None else f" instead of {told(draw, value)}"
    if is_known:
        return f"{name} shows {told(draw, seen)}{instead}"
    return f"{name} no longer shows {'what you chose' if value is None else told(draw, value)}"


def gets(where: str, read: StateRead, seen: object, value: Example | None, *, is_missing: bool) -> str:
    """What is wrong with what the app reads; `seen` is None where that is not known."""
    instead = "" if value is None else f" instead of {said(value)}"
    if not is_missing:
        return f"{where} now gets {said(seen) if seen is not None else 'another value'}{instead}"
    if not read.raises_if_missing:
        return f"{where} now finds nothing under '{read.key.text}'"
    error = "KeyError" if read.form == "item" else "AttributeError"
    return f"{where} now raises {error}, there is no '{read.key.text}' any more"


def changes(event: Event | None) -> str:
    """What a line of the app does to session state, where it is not known what the user does for it."""
    if isinstance(event, StateWrite):
        return f"sets '{event.key.text}'"
    return f"removes '{event.key.text}'" if isinstance(event, StateDelete) else "is reached"


def opens(container: Container | None, line: str, *, is_open: bool) -> str:
    """What the user does with a tab, a section or the like that the app asks in that line whether it is open."""
    if container is not None and container.command == "tabs":
        return "Open its tab." if is_open else "Open another tab."
    what = "section" if container is None or container.command == "expander" else container.command
    return f"{'Open' if is_open else 'Close'} the {what} that {line} asks about."


def told(draw: Draw, value: object) -> str:
    """A value as the user sees it in that input."""
    entry = draw.traits.entry
    if entry in (Entry.DATE, Entry.TIME) and isinstance(value, str):
        return value.removesuffix(":00") if entry is Entry.TIME else value
    if takes_number(draw) and isinstance(value, list) and len(value) == 2:
        return f"{value[0]} to {value[1]}"
    return said(value)


def said(value: object) -> str:
    """A value in a sentence."""
    if value is None:
        return "nothing"
    if value == "":
        return "an empty text"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return " and ".join(map(said, value)) or "nothing"
    return f'"{value}"' if isinstance(value, str) else str(value)


def called(draw: Draw) -> str:
    """What the user sees of an input: its label, else its key, else the command."""
    if draw.label:
        return f"'{draw.label}'"
    if draw.key is not None and not draw.key.is_unknown and not draw.key.is_unkeyed:
        return f"'{draw.key.text}'"
    return f"the {draw.command}"


def page_title(page: PageRun) -> str:
    """What a menu calls a page: what `st.Page` says; else `pages/1_Sales_report.py` is Sales report, `app.py::overview`
    overview."""
    if page.title is not None:
        return page.title
    path, _, function = page.name.partition("::")
    stem = function or PurePath(path).stem
    return stem.lstrip("0123456789").strip("_- ").replace("_", " ") or stem
