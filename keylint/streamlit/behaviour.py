"""The versions on which Streamlit's handling of widget state changed.

Each was observed by running the releases on both sides, in a real browser where a browser is involved. Ask a
VersionRange: `target.admits_before(RERUN_KEEPS_WIDGETS)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.streamlit.versions import Version

PERSIST_STATE: Final[Version] = (1, 59, 0)
"""First with `persist_state`; per command see `first_version_with` (feedback: 1.67). Before: TypeError."""

BIND: Final[Version] = (1, 55, 0)
"""First with `bind="query-params"`; per command see `first_version_with` (tabs, expander: 1.65; feedback: 1.67)."""

BIND_KEEPS: Final[Version] = (1, 56, 0)
"""First on which `bind` keeps the value of a widget that is hidden, or on another page. On 1.55 the value is lost.

On every release with `bind`, `st.switch_page()` raises while the widget is off its default, unless it is given
`query_params`: seen in Chromium on 1.55.0, 1.56.0, 1.59.2 and 1.67.0.
"""

CALLBACK_SWITCHES_PAGE: Final[Version] = (1, 63, 0)
"""First on which `st.switch_page()` in a callback opens the other page. Before, nothing happens but a warning."""

RERUN_KEEPS_WIDGETS: Final[Version] = (1, 64, 0)
"""First on which `st.rerun()` above a widget costs it nothing. Before, its key is missing for one run."""

ON_DISMISS: Final[Version] = (1, 48, 0)
"""First whose `st.dialog` takes `on_dismiss=`. Without it, closing a dialog does not run the app."""

REMOUNT_ADOPTS: Final[Version] = (1, 65, 0)
"""First on which a widget that is drawn for the first time takes a value its key was given in an earlier run.

Before, the browser draws the widget's own default, which overwrites the value one run later.
"""

LAZY_CONTAINERS: Final[Version] = (1, 55, 0)
"""First on which tabs, expander and popover take `key` and `on_change` and tell by `.open` whether they are open."""

NAVIGATION: Final[Version] = (1, 36, 0)
"""First with `st.navigation` and `st.Page`."""

KEY_GONE_AT_ONCE_ON_PAGE_SWITCH: Final[Version] = (1, 36, 0)
"""First on which the keys of the page that was left are missing at the top of the first run of the other page.

Before, they can still be read during that run and are missing from the second.
"""

FORMER_IDS_REMEMBERED: Final[Version] = (1, 39, 0)
"""First on which a widget whose key has another widget by now is still looked up under that key. Read from the code."""

DUPLICATE_DEFAULT_WARNING_IN_APP_UNTIL: Final[Version] = (1, 56, 0)
"""First on which a default given by parameter and by session state is only logged. Before, the app shows a warning."""

INVALID_PRESET_RESETS: Final[Version] = (1, 54, 0)
"""First on which a preset outside the options or the limits gives the default on every widget.

Before, most widgets raise.
"""

_INVALID_PRESET_RESETS_EARLY: Final[Mapping[str, Version]] = {
    "selectbox": (1, 53, 0),
    "multiselect": (1, 53, 0),
    "number_input": (1, 53, 0),
}
"""The same for these. Before, depending on the release, they raise or keep it."""

_INVALID_PRESET_KEPT: Final[Mapping[str, Version]] = {"selectbox": (1, 49, 0), "multiselect": (1, 49, 0)}
"""Oldest release on which these were seen to keep a preset that is not among the options, until they reset it. 1.40
raises, those between are unmeasured."""


def invalid_preset_resets_since(command: str) -> Version:
    """First version on which a preset that `st.<command>` does not have gives its default."""
    return _INVALID_PRESET_RESETS_EARLY.get(command, INVALID_PRESET_RESETS)


def invalid_preset_kept_since(command: str) -> Version | None:
    """First version on which `st.<command>` keeps such a preset instead, until it resets it; None when it raises."""
    return _INVALID_PRESET_KEPT.get(command)


EMPTY_KEY_RAISES: Final[Version] = (1, 55, 0)
"""First on which `key=""` raises."""
