"""What says that nobody misses a value: it is used up where it is entered, or it only decides what is seen."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from keylint.app.keeping import comes_from, initial_value, writes_from
from keylint.app.seeds import seeds_of
from keylint.run.values import Container, Known, identity_of, value_origins
from keylint.streamlit.traits import Entry, traits_of
from keylint.verdicts import words
from keylint.verdicts.item_copies import item_copy

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Use
    from keylint.run.values import Value
    from keylint.verdicts.inputs import Inputs

    Used = tuple[PageRun, CallbackRun | None, Use]

# What is shown or checked beside a button that takes the value does not change that the button takes it.
_BESIDE = frozenset({"test", "display", "parameter", "subset"})
# What a button offers to download is the result that the page shows; it takes the input no more than a chart does.
_RESULT = "data"
# What a widget offers, and how it names that: not what it holds.
_OFFERED = frozenset({"options", "label", "help", "placeholder", "captions", _RESULT})
# Methods by which an object takes a value in.
_STORING_METHODS = frozenset({"update", "set", "put", "store", "save"})


class Unmissed(Enum):
    """Why nobody misses a value; the text is what a finding calls the input."""

    NOTHING_TO_ENTER = "a box that only shows something"
    FORM = "a field of a form"
    DIALOG = "a field of a dialog"
    LOGIN = "part of a login"
    SEARCH = "a search or filter box"
    VIEW = "a view toggle"
    PANELS = "a choice of what is shown"
    ONE_SHOT = "input that a button takes"
    SAVED = "input that is saved elsewhere"


def unmissed(inputs: Inputs, widget: Widget) -> Unmissed | None:
    """Why nobody misses the value of a widget; None where nothing says so."""
    draw = widget.first
    if draw.context.form is not None:
        return Unmissed.FORM
    if draw.context.dialog is not None:
        return Unmissed.DIALOG
    uses = inputs.keymap.uses_of(widget)
    wanted = [used for used in uses if used[2].sink != "test"]
    if _only_shows(inputs, widget, uses):
        return Unmissed.NOTHING_TO_ENTER
    if _is_login(inputs, widget):
        return Unmissed.LOGIN
    if _is_search(widget, wanted):
        return Unmissed.SEARCH
    if _is_view(inputs, widget, wanted):
        return Unmissed.VIEW
    if draw.traits.is_one_click and not wanted and inputs.decides_what_is_drawn(widget):
        return Unmissed.PANELS
    if _is_one_shot(inputs, widget, uses):
        return Unmissed.ONE_SHOT
    return Unmissed.SAVED if _is_saved(inputs, widget) else None


# -- nothing to enter --------------------------------------------------------------------------------------------------


def _only_shows(inputs: Inputs, widget: Widget, uses: list[Used]) -> bool:
    if all(draw.parameters.get("disabled") == Known(True) for draw in widget.draws):
        return True
    if not _is_long_text(widget.first) or uses:
        return False
    given = initial_value(inputs.keymap, widget.first)
    return given is not None and not isinstance(given, Known) and not _is_read(inputs.keymap, widget)


def _is_long_text(draw: Draw) -> bool:
    return draw.traits.entry is Entry.TEXT and not draw.traits.hides_typing


def _is_read(keymap: KeyMap, widget: Widget) -> bool:
    key = widget.first.key
    return key is not None and bool(keymap.events_of(keymap.reads, key))


# -- logins ------------------------------------------------------------------------------------------------------------


_SECTIONS = frozenset({"tabs", "expander", "popover", "form"})


def _is_login(inputs: Inputs, widget: Widget) -> bool:
    """A password field, or a text field beside one; a field for an API key is a setting."""
    if not widget.first.traits.hides_typing:
        return False
    return any(
        other.page is widget.page
        and other.first.context.function == widget.first.context.function
        and other.first.guards == widget.first.guards
        and _place(other) == _place(widget)
        for other in inputs.passwords
    )


def _place(widget: Widget) -> tuple[Hashable, ...]:
    """The sections of the page that a widget stands in. Columns put side by side what belongs together."""
    return tuple(
        container.identity if isinstance(container, Container) else container
        for container in widget.first.containers
        if not isinstance(container, Container) or container.command in _SECTIONS
    )


# -- what only decides what is seen ------------------------------------------------------------------------------------


def _is_search(widget: Widget, wanted: list[Used]) -> bool:
    draw = widget.first
    if draw.traits.hides_typing and words.is_search(draw):
        return True
    if not _is_long_text(draw) and words.is_filter(draw):
        return True
    sinks = {use.sink for _, _, use in wanted if not _is_offered(use)}
    if _chooses_from_data(draw) and sinks <= {"subset", "display", "chart", "cached"}:
        return bool(sinks)
    return "subset" in sinks and sinks <= {"subset", "display", "chart"}


def _is_offered(use: Use) -> bool:
    """Whether the value only decides what another widget offers, or what can be downloaded."""
    return use.sink == "parameter" and use.detail.partition(".")[2] in _OFFERED


def _chooses_from_data(draw: Draw) -> bool:
    """Whether one of the things that the data has is chosen, to look at it."""
    return draw.traits.entry is Entry.OPTION and draw.traits.lists_options and draw.options is None


def _is_view(inputs: Inputs, widget: Widget, wanted: list[Used]) -> bool:
    draw = widget.first
    entry = draw.traits.entry
    sinks = {use.sink for _, _, use in wanted}
    if entry not in (Entry.TRUTH, Entry.OPTION):
        return False
    if "chart" in sinks:  # which chart, of what, and how
        return sinks <= {"chart", "subset"} and not inputs.decides_what_is_drawn(widget)
    if not sinks <= {"subset", "display"}:
        return False
    if draw.traits.is_one_click and words.is_called(draw, words.VIEW):
        return True
    if wanted or not inputs.decides_what_is_drawn(widget):
        return False
    return entry is Entry.TRUTH or words.is_called(draw, words.NAVIGATION)


# -- what a button takes -----------------------------------------------------------------------------------------------


def _is_one_shot(inputs: Inputs, widget: Widget, uses: list[Used]) -> bool:
    """Whether the value goes to buttons of the page alone, whatever is shown or checked beside them."""
    taken: list[Used] = []
    for used in sorted(uses, key=lambda used: used[2].sink in _BESIDE):  # one of the others may answer at once
        if _is_by_button(inputs, used):
            taken.append(used)
        elif used[2].sink not in _BESIDE:
            return False
    if not taken or item_copy(inputs, widget, taken) is not None:
        return False
    return all(
        page is not widget.page or inputs.by_button(callback, write.condition)
        for page, callback, write in writes_from(inputs.keymap, widget.key)
    )


def _is_by_button(inputs: Inputs, used: Used) -> bool:
    _, callback, use = used
    command, _, parameter = use.detail.partition(".")
    if use.sink == "parameter" and parameter != _RESULT and _is_button(command):
        return True
    return inputs.by_button(callback, use.condition)


def _is_button(name: str) -> bool:
    return traits_of(name).kind == "trigger"


# -- what is saved outside ---------------------------------------------------------------------------------------------


def _is_saved(inputs: Inputs, widget: Widget) -> bool:
    """Whether the widget starts from what it finds outside the app, or is given that where its key is missing, and the
    app hands its value to what is outside: in the widget's own callback, in every run that draws it, or when it is
    another one than that. So it may do, too, where it writes the value back to the attribute that the widget starts
    from."""
    given = [initial_value(inputs.keymap, widget.first)]
    given += [write.value for page, write in seeds_of(inputs.keymap, widget) if page is widget.page]
    starts_outside = [
        value
        for value in given
        if value is not None and any(origin.kind in ("data", "environment") for origin in value_origins(value))
    ]
    if not starts_outside:
        return False
    uses = inputs.keymap.uses_of(widget)
    return any(_saves_outside(inputs, widget, used) for used in (*uses, *inputs.keymap.uses_of_every_key())) or any(
        _saves_a_change(inputs, widget, used, starts_outside) or _writes_back(inputs, widget, used, starts_outside)
        for used in uses
    )


def _writes_back(inputs: Inputs, widget: Widget, used: Used, first_values: list[Value]) -> bool:
    return used[2].part in map(identity_of, first_values) and _is_by_widget(inputs, widget, used)


def _saves_a_change(inputs: Inputs, widget: Widget, used: Used, first_values: list[Value]) -> bool:
    """Whether the value is handed on because it is not what the widget starts from."""
    page, callback, use = used
    if callback is not None or page is not widget.page or use.sink != "call" or inputs.by_button(None, use.condition):
        return False
    firsts = {identity_of(value) for value in first_values}
    return any(
        any(comes_from(origin, widget.key) for origin in atom.origins)
        and not firsts.isdisjoint(inputs.keymap.conditions.compared(atom))
        for atom in inputs.keymap.hider.atoms(use.condition)
    )


def _saves_outside(inputs: Inputs, widget: Widget, used: Used) -> bool:
    page, callback, use = used
    if callback is not None:
        return use.sink == "call" and _is_by_widget(inputs, widget, used)
    stores = (use.sink == "call" and use.detail in _STORING_METHODS) or (
        use.sink == "write" and not inputs.state_writes_at(page, use.location)
    )
    return stores and _is_by_widget(inputs, widget, used)


def _is_by_widget(inputs: Inputs, widget: Widget, used: Used) -> bool:
    """Whether that happens in the widget's own callback, or in every run that draws it, without a button."""
    page, callback, use = used
    if callback is not None:
        return any(draw.key == widget.first.key for draw in callback.draws)
    return page is widget.page and not inputs.by_button(None, use.condition)
