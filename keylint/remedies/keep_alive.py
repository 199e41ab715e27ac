"""The keep-alive template: the key is assigned to itself at the top of every script that could lose it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import kept_everywhere
from keylint.app.once import once
from keylint.remedies.shadow import kept_under_another_key, may_not_fit, seed_instead
from keylint.repairs import KeepAlive, Refusal, Repair
from keylint.streamlit.behaviour import INVALID_PRESET_RESETS

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun


def keep_alive(keymap: KeyMap, key: str, *, is_begun: bool = False) -> Repair | Refusal:
    """Adds the keep-alive where it is missing; never safe, since it runs on every page.

    `is_begun` says that the app has one already, so that what else it may do is what the author took upon them.
    """
    widgets = keymap.widgets_of(key)
    reason = None if is_begun else kept_under_another_key(keymap, key)
    if reason is not None:
        return Refusal(reason)
    if not is_begun and keymap.versions.admits_before(INVALID_PRESET_RESETS):
        draws = (draw for widget in widgets for draw in widget.draws)
        reason = next((reason for draw in draws if (reason := may_not_fit(keymap, draw))), None)
        if reason is not None:
            return Refusal(reason)
    if any(_reruns_in_part(widget.page) for widget in widgets):
        return Refusal("its page has a fragment or a dialog, whose reruns no keep-alive sees")
    if any(draw.context.form is not None for widget in widgets for draw in widget.draws):
        return Refusal("its widget stands in a form, where a keep-alive takes back what is not submitted yet")
    seeds = seed_instead(keymap, key)
    if isinstance(seeds, Refusal):
        return seeds
    scripts = tuple(KeepAlive(path, key) for path in _scripts(keymap, key))
    if not scripts:
        return Refusal("it is kept alive already")
    where = "the entrypoint" if keymap.app.kind == "navigation" else "every page" if len(scripts) > 1 else "the script"
    return Repair(f"keep '{key}' alive at the top of {where} (all Streamlit versions)", False, (*seeds, *scripts))


@once
def _reruns_in_part(page: PageRun) -> bool:
    return any(draw.context.fragment is not None or draw.context.dialog is not None for draw in page.trace.draws())


def _scripts(keymap: KeyMap, key: str) -> list[str]:
    app = keymap.app
    if app.kind == "navigation":
        return [app.entrypoint]
    return [page.name for page in app.pages if not kept_everywhere(keymap, page, key)]
