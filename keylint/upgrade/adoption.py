"""Widgets whose key the app fills in an earlier run than the one that first draws them: from 1.65 they take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import initial_value, is_seed, keeps_itself
from keylint.app.seeds import seeds_of
from keylint.findings import Severity
from keylint.run.values import NONE, Known
from keylint.streamlit.behaviour import REMOUNT_ADOPTS
from keylint.upgrade.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateWrite
    from keylint.upgrade.change import Upgrade


def adoption_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change for each widget that shows another first value than before."""
    if not upgrade.passes(REMOUNT_ADOPTS):
        return
    for widget in keymap.widgets:
        if widget.kind != "value" or all(keeps_itself(draw, "page") for draw in widget.draws):
            continue
        early = next(
            (write for page, write in seeds_of(keymap, widget) if _is_early(keymap, widget, page, write)), None
        )
        if early is None or _is_own_default(keymap, widget, early) or _is_given_at_once(keymap, widget):
            continue
        place = early.location
        yield Change(
            REMOUNT_ADOPTS,
            "adopted-key",
            Severity.INFO,
            widget.first.site,
            widget.key,
            widget.command,
            f"'{widget.key}' begins with what an earlier run gave its key ({place.path}:{place.span.line}); before, it "
            "showed its own default, which replaced that",
            "nothing, if the value given there is the right one to begin with",
        )


def _is_early(keymap: KeyMap, widget: Widget, page: PageRun, write: StateWrite) -> bool:
    """Whether some run gives the key its value and does not draw the widget."""
    if write.key.constant is None:
        return False
    if page is not widget.page:
        return all(other.page is not page for other in keymap.widgets_of(widget.key))
    condition = write.condition
    for atom in keymap.hider.atoms(condition):
        if atom.predicate == "present" and atom.subject == ("key", write.key):
            condition = keymap.conditions.restrict(condition, atom, False)
    return keymap.possible(keymap.conditions.both(condition, widget.hiding.plain))


def _is_given_at_once(keymap: KeyMap, widget: Widget) -> bool:
    """Whether the run that draws the widget assigns its key itself, whatever is there: that was always taken."""
    return any(
        page is widget.page and callback is None and write.order < widget.first.order and not is_seed(keymap, write)
        for page, callback, write in keymap.writes.get(widget.key, ())
    )


def _is_own_default(keymap: KeyMap, widget: Widget, write: StateWrite) -> bool:
    """Whether the widget would have begun with the same value anyway."""
    draw = widget.first
    given = initial_value(keymap, draw)
    if isinstance(write.value, Known) and write.value == NONE:
        return True
    if given is not None and given == write.value:
        return True
    traits = draw.traits
    if draw.options and traits.begins_with_option and (given is None or "index" in traits.parameters):
        index = 0 if given is None else given.value if isinstance(given, Known) else None
        return isinstance(index, int) and 0 <= index < len(draw.options) and write.value == Known(draw.options[index])
    return given is None and traits.begins_with is not None and write.value == Known(traits.begins_with)
