"""The persist template: `persist_state=` on every call that draws the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.remedies.obstacles import draws_of
from keylint.repairs import Refusal, Repair, SetText
from keylint.streamlit.commands import first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap


def persist(keymap: KeyMap, key: str, scope: str, *, safe: bool) -> Repair | Refusal:
    """Adds `persist_state` where every version of the target and every command takes it."""
    draws = [draw for _, draw in draws_of(keymap, key)]
    since = [first_version_with(draw.command, "persist_state") for draw in draws]
    known = [version for version in since if version is not None]
    if len(known) < len(since) or not known:
        return Refusal(f"st.{draws[0].command} has no persist_state")
    oldest = max(known)
    if not keymap.versions.all_from(oldest):
        label = version_label(oldest)
        return Refusal(f"persist_state needs Streamlit {label}, and {keymap.target.admits}")
    places = dict.fromkeys(draw.location for draw in draws)
    title = f'add persist_state="{scope}"'
    if len(places) > 1:
        title += f" to the {len(places)} calls with the key '{key}'"
    title += f" (Streamlit ≥ {version_label(oldest)}; {keymap.target.clause})"
    return Repair(title, safe, tuple(SetText(place, "persist_state", scope) for place in places), oldest)
