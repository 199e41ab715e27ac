"""Widgets that lose their value, for which `persist_state` or `bind` becomes available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.switching import switches_pages
from keylint.findings import Severity
from keylint.streamlit.behaviour import BIND_KEEPS
from keylint.streamlit.commands import first_version_with
from keylint.upgrade.change import Change
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.upgrade.change import Upgrade
    from keylint.verdicts.losses import Loss


def persist_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change for each widget whose value is lost and missed. `bind` only where `persist_state` is not to be had, and
    nothing calls `st.switch_page()` (KEY508)."""
    reported: set[str] = set()
    for loss in sorted(keymap.about(Losses).all, key=lambda loss: not loss.leaves_page):
        if loss.severity < Severity.WARNING or loss.widget.key in reported:
            continue
        change = _change(keymap, loss, upgrade)
        if change is not None:
            reported.add(loss.widget.key)
            yield change


def _change(keymap: KeyMap, loss: Loss, upgrade: Upgrade) -> Change | None:
    widget = loss.widget
    persist = first_version_with(widget.command, "persist_state")
    bind = first_version_with(widget.command, "bind")
    across_pages = loss.leaves_page
    when = "another page is opened" if across_pages else "it is hidden"
    if persist is not None and upgrade.passes(persist):
        scope = "session" if across_pages or len(keymap.app.pages) > 1 else "page"
        since, advice = persist, f'add persist_state="{scope}"'
    elif bind is not None and (persist is None or persist > upgrade.end):
        since = max(bind, BIND_KEEPS)
        advice = 'add bind="query-params", if the value may stand in the address'
        if not upgrade.passes(since) or switches_pages(keymap):
            return None
    else:
        return None
    return Change(
        since,
        "persist",
        Severity.INFO,
        widget.first.site,
        widget.key,
        widget.command,
        f"'{widget.key}', whose value is lost when {when} ({loss.code}), can be kept by one parameter",
        advice,
    )
