"""The losses of an app: each widget whose value is dropped, where, and what says that somebody misses it.

KEY101, KEY103 and KEY106 are losses on the widget's own page, KEY102, KEY103 and KEY107 losses by opening another
page; of several that fit one loss the most specific is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from keylint.app.keeping import (
    keep_alives,
    keeps_itself,
    kept_everywhere,
    kept_while_hidden,
    perhaps_restored,
    persistence,
    readable_while_hidden,
    saved_to,
    shadow_of,
)
from keylint.app.needs import (
    LABORIOUS,
    VALUE_COMMANDS,
    Need,
    harmless,
    has_kept_siblings,
    is_assigned_by_hand,
    is_drawn_in_several_places,
    needs_on_other_pages,
    needs_while_hidden,
    on_click,
    restores_own_key,
    saves_elsewhere,
    seeds_of,
)
from keylint.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateWrite


@dataclass(frozen=True, eq=False)
class Loss:
    """A value that is dropped. `scope` is "page" for a loss on the widget's own page, "session" for one by a page
    switch.

    `harmless` says why nobody misses it; `after_stop` that only `st.stop()` or an exception hides the widget.
    """

    code: str
    widget: Widget
    severity: Severity
    scope: str
    needs: tuple[Need, ...] = ()
    seeds: tuple[tuple[PageRun, StateWrite], ...] = ()
    harmless: str | None = None
    after_stop: bool = False


@lru_cache(maxsize=8)
def losses(keymap: KeyMap) -> tuple[Loss, ...]:
    """Every loss of the app, on its own page and by page switches."""
    found: list[Loss] = []
    for widget in keymap.widgets:
        if widget.kind != "value" or widget.command not in VALUE_COMMANDS or _is_on_click(keymap, widget):
            continue
        if widget.key in keymap.app.trusted_keys:
            continue
        here = _on_own_page(keymap, widget)
        away = _on_other_pages(keymap, widget)
        found += [loss for loss in (here, away) if loss is not None and not _is_covered(loss, here, away)]
    return tuple(_one_for_each_gate(found))


def losses_of(keymap: KeyMap, code: str) -> Iterator[Loss]:
    return (loss for loss in losses(keymap) if loss.code == code)


def scope_of(keymap: KeyMap, key: str) -> str:
    """Where the value of a key has to be kept: "page" when leaving its page costs nothing that somebody misses."""
    widgets = keymap.widgets_of(key)
    if len({widget.page for widget in widgets}) > 1:
        return "session"
    away = [loss for widget in widgets if (loss := _on_other_pages(keymap, widget)) is not None]
    return "session" if any(loss.severity > Severity.INFO for loss in away) else "page"


def widest_scope(keymap: KeyMap) -> str:
    """The scope that keeps a value wherever the app goes."""
    return "session" if len(keymap.app.pages) > 1 else "page"


def _is_on_click(keymap: KeyMap, widget: Widget) -> bool:
    """Drawn only in the run of a click: that is KEY104's."""
    return all(on_click(keymap, draw.condition) for draw in widget.draws)


def _is_covered(loss: Loss, here: Loss | None, away: Loss | None) -> bool:
    """Two losses of one value are said once: by hiding rather than by a page switch, by that rather than by a stop."""
    if here is None or away is None:
        return False
    if here.after_stop and away.severity >= here.severity:
        return loss is here
    return loss is away and loss.code == "KEY107" and here.severity >= loss.severity


def _on_own_page(keymap: KeyMap, widget: Widget) -> Loss | None:
    hiding = widget.hiding
    if not hiding.is_hidden and not keymap.possible(hiding.skipped):
        return None
    if all(keeps_itself(draw, "page") for draw in widget.draws) or shadow_of(keymap, widget) is not None:
        return None
    if kept_while_hidden(keymap, widget):
        return None
    if not hiding.is_hidden:
        reason = _reason(keymap, widget)
        severity = Severity.WARNING if reason is None and _is_wanted(keymap, widget) else Severity.INFO
        return Loss("KEY106", widget, severity, "page", harmless=reason, after_stop=True)
    readable = hiding.flipped_by <= {"trigger"} or readable_while_hidden(keymap, widget)
    needs = () if readable else tuple(needs_while_hidden(keymap, widget))
    return _classified(keymap, widget, needs, "page")


def _on_other_pages(keymap: KeyMap, widget: Widget) -> Loss | None:
    others = [page for page in keymap.app.pages if page is not widget.page]
    drawn_on = {other.page for other in keymap.widgets_of(widget.key)}
    if not others or widget.in_frame or all(page in drawn_on for page in others):
        return None
    if all(keeps_itself(draw, "session") for draw in widget.draws) or shadow_of(keymap, widget) is not None:
        return None
    if all(kept_everywhere(keymap, page, widget.key) for page in keymap.app.pages):
        return None
    needs = tuple(needs_on_other_pages(keymap, widget))
    if not needs and len(drawn_on) > 1:
        return None  # drawn on several pages: KEY202 and KEY204 speak of it
    if any(persistence(draw) == "page" for draw in widget.draws):
        return None  # the author chose where it ends; KEY504 says when that is too early
    return _classified(keymap, widget, needs, "session")


def _classified(keymap: KeyMap, widget: Widget, needs: tuple[Need, ...], scope: str) -> Loss:
    seeds = tuple(seeds_of(keymap, widget))
    codes = ("KEY101", "KEY106") if scope == "page" else ("KEY102", "KEY107")
    if perhaps_restored(keymap, widget):
        return Loss(codes[1], widget, Severity.INFO, scope, harmless="perhaps restored")
    if needs:
        return Loss("KEY103" if seeds else codes[0], widget, Severity.ERROR, scope, needs, seeds)
    reason = _reason(keymap, widget)
    if seeds:
        severity = Severity.WARNING if reason is None else Severity.INFO
        return Loss("KEY103", widget, severity, scope, (), seeds, reason)
    severity = Severity.INFO if reason is not None else _severity_without_reader(keymap, widget, scope)
    return Loss(codes[1], widget, severity, scope, harmless=reason)


def _reason(keymap: KeyMap, widget: Widget) -> str | None:
    """Why nobody misses the value; None when nothing says so."""
    return harmless(keymap, widget) or ("input that is saved elsewhere" if saves_elsewhere(keymap, widget) else None)


def _severity_without_reader(keymap: KeyMap, widget: Widget, scope: str) -> Severity:
    """Evidence 2 to 5 of a value that nobody reads while it is hidden."""
    if _is_wanted(keymap, widget):
        return Severity.WARNING
    if widget.command in LABORIOUS or _selects_several(widget):
        return Severity.INFO if scope == "page" and _is_gate(widget) else Severity.WARNING
    return Severity.WARNING if scope == "page" and "widget" in widget.hiding.flipped_by else Severity.INFO


def _selects_several(widget: Widget) -> bool:
    given = widget.first.parameters.get("selection_mode")
    return given is not None and getattr(given, "value", None) == "multi"


def _is_gate(widget: Widget) -> bool:
    """Hidden only by missing data or a flag that makes the code return: most gates are walked through once."""
    guard = widget.hiding.guard
    flipped = widget.hiding.flipped_by
    if flipped <= {"loop", "data", "state"} and "loop" in flipped:
        return True
    return "widget" not in flipped and guard is not None and guard.kind in ("return", "raise", "stop")


def _is_wanted(keymap: KeyMap, widget: Widget) -> bool:
    """Evidence 2 to 4: assigned by hand, kept in vain, drawn in several places, or left out among protected
    siblings."""
    return (
        is_assigned_by_hand(keymap, widget)
        or restores_own_key(keymap, widget)
        or bool(saved_to(keymap, widget))
        or any(True for page in keymap.app.pages for _ in keep_alives(keymap, page, widget.key))
        or is_drawn_in_several_places(keymap, widget)
        or has_kept_siblings(keymap, widget)
    )


def _one_for_each_gate(found: list[Loss]) -> Iterator[Loss]:
    """A whole page behind one gate is one finding at most."""
    seen: set[object] = set()
    for loss in found:
        guard = loss.widget.hiding.guard
        if loss.after_stop and guard is not None and loss.severity == Severity.INFO:
            gate = (loss.widget.page.name, guard.location)
            if gate in seen:
                continue
            seen.add(gate)
        yield loss
