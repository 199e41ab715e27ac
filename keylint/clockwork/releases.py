"""What of the clockwork depends on the Streamlit version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from keylint.streamlit import behaviour

if TYPE_CHECKING:
    from keylint.streamlit.versions import Version


@dataclass(frozen=True, slots=True)
class Release:
    """One version's answers.

    - `drops_before_other_page`: a page's widgets are dropped before the other page starts, not after its first run;
    - `remembers_former_ids`: a widget whose key has another widget by now is still looked up under that key;
    - `persists`, `binds`: `persist_state` and `bind` keep a value;
    - `rerun_drops`: what a run that ends with `st.rerun()` or `st.switch_page()` has not drawn is dropped;
    - `remount_adopts`: a widget that comes to the screen shows a value that its key was given in an earlier run.
    """

    version: Version
    drops_before_other_page: bool
    remembers_former_ids: bool
    persists: bool
    binds: bool
    rerun_drops: bool
    remount_adopts: bool


@cache
def release(version: Version) -> Release:
    """The answers for `version`."""
    return Release(
        version=version,
        drops_before_other_page=version >= behaviour.KEY_GONE_AT_ONCE_ON_PAGE_SWITCH,
        remembers_former_ids=version >= behaviour.FORMER_IDS_REMEMBERED,
        persists=version >= behaviour.PERSIST_STATE,
        binds=version >= behaviour.BIND_KEEPS,
        rerun_drops=version < behaviour.RERUN_KEEPS_WIDGETS,
        remount_adopts=version >= behaviour.REMOUNT_ADOPTS,
    )
