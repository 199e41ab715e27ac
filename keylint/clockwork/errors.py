"""The exceptions that Streamlit raises in an app."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keylint.clockwork.widgets import Key


class Cause(Enum):
    WRITTEN_AFTER_WIDGET = "a key is assigned after its widget was shown in the same run"
    DRAWN_TWICE = "two widgets of one run have the same key, or none and the same parameters"
    NOT_SETTABLE = "the key of a widget that code cannot set was assigned"
    NO_SUCH_KEY = "a key is deleted that session state does not hold"
    NO_SUCH_OPTION = "a key was assigned what is not among the options of its widget"


class RunError(Exception):
    """The run ends here: `leave(Leave.EXCEPTION)` comes next, unless the app catches it."""

    def __init__(self, cause: Cause, key: Key | None) -> None:
        super().__init__(f"{cause.value}: {key!r}")
        self.cause = cause
        self.key = key
