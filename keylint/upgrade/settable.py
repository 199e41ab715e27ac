"""Keys that st.session_state could not set, and can from some version on: st.chat_input, selections of st.dataframe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import is_keep_alive
from keylint.findings import Severity
from keylint.rules.inputs import takes_input
from keylint.streamlit.commands import command_at
from keylint.upgrade.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.streamlit.versions import Version
    from keylint.upgrade.change import Upgrade


def settable_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change for each such widget whose key the app assigns, or whose selection is lost and wanted."""
    for widget in keymap.widgets:
        if widget.kind not in ("chat", "selection") or not takes_input(widget.first):
            continue
        for before, since in upgrade.steps():
            older, newer = command_at(widget.command, before), command_at(widget.command, since)
            if older is not None and newer is not None and newer.settable and not older.settable:
                yield from _changes(keymap, widget, since)


def _changes(keymap: KeyMap, widget: Widget, since: Version) -> Iterator[Change]:
    writes = [
        write
        for _, _, write in keymap.writes.get(widget.key, ())
        if "*" not in widget.key and not is_keep_alive(write) and write.form != "inside"
    ]
    for write in writes:
        yield Change(
            since,
            "settable",
            Severity.INFO,
            write.location,
            widget.key,
            widget.command,
            f"'{widget.key}' of st.{widget.command} may be assigned; before, this raises an exception",
        )
    if not writes and widget.kind == "selection" and _is_lost(keymap, widget) and keymap.uses_of(widget):
        yield Change(
            since,
            "settable",
            Severity.INFO,
            widget.first.site,
            widget.key,
            widget.command,
            f"the selection of '{widget.key}', which is lost while its table is hidden, can be brought back",
            "keep it under another key, and assign it to the widget's key right before the widget",
        )


def _is_lost(keymap: KeyMap, widget: Widget) -> bool:
    hidden = widget.hiding.is_hidden and not widget.hiding.flipped_by <= {"trigger"}
    return hidden or (len(keymap.app.pages) > 1 and not widget.in_frame)
