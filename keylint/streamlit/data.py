"""The checked-in description of Streamlit's keyed commands, which scripts/build_commands.py writes.

A command's history lists, oldest first, what changed and since which line of releases. An entry names only what differs
from the one before it:

- `since`: the line ("1.50" stands for 1.50.0 and later);
- `positional`: the positional parameters in order, separated by spaces;
- `added`, `removed`: keyword-only parameters, separated by spaces;
- `identity`: with a key, the parameters that the identity of the widget still depends on, separated by spaces
  ("" for none, null for all);
- `settable`: whether the key may be assigned through st.session_state;
- `gone`: the command does not exist from here on.

`defaults` are those of the newest signature that are not None, of the parameters that say what a widget begins with and
who is told of the user's acts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, TypedDict, cast

CommandKind = Literal[
    "value",  # a value that stays and that st.session_state may set
    "trigger",  # true for the run of a click
    "chat",  # text for the run of a submit
    "file",  # an upload, a picture or a recording; no code can set it
    "editor",  # edits of a table; no code can set them
    "selection",  # what is selected in a chart or a table, with on_select
    "form",  # the key names the form and has no value
    "container",  # the key names an HTML element and has no value
    "lazy-container",  # open or active state, with a key and on_change
    "component",  # a third-party component
    "other",  # the parameter called key is not a widget's
]

WIDGET_KINDS: frozenset[CommandKind] = frozenset(
    {"value", "trigger", "chat", "file", "editor", "selection", "component"}
)
"""They give the app something from the user. The state of the others, if any, is theirs alone."""

ONE_RUN_KINDS: frozenset[CommandKind] = frozenset({"trigger", "chat"})
"""Widgets whose value is there for one run: there is nothing to keep."""

INPUT_KINDS: frozenset[CommandKind] = frozenset({"value", "file", "editor"})
"""Widgets that the user gives a value which stays from run to run. A selection is in what the app shows anyway."""


class Change(TypedDict, total=False):
    since: str
    positional: str
    added: str
    removed: str
    identity: str | None
    settable: bool
    gone: bool


class CommandData(TypedDict):
    kind: CommandKind
    key_required: bool
    defaults: dict[str, str | int | float]
    history: list[Change]


class Data(TypedDict):
    releases: list[str]
    commands: dict[str, CommandData]


def _load() -> Data:
    # Not importlib.resources: it takes longer to import than everything here.
    text = Path(__file__).with_name("commands.json").read_text(encoding="utf-8")
    return cast("Data", json.loads(text))


_DATA = _load()
RELEASES: tuple[str, ...] = tuple(_DATA["releases"])
COMMANDS: dict[str, CommandData] = _DATA["commands"]
