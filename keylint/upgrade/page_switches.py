"""Keys of one page that another page reads: from 1.36 on they are missing already in its first run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.reads import reads_on_other_pages
from keylint.findings import Severity
from keylint.rules.inputs import takes_input
from keylint.streamlit.behaviour import KEY_GONE_AT_ONCE_ON_PAGE_SWITCH
from keylint.upgrade.change import Change
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.upgrade.change import Upgrade


def page_switch_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change at each read that finds the key once, after the page was opened, and no longer."""
    since = KEY_GONE_AT_ONCE_ON_PAGE_SWITCH
    if not upgrade.passes(since) or len(keymap.app.pages) < 2:
        return
    losses = keymap.about(Losses)
    for widget in keymap.widgets:
        if widget.kind == "trigger" or not takes_input(widget.first):
            continue
        if not any(story.leaves_page for story in losses.reads_of(widget)):
            continue
        for read in reads_on_other_pages(keymap, widget):
            yield Change(
                since,
                "page-switch",
                Severity.WARNING,
                read.location,
                widget.key,
                widget.command,
                f"'{widget.key}' of {widget.page.name} is missing here from the first run of this page on; before, "
                "that run still finds it",
                "keep the value under another key, which no widget owns, or run the widget's page and this one as one",
            )
