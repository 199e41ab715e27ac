"""Commands and parameters that the app uses, and that come or go on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.streamlit.commands import command_at
from keylint.streamlit.data import WIDGET_KINDS
from keylint.streamlit.gone import gone_since
from keylint.streamlit.versions import version_label
from keylint.upgrade.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.conditions.nodes import Condition
    from keylint.run.trace import Draw
    from keylint.streamlit.versions import Version
    from keylint.upgrade.change import Kind, Upgrade

_ONLY_WITH_KEY = frozenset({"key", "on_change", "on_select", "selection_mode", "on_click", "bind"})


def command_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """Commands that are gone, and commands and parameters that the older version does not have yet."""
    yield from _gone(keymap, upgrade)
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            if draw.kind != "component" and not is_release_tested(keymap, draw.condition):
                yield from _new(draw, upgrade)


def _gone(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    for (name, location), ways in keymap.app.calls.items():
        gone = gone_since(name)
        if gone is None or not upgrade.passes(gone[0]):
            continue
        if all(is_tried or is_release_tested(keymap, condition) for condition, is_tried in ways):
            continue
        since, successor = gone
        yield Change(
            since,
            "command",
            Severity.ERROR,
            location,
            None,
            name,
            f"st.{name} is gone: the page stops here with an AttributeError",
            f"use {successor} instead",
        )


def _new(draw: Draw, upgrade: Upgrade) -> Iterator[Change]:
    previous = command_at(draw.command, upgrade.start)
    if previous is None:
        yield from _new_command(draw, upgrade)
        return
    for before, since in upgrade.steps():
        older, newer = command_at(draw.command, before), command_at(draw.command, since)
        if older is None or newer is None:
            continue
        came = [name for name in draw.parameters if name in newer.parameters and name not in older.parameters]
        went = [name for name in draw.parameters if name in older.parameters and name not in newer.parameters]
        if went:
            message = f"st.{draw.command} no longer takes {_listed(went)}: the call raises a TypeError"
            yield _change(draw, since, Severity.ERROR, message, f"remove {_listed(went)}")
        if came:
            message = f"st.{draw.command} takes {_listed(came)} from here on; before, this call raises a TypeError"
            yield _change(draw, since, Severity.INFO, message, _require(came, since))


def _new_command(draw: Draw, upgrade: Upgrade) -> Iterator[Change]:
    for _, since in upgrade.steps():
        if command_at(draw.command, since) is None:
            continue
        # The others exist without a key too: what comes is that they take one, and a callback.
        if draw.kind in WIDGET_KINDS and draw.traits.reports_by is None:
            message = f"st.{draw.command} exists from here on; before, this call raises an AttributeError"
            yield _change(draw, since, Severity.INFO, message, _require([], since), "command")
        elif given := [name for name in draw.parameters if name in _ONLY_WITH_KEY]:
            message = f"st.{draw.command} takes {_listed(given)} from here on; before, this call raises a TypeError"
            yield _change(draw, since, Severity.INFO, message, _require(given, since))
        return


def _change(
    draw: Draw,
    since: Version,
    severity: Severity,
    message: str,
    advice: str,
    kind: Kind = "parameter",
) -> Change:
    key = draw.key.text if draw.key is not None else None
    return Change(since, kind, severity, draw.location, key, draw.command, message, advice)


def _require(names: list[str], since: Version) -> str:
    what = "it" if len(names) < 2 else "them"
    return f"require streamlit>={version_label(since)} once the app relies on {what}"


def _listed(names: list[str]) -> str:
    return " and ".join(f"{name}=" for name in names)


def is_release_tested(keymap: KeyMap, condition: Condition) -> bool:
    """Whether a test of what is fixed while the app runs, such as Streamlit's version, decides, or a `try`."""
    conditions = keymap.conditions
    return any(
        keymap.kind_of(atom) in ("environment", "exception")
        and not all(keymap.possible(conditions.restrict(condition, atom, value)) for value in (True, False))
        for atom in keymap.hider.atoms(condition)
    )
