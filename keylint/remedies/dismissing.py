"""The repair of dialogs that are closed without a run of the app: `on_dismiss="rerun"` drops what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.repairs import Refusal, Repair, SetText
from keylint.streamlit.behaviour import ON_DISMISS
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Draw


def run_on_dismiss(keymap: KeyMap, draws: Iterable[Draw]) -> Repair | Refusal:
    """What lets the app run when the user closes the dialogs of these fields. Never safe: what else the click that
    opened the dialog shows goes with it."""
    label = version_label(ON_DISMISS)
    if not keymap.versions.all_from(ON_DISMISS):
        return Refusal(f"st.dialog has on_dismiss= from Streamlit {label} on, and {keymap.target.admits}")
    places = dict.fromkeys(draw.context.dialog_call for draw in draws if draw.context.closes_silently)
    steps = tuple(SetText(place, "on_dismiss", "rerun") for place in places if place is not None)
    if not steps or None in places:
        return Refusal("the dialog is not made by a call of st.dialog as its only decorator")
    shown = [event for page in keymap.app.pages for event in page.trace.draws() if event.context.dialog_call in places]
    if any(event.context.fragment is not None for event in shown):
        return Refusal("a fragment opens the dialog, and closing it would run only the fragment")
    if not all(on_click(keymap, event.condition) for event in shown):
        return Refusal("more than a click opens the dialog: it would open again when it is closed")
    what = "its dialog" if len(steps) == 1 else f"the {len(steps)} dialogs"
    title = f'add on_dismiss="rerun" to {what} (Streamlit ≥ {label}; {keymap.target.clause})'
    return Repair(f"{title}; what else its click shows then goes when it is closed", False, steps, ON_DISMISS)
