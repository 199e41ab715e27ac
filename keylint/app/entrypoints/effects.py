"""What a call of Streamlit, or of a package that draws with it, makes of the script that calls it."""

from __future__ import annotations

from enum import Enum, auto

from keylint.streamlit import names
from keylint.streamlit.data import COMMANDS
from keylint.streamlit.packages import draws_with_streamlit

_COMPONENTS = "components"


class Effect(Enum):
    """`DRAWS`: it puts something on the page. `REPORTS`: only an alert or the progress of some work, as helpers of a
    command-line script do too. `FRAMES`: it speaks of pages, as nothing but an app does. `NAVIGATES`: it chooses among
    pages. `HIDES`: what it runs is not to be seen in the source."""

    DRAWS = auto()
    REPORTS = auto()
    FRAMES = auto()
    NAVIGATES = auto()
    HIDES = auto()


def effect_of_command(path: str) -> Effect | None:
    """The effect of calling `st.<path>`, as `sidebar.button`; None when nothing of it is seen on a page."""
    *outer, name = path.split(".")
    if outer and outer[0] == _COMPONENTS:
        return None if is_component_factory(path) else Effect.DRAWS
    if not name or not names.CONTAINER_OBJECTS.issuperset(outer):
        return None
    if name == names.NAVIGATION:
        return Effect.NAVIGATES
    if name == names.PAGE_CONFIGURATION or name in names.SWITCH_PAGE:
        return Effect.FRAMES
    if name in names.UNSEEN:
        return None
    return Effect.REPORTS if name in names.ALERTS else Effect.DRAWS


def is_passed_to_draw(path: str) -> bool:
    """Whether who is given `st.<path>` can draw with it: Streamlit itself, a container, a widget's command."""
    return is_container(path) or path.rpartition(".")[2] in COMMANDS


def is_container(path: str) -> bool:
    """Whether `st.<path>` is Streamlit itself, or a container that exists from the start: a thing to draw with."""
    return not path or names.CONTAINER_OBJECTS.issuperset(path.split("."))


def makes_container(path: str) -> bool:
    name = path.rpartition(".")[2]
    return name in names.CONTAINERS or name in names.CONTAINER_LISTS


def is_component_factory(path: str) -> bool:
    return f"streamlit.{path}" in names.COMPONENT_FACTORIES


def effect_of_package(dotted: str, widget_functions: frozenset[str]) -> Effect | None:
    """The effect of calling something of a package outside the app: those named after Streamlit draw with it."""
    if dotted in ("builtins.exec", "builtins.eval") or dotted.startswith(("runpy.", "importlib.")):
        return Effect.HIDES
    if draws_with_streamlit(dotted.partition(".")[0]) or dotted in widget_functions:
        return Effect.DRAWS
    return None
