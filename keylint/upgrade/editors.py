"""Data editors with a key and a fixed number of rows: from 1.60 on they keep their edits when other values come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.run.values import NONE, Known
from keylint.streamlit.commands import first_version_with
from keylint.upgrade.change import Change
from keylint.upgrade.identity import what_changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.upgrade.change import Upgrade


def editor_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change for each such editor of which the user or the app can change the table."""
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            if draw.kind != "editor" or draw.key is None or draw.key.is_unknown or "data" not in draw.parameters:
                continue
            since = first_version_with(draw.command, "key_identity")
            fixed = draw.parameters.get("num_rows", NONE) in (NONE, Known("fixed"))
            if since is None or not upgrade.passes(since) or not fixed:
                continue
            if what_changes(keymap, page, draw, "data"):
                text = draw.key.text
                yield Change(
                    since,
                    "identity",
                    Severity.WARNING,
                    draw.site,
                    text,
                    draw.command,
                    f"'{text}' keeps its edits, by row number, when other values come in, as many rows of the same "
                    "columns; before, it starts anew",
                    "where an edit must not reach another row, put what decides about the table into the key",
                )
