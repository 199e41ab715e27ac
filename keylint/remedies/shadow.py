"""The shadow template: the value lives under a key that no widget owns, and is put back before the widget."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from keylint.app.keeping import is_bound, is_keep_alive, is_seed, where_missing, writes_of
from keylint.conditions.nodes import NEVER
from keylint.discover.files import display_path
from keylint.remedies.first_values import kind_of
from keylint.remedies.forms import obstacle_in_form, submits_of
from keylint.remedies.obstacles import draws_of, sharing_calls
from keylint.repairs import PREFIX, Home, Refusal, Repair, SeedInstead, Shadow, ShadowInForm, Submit
from keylint.run.values import NONE, FunctionValue, Known
from keylint.streamlit.behaviour import INVALID_PRESET_RESETS
from keylint.streamlit.commands import command_at
from keylint.streamlit.defaults import decides_more, is_as_if_absent
from keylint.streamlit.traits import Entry
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Location
    from keylint.run.trace import Draw
    from keylint.run.values import Value

_LIMITS = ("min_value", "max_value")
_KIND = frozenset({*_LIMITS, "step"})


def shadow(keymap: KeyMap, key: str) -> Repair | Refusal:
    """Moves the value of a key; never safe, since the widget gets another key.

    A `persist_state` that does not keep it goes: not every version of the target has it.
    """
    widgets = keymap.widgets_of(key)
    reason = kept_under_another_key(keymap, key)
    if reason is not None:
        return Refusal(reason)
    reason = next((reason for draw in _all_draws(keymap, key) if (reason := _obstacle(keymap, draw))), None)
    if reason is not None:
        return Refusal(reason)
    steps: dict[Location, Shadow | ShadowInForm] = {}
    for widget in widgets:
        for draw in widget.draws:
            step = _shadow_at(keymap, draw.location)
            if isinstance(step, Refusal):
                return step
            if draw.context.form is None:
                steps[draw.location] = step
                continue
            reason = obstacle_in_form(keymap, widget, draw)
            if reason is not None:
                return Refusal(reason)
            steps[draw.location] = ShadowInForm(step, _submits(keymap, key, draw))
    saved = " and save it on submit" if any(isinstance(step, ShadowInForm) for step in steps.values()) else ""
    name = _home(keymap).name + ("_in_form" if saved else "")
    how = f"with {name}() in the widget's call, whose own key is '{PREFIX}{key}'{saved and ','}{saved}"
    return Repair(f"keep the value under '{key}' {how} (all Streamlit versions)", False, tuple(steps.values()))


def shadow_with_key(keymap: KeyMap, widget: Widget) -> Repair | Refusal:
    """The same for a widget that has no key: `widget` is as it would be if it had one, which nothing else uses."""
    reason = next((reason for draw in widget.draws if (reason := _obstacle(keymap, draw))), None)
    if reason is not None:
        return Refusal(reason)
    if any(draw.context.form is not None for draw in widget.draws):
        return Refusal("it stands in a form, where only persist_state keeps what has no key yet")
    steps = tuple(replace(_shadow(keymap, widget, draw), new_key=widget.key) for draw in widget.draws)
    name = _home(keymap).name
    how = f"with {name}() in the widget's call, whose own key is '{PREFIX}{widget.key}'"
    return Repair(f"keep the value under '{widget.key}' {how} (all Streamlit versions)", False, steps)


def seed_instead(keymap: KeyMap, key: str) -> tuple[SeedInstead, ...] | Refusal:
    """Steps that give the first value through session state alone, where the calls give one by parameter.

    A first value by parameter, beside one in session state, makes Streamlit warn: below 1.56 in the app, since then in
    its log.
    """
    steps = {}
    for widget in keymap.widgets_of(key):
        for draw in widget.draws:
            command = command_at(draw.command, keymap.versions.newest)
            given = draw.parameters.get(command.initial_parameter or "") if command is not None else None
            if given is None or _is_silent(draw.command, given):
                continue
            reason = _of_first_value(draw)
            if reason is not None:
                return Refusal(reason)
            steps[draw.location] = SeedInstead(_shadow(keymap, widget, draw))
    return tuple(steps.values())


def _is_silent(command: str, given: Value) -> bool:
    """Whether Streamlit says nothing of this first value beside one in session state."""
    if given == Known("today"):
        return False  # 1.40 does warn
    return isinstance(given, Known) and is_as_if_absent(command, given.value)


def _shadow_at(keymap: KeyMap, call: Location) -> Shadow | Refusal:
    """The step for a call, which may draw several keys: one argument has to do for all of them."""
    widgets = [widget for key in keymap.keys_drawn_at(call) for widget in keymap.widgets_of(key)]
    steps = [_shadow(keymap, each, draw) for each in widgets for draw in each.draws if draw.location == call]
    is_seeded = all(step.is_seeded for step in steps)
    first = replace(steps[0], is_seeded=is_seeded)
    if all(replace(step, is_seeded=is_seeded) == first for step in steps):
        return first
    if any(step.has_callback != first.has_callback for step in steps):
        return Refusal("its call passes a callback for some keys only")
    if is_seeded and not any(step.has_initial for step in steps):
        return first
    several = "widgets" if any(step.command != first.command for step in steps) else "values"
    return Refusal(f"its call has several keys, which begin with several kinds of {several}")


def _shadow(keymap: KeyMap, widget: Widget, draw: Draw) -> Shadow:
    command = command_at(draw.command, keymap.versions.newest)
    assert command is not None
    return Shadow(
        draw.location,
        draw.command,
        command.positional,
        command.initial_parameter,
        command.options_parameter,
        has_initial=command.initial_parameter in draw.parameters,
        is_seeded=_is_seeded(keymap, widget),
        drop=tuple({"persist_state"} & draw.parameters.keys()),
        add=_instead_of_kind(draw) or (),
        has_callback=draw.parameters.get("on_change", NONE) != NONE,
        kind=kind_of(draw.parameters.get(command.initial_parameter or "")),
        holds_several=bool(draw.holds_several),
        home=_home(keymap),
    )


def _home(keymap: KeyMap) -> Home:
    """Where the app has the function that its widgets are kept with."""
    wanted = keymap.fix_helper
    home = keymap.about(_home_of_app)
    return home if wanted is None else replace(home, file=wanted.file, name=wanted.name)


def _home_of_app(keymap: KeyMap) -> Home:
    return Home(keymap.app.entrypoint, tuple(sorted(map(display_path, keymap.app.files))))


def _all_draws(keymap: KeyMap, key: str) -> list[Draw]:
    """The draws of the key, and those of other keys that the same calls draw."""
    return [draw for each in (key, *sharing_calls(keymap, key)) for _, draw in draws_of(keymap, each)]


def _obstacle(keymap: KeyMap, draw: Draw) -> str | None:
    assert draw.key is not None
    private = PREFIX + draw.key.text
    if private in keymap.widget_keys or private in keymap.writes or private in keymap.reads:
        return f"the key '{private}', which the widget would get, is in use"
    if is_bound(draw):
        return "it is bound to the URL, where its key is its name"
    command = command_at(draw.command, keymap.versions.newest)
    if command is None or draw.traits.entry is None or draw.kind != "value":
        return f"what st.{draw.command} holds cannot be put back"
    reason = may_not_fit(keymap, draw) or _of_first_value(draw)
    if reason is not None:
        return reason
    given = draw.parameters.get("on_change", NONE)
    if given != NONE and not isinstance(given, FunctionValue):
        return "its callback cannot be followed"
    return "its callback is called instead of passed" if draw.callback_call is not None else None


def kept_under_another_key(keymap: KeyMap, key: str) -> str | None:
    """Why a private key must not be kept in its turn: the app keeps its value already, if not quite right."""
    public = key.removeprefix(PREFIX)
    if public == key or (public not in keymap.writes and public not in keymap.reads):
        return None
    return f"the app keeps the value of '{key}' under '{public}'"


def _of_first_value(draw: Draw) -> str | None:
    """Why the first value cannot be taken away from the call."""
    if _instead_of_kind(draw) is None:
        return "its first value decides what kind of number it takes"
    if draw.options == ():
        return "it has no options"
    if draw.holds_several is None:
        return "its selection_mode is not constant"
    is_pair = draw.traits.takes_range and kind_of(draw.parameters.get("value")) == "several"
    if is_pair and not draw.traits.learns_range_in_session_state:
        return "its first value is a range, which the widget only learns from its call"
    return None


def _instead_of_kind(draw: Draw) -> tuple[str, ...] | None:
    """The arguments that make up for a first value which also decides what kind of number the widget takes.

    None when they cannot be told.
    """
    given = draw.parameters.get("value", NONE)
    value = given.value if isinstance(given, Known) else 0.5
    is_number = draw.traits.entry is Entry.NUMBER
    if given == NONE:
        return ()
    if is_number and not isinstance(given, Known):
        return () if _KIND & draw.parameters.keys() else None
    if not decides_more(draw.command, value, draw.parameters):
        return ()
    if is_number:
        return ("step=1",)
    is_plain = isinstance(given, Known) and not set(_LIMITS) & draw.parameters.keys()
    return ("min_value=0.0", "max_value=1.0") if is_plain else None


def may_not_fit(keymap: KeyMap, draw: Draw) -> str | None:
    """Why a value of the widget may be none that it takes any more; None when it always fits."""
    command = command_at(draw.command, keymap.versions.newest)
    if command is not None and command.options_parameter is not None and draw.options is None:
        since = version_label(INVALID_PRESET_RESETS)
        return f"its options can change, and a kept one that is gone fails below Streamlit {since}"
    if any(not isinstance(draw.parameters.get(name, NONE), Known) for name in _LIMITS):
        return "its limits can change, and a kept value outside them fails on some versions"
    return None


def _submits(keymap: KeyMap, key: str, call: Draw) -> tuple[Submit, ...]:
    """The submit buttons of every form that the call draws in, whichever key it draws there."""
    forms: dict[Location, dict[tuple[str, Hashable], dict[str, None]]] = {}
    for each in (key, *sharing_calls(keymap, key)):
        for page, draw in draws_of(keymap, each):
            if draw.location == call.location:
                for submit in submits_of(page, draw):
                    form = forms.setdefault(submit.location, {}).setdefault((page.name, draw.context.form), {})
                    form[each] = None
    return tuple(
        Submit(place, tuple(dict.fromkeys(chain(*drawn.values()))), all(len(keys) == 1 for keys in drawn.values()))
        for place, drawn in forms.items()
    )


def _is_seeded(keymap: KeyMap, widget: Widget) -> bool:
    """Whether the key is there in every run that draws the widget, because the page's own run gives it a value."""
    covered = NEVER
    for write in writes_of(widget.page):
        if write.key.text == widget.key and write.order < widget.first.order and write.form != "inside":
            condition = where_missing(keymap, write) if is_seed(keymap, write) else write.condition
            if not is_keep_alive(write):
                covered = keymap.conditions.either(covered, condition)
    return keymap.possible(covered) and not keymap.possible(keymap.conditions.without(widget.hiding.drawn, covered))
