"""Streamlit's keyed commands as they are on a given version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from keylint.streamlit.data import COMMANDS, WIDGET_KINDS, Change, CommandData, CommandKind
from keylint.streamlit.traits import INITIAL_PARAMETERS, OPTIONS_PARAMETERS, Entry, traits_of
from keylint.streamlit.versions import Version, parse_version

Feature = Literal["persist_state", "bind", "key_identity", "settable"]

_CALLBACKS = ("on_change", "on_click", "on_submit", "on_select")
_KINDS_WITH_INITIAL = frozenset({"value", "lazy-container"})
# What the identity of a widget never depends on. Measured, 1.40 to 1.67: `disabled` and `label_visibility`. The others
# by the contract of Streamlit's `compute_and_register_element_id`; whether `on_select` activates a selection counts.
_NEVER_IDENTITY = frozenset(
    {"key", "disabled", "label_visibility", "on_change", "on_click", "on_submit", "args", "kwargs"}
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command on one version.

    `keyword_only` is sorted. `identity` names the parameters that, with a key, the widget's identity still depends on:
    a change of one resets the value. Empty: the key alone. None: all of them, as on every version before the key became
    the main identity. Independent of it, a chosen option that disappears always resets the value. `settable` says
    whether the key may be assigned through st.session_state; that of a form submit button, given or made, never may.
    """

    name: str
    kind: CommandKind
    positional: tuple[str, ...]
    keyword_only: tuple[str, ...]
    initial_parameter: str | None
    options_parameter: str | None
    callback_parameter: str | None
    key_required: bool
    takes_persist_state: bool
    takes_bind: bool
    settable: bool
    identity: frozenset[str] | None

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.positional + self.keyword_only

    def identifies(self, parameter: str, *, keyed: bool = True) -> bool:
        """Whether changing `parameter` makes a widget, with a key or without, another widget."""
        if keyed and self.identity is not None:
            return parameter in self.identity
        return parameter in self.parameters and parameter not in _NEVER_IDENTITY


COMPONENT = Command(
    name="component",
    kind="component",
    positional=(),
    keyword_only=("default", "key", "on_change"),
    initial_parameter="default",
    options_parameter=None,
    callback_parameter="on_change",
    key_required=False,
    takes_persist_state=False,
    takes_bind=False,
    settable=True,
    identity=frozenset(),
)
"""The call of a component made by `declare_component`; it takes any other arguments too. A key has always fixed it."""


def command_at(name: str, version: Version) -> Command | None:
    """The keyed command `st.<name>` on `version`.

    None when the command is unknown, is gone from that version, or takes no key there yet (`st.tabs` before 1.55). A
    version between two known ones is taken to be like the older; one that is newer than all, like the newest.
    """
    found = None
    for since, command in _history(name):
        if since > version:
            break
        found = command
    return found


def first_version_with(name: str, feature: Feature) -> Version | None:
    """The first version on which the command has the feature, or None when none has it.

    "persist_state" and "bind" are parameters; "key_identity" means that the key is the main identity, "settable" that
    it may be assigned through st.session_state.
    """
    for since, command in _history(name):
        if command is not None and _has(command, feature):
            return since
    return None


def is_widget_name(name: str) -> bool:
    """Whether `st.<name>` is, on some version, a widget with a value.

    Not forms, containers and lazy containers: those are widgets only in the calls that ask for it.
    """
    return name in COMMANDS and COMMANDS[name]["kind"] in WIDGET_KINDS


def _has(command: Command, feature: Feature) -> bool:
    if feature == "persist_state":
        return command.takes_persist_state
    if feature == "bind":
        return command.takes_bind
    if feature == "settable":
        return command.settable
    return command.identity is not None


@cache
def _history(name: str) -> tuple[tuple[Version, Command | None], ...]:
    """What the command was since when, oldest first. A plain memo of constant data."""
    data = COMMANDS.get(name)
    if data is None:
        return ()
    history: list[tuple[Version, Command | None]] = []
    state: Change = {}
    keyword_only: frozenset[str] = frozenset()
    for change in data["history"]:
        since = parse_version(change["since"])
        if change.get("gone"):
            history.append((since, None))
            continue
        state = {**state, **change}
        keyword_only = (keyword_only | _names(change.get("added"))) - _names(change.get("removed"))
        history.append((since, _command(name, data, state, keyword_only)))
    return tuple(history)


def _names(text: str | None) -> frozenset[str]:
    return frozenset((text or "").split())


def _command(name: str, data: CommandData, state: Change, keyword_only: frozenset[str]) -> Command:
    positional = tuple(state["positional"].split())
    parameters = keyword_only.union(positional)
    identity = state["identity"]
    kind = data["kind"]
    takes_options = traits_of(name).entry is not Entry.MARK
    return Command(
        name=name,
        kind=kind,
        positional=positional,
        keyword_only=tuple(sorted(keyword_only)),
        initial_parameter=_first(INITIAL_PARAMETERS, parameters) if kind in _KINDS_WITH_INITIAL else None,
        options_parameter=_first(OPTIONS_PARAMETERS, parameters) if takes_options else None,
        callback_parameter=_first(_CALLBACKS, parameters),
        key_required=data["key_required"],
        takes_persist_state="persist_state" in parameters,
        takes_bind="bind" in parameters,
        settable=state["settable"],
        identity=None if identity is None else frozenset(identity.split()),
    )


def _first(candidates: tuple[str, ...], parameters: frozenset[str]) -> str | None:
    return next((candidate for candidate in candidates if candidate in parameters), None)
