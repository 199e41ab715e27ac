"""What can change the default of a widget while the widget stays on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.app.dialogs import follows, is_cleared, openers, openers_of_rows
from keylint.app.identity import begins_otherwise
from keylint.app.keeping import is_keep_alive, persistence, saved_to
from keylint.app.owners import drawn_for_one_value, owner, owner_of
from keylint.rules.describe import called
from keylint.rules.inputs import input_draws
from keylint.run.keys import Key
from keylint.run.values import NONE, in_order, value_origins
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Location
    from keylint.run.callbacks import CallbackRun
    from keylint.run.trace import Draw, StateWrite
    from keylint.run.values import Origin, OriginKind
    from keylint.streamlit.versions import Version

_BY_USER: frozenset[OriginKind] = frozenset({"widget", "trigger", "upload", "component"})
_LIMITS = ("min_value", "max_value")


@dataclass(frozen=True, slots=True)
class Change:
    """What changes a default: its name for a sentence, and the input or the assignment that does it."""

    name: str
    location: Location


def changes_of_default(
    keymap: KeyMap, widget: Widget, draw: Draw, parameter: str, since: Version
) -> tuple[Change, ...]:
    """What changes the default while the widget is drawn, and leaves the widget what it is from `since` on. What the
    default is made of comes before what only chooses it.

    Nothing for a key that is not constant, or that the app assigns or deletes: then the widget follows by that.
    """
    if draw.key is None or starts_anew(keymap, draw, parameter, since) or is_managed(keymap, draw):
        return ()
    origins = draw.parameter_origins.get(parameter, frozenset())
    if draw.key.text in {owner_of(origin) for origin in origins}:
        return ()
    direct = value_origins(draw.parameters[parameter])
    found = [
        change
        for some in (origins & direct, origins - direct)
        for change in (*_inputs(keymap, widget, draw, some), *_assignments(keymap, widget, draw, origins, some))
    ]
    return tuple(dict.fromkeys(found))


def starts_anew(keymap: KeyMap, draw: Draw, parameter: str, since: Version) -> bool:
    """Whether what changes the default of the widget makes another widget of it: by its key, options or limits."""
    if draw.context.form is not None and draw.context.form_clears:
        return True
    return _becomes_another(keymap, draw, parameter, since)


def records_of_dialog(keymap: KeyMap, widget: Widget, draw: Draw, parameter: str, since: Version) -> tuple[Draw, ...]:
    """The buttons that open the dialog around a field for another record, when it was closed with no run between: the
    default is then another one, and the widget still shows the one before."""
    if _becomes_another(keymap, draw, parameter, since) or is_managed(keymap, draw) or is_cleared(keymap, draw):
        return ()
    rows = openers_of_rows(keymap, widget.page, draw, parameter)
    others = (
        opener
        for other in widget.draws
        if other.location == draw.location and begins_otherwise(keymap, draw, other) and follows(keymap, other, draw)
        for opener in openers(keymap, widget.page, draw)
    )
    return tuple(dict.fromkeys((*rows, *others)))


def _becomes_another(keymap: KeyMap, draw: Draw, parameter: str, since: Version) -> bool:
    if draw.key is None or draw.key.constant is None:
        return True
    owners = {owner_of(origin) for origin in _origins(draw, parameter)}
    anew = {owner_of(origin) for name in _starting_anew(keymap, draw, since) for origin in _origins(draw, name)}
    return bool(anew & owners)


def is_managed(keymap: KeyMap, draw: Draw) -> bool:
    """Whether some code gives the widget's key a value, or takes it away."""
    if draw.key is None:
        return False
    return bool(keymap.events_of(keymap.deletes, draw.key)) or any(
        not is_keep_alive(write) for _, _, write in keymap.events_of(keymap.writes, draw.key)
    )


def _starting_anew(keymap: KeyMap, draw: Draw, since: Version) -> Iterator[str]:
    """The parameters a change of which makes the widget take its default: identity, options and limits."""
    for version in dict.fromkeys((max(since, keymap.versions.oldest), keymap.versions.newest)):
        command = command_at(draw.command, version)
        if command is not None:
            anew = {*_LIMITS, command.options_parameter}
            yield from (name for name in draw.parameters if name in anew or command.identifies(name))


def _origins(draw: Draw, parameter: str) -> frozenset[Origin]:
    return draw.parameter_origins.get(parameter, frozenset())


def _inputs(keymap: KeyMap, widget: Widget, draw: Draw, origins: frozenset[Origin]) -> Iterator[Change]:
    """The other inputs that decide the default, and that some run draws together with the widget."""
    owners = {owner_of(origin) for origin in origins if origin.kind in (*_BY_USER, "filter", "state")}
    for other in input_draws(widget.page):
        if owner(other) not in owners or not _at_once(keymap, other, draw):
            continue
        if persistence(draw) is not None or not drawn_for_one_value(keymap, other, draw):
            yield Change(called(other), other.site)


def _at_once(keymap: KeyMap, event: Draw | StateWrite, draw: Draw) -> bool:
    """Whether the widget has a value when `event` happens: it is drawn in that run, or persisted.

    While a dialog is open nothing around it can be used.
    """
    if persistence(draw) in ("page", "session"):
        return True
    both = keymap.conditions.both(event.condition, draw.condition)
    return event.context.dialog == draw.context.dialog and keymap.possible(both)


def _assignments(
    keymap: KeyMap, widget: Widget, draw: Draw, origins: frozenset[Origin], some: frozenset[Origin]
) -> Iterator[Change]:
    """The assignments, on a click or of what the user entered, to the session state among `some` of the origins of
    the default."""
    saved = saved_to(keymap, widget)
    parts = {origin.detail for origin in origins if origin.kind == "part"}
    for origin in in_order(some):
        key = origin.detail
        if origin.kind != "state" or not isinstance(key, Key) or key.constant is None or key.text in saved:
            continue
        if key.text in keymap.widget_keys:
            continue
        for page, callback, write in keymap.writes.get(key.text, ()):
            if (
                page is widget.page
                and not is_keep_alive(write)
                and write.value != NONE  # clears the way for a new value, and is none
                and (write.form != "inside" or write.part in parts)
                and _is_users_doing(keymap, callback, write)
                and _happens_beside(keymap, callback, write, draw)
            ):
                yield Change(f"st.session_state.{key.text}", write.location)


def _is_users_doing(keymap: KeyMap, callback: CallbackRun | None, write: StateWrite) -> bool:
    if callback is not None or on_click(keymap, write.condition):
        return True
    return any(origin.kind in _BY_USER for origin in write.value_origins)


def _happens_beside(keymap: KeyMap, callback: CallbackRun | None, write: StateWrite, draw: Draw) -> bool:
    """Whether the assignment can happen, or the input whose callback makes it can be used, while the widget is
    drawn."""
    if callback is None:
        return _at_once(keymap, write, draw)
    return any(wired is not draw and _at_once(keymap, wired, draw) for wired in callback.draws)
