"""Widgets with an empty key: from 1.55 on they raise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.streamlit.behaviour import EMPTY_KEY_RAISES
from keylint.streamlit.data import WIDGET_KINDS
from keylint.upgrade.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.upgrade.change import Upgrade


def empty_key_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change for each widget whose key is the empty text."""
    if not upgrade.passes(EMPTY_KEY_RAISES):
        return
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            if draw.key is not None and draw.key.constant == "" and draw.kind in WIDGET_KINDS - {"component"}:
                yield Change(
                    EMPTY_KEY_RAISES,
                    "empty-key",
                    Severity.ERROR,
                    draw.site,
                    "",
                    draw.command,
                    f'the key of this st.{draw.command} is "": Streamlit raises an exception; before, it is a key like '
                    "any other",
                    "give it a name, or leave key= out",
                )
