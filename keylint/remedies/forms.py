"""Widgets in forms: what they hold changes on submit, so that submit buttons save it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import is_seed

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.findings import Location
    from keylint.remedies.workarounds import Protection
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw


def submits_of(page: PageRun, draw: Draw) -> list[Draw]:
    """The submit buttons of the form that a widget is drawn in; none for one that stands in no form."""
    form = draw.context.form
    return [other for other in page.trace.draws() if other.submits_form and other.context.form == form]


def obstacle_in_form(keymap: KeyMap, widget: Widget, draw: Draw) -> str | None:
    """Why the submit buttons cannot save what a field holds."""
    if draw.context.form_clears:
        return "its form clears itself on submit"
    if not submits_of(widget.page, draw):
        return "the form has no submit button that could save the value"
    if keymap.possible(widget.hiding.skipped):
        return "st.stop() or an error can skip its form, which would then submit the widget's default"
    return None


def difference_in_form(keymap: KeyMap, protection: Protection, widget: Widget) -> str | None:
    """Why `persist_state` would not do for a field what the second key does; None where it does, or it is no field."""
    fields = [draw for draw in widget.draws if draw.context.form is not None]
    if not fields:
        return None
    if len(fields) < len(widget.draws):
        return "it stands in a form in some runs only"
    reason = next((reason for draw in fields if (reason := obstacle_in_form(keymap, widget, draw))), None)
    if reason is not None:
        return reason
    for write in protection.restores:
        if write.page is widget.page and not is_seed(keymap, write.event):
            place = write.event.location
            where = f"{place.path}:{place.span.line}"
            return f"{where} puts it back in every run of its form, which takes back what is typed and not submitted"
    return None


def changed_by(widget: Widget, draw: Draw) -> list[Draw]:
    """What the user acts on when the app learns of a change: the widget itself, or a submit button of its form."""
    return [draw] if draw.context.form is None else submits_of(widget.page, draw)


def when_clicked(keymap: KeyMap, condition: Condition, button: Draw) -> Condition:
    """The condition in the run after a click on the button."""
    for atom in keymap.hider.atoms_of("trigger", condition):
        if any(origin.detail in (button.key, button.site) for origin in atom.origins):
            condition = keymap.conditions.restrict(condition, atom, True)
    return condition


def saving_submits(protection: Protection, widget: Widget, draw: Draw) -> tuple[Location, ...]:
    """The calls of the submit buttons whose callbacks save a field."""
    found = {
        button.location: None
        for button in (submits_of(widget.page, draw) if draw.context.form is not None else ())
        if any(write.callback is not None and button in write.callback.draws for write in protection.saves)
    }
    return tuple(found)
