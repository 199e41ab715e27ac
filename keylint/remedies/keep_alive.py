"""The keep-alive template: the key is assigned to itself at the top of every script that could lose it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import kept_everywhere
from keylint.remedies.first_values import obstacle_in_first_value
from keylint.remedies.shadow import seed_instead
from keylint.repairs import KeepAlive, Refusal, Repair, Step
from keylint.streamlit.behaviour import DUPLICATE_DEFAULT_WARNING_IN_APP_UNTIL

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.app.runs import PageRun


def keep_alive(keymap: KeyMap, key: str) -> Repair | Refusal:
    """Adds the keep-alive where it is missing; never safe, since it runs on every page."""
    widgets = keymap.widgets_of(key)
    if any(_reruns_in_part(widget.page) for widget in widgets):
        return Refusal("its page has a fragment or a dialog, whose reruns no keep-alive sees")
    if any(draw.context.form is not None for widget in widgets for draw in widget.draws):
        return Refusal("its widget stands in a form, where a keep-alive takes back what is not submitted yet")
    seeds: tuple[Step, ...] = ()
    if keymap.versions.admits_before(DUPLICATE_DEFAULT_WARNING_IN_APP_UNTIL):
        # A first value by parameter, beside one in session state, makes Streamlit show a warning.
        seeds = tuple(step for widget in widgets for step in seed_instead(keymap, widget))
        reasons = (obstacle_in_first_value(keymap, draw) for widget in widgets for draw in widget.draws)
        reason = next((reason for reason in reasons if reason is not None), None)
        if seeds and reason is not None:
            return Refusal(reason)
    scripts = tuple(KeepAlive(path, key) for path in _scripts(keymap, key))
    if not scripts:
        return Refusal("it is kept alive already")
    where = "the entrypoint" if keymap.app.kind == "navigation" else "every page" if len(scripts) > 1 else "the script"
    return Repair(f"keep '{key}' alive at the top of {where} (all Streamlit versions)", False, (*seeds, *scripts))


def _reruns_in_part(page: PageRun) -> bool:
    return any(draw.context.fragment is not None or draw.context.dialog is not None for draw in page.trace.draws())


def _scripts(keymap: KeyMap, key: str) -> list[str]:
    app = keymap.app
    if app.kind == "navigation":
        return [app.entrypoint]
    return [page.name for page in app.pages if not kept_everywhere(keymap, page, key)]
