"""Callbacks: each is a small run of its own. What one draws is on the screen in the run that it begins."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.calls import call
from keylint.run.execution.domains import truth_of
from keylint.run.execution.frames import Frame
from keylint.run.execution.path_condition import PathCondition
from keylint.run.execution.widgets import result_of
from keylint.run.reasons import Reason
from keylint.run.trace import Context, Draw, Guard, Round, Trace
from keylint.run.values import NONE, Choice, FunctionValue, Opaque, Origin, Partial, StateValue

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.conditions.nodes import Condition
    from keylint.run.execution.frames import Callback
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Event
    from keylint.run.values import Value


_MOST_ROUNDS = 2


@dataclass(frozen=True, eq=False)
class CallbackRun:
    """A callback: the draws that wire it, and what it does. It runs before the script, in the run after a change."""

    draws: tuple[Draw, ...]
    name: str
    trace: Trace


def run_callbacks(machine: Machine) -> tuple[CallbackRun, ...]:
    """Each callback of the page once, with the arguments it was wired with, on the state that the next run begins with.

    What a callback shows, such as a dialog, goes to the page's own trace, with what the dialog does: it reruns by
    itself while it is open. Callbacks that are wired there follow.
    """
    page = machine.trace
    wired: dict[tuple[object, ...], list[Draw]] = {}
    traces: list[tuple[tuple[object, ...], str, Trace]] = []
    rounds: Counter[Hashable] = Counter()
    while machine.callbacks:
        fresh: dict[tuple[object, ...], Callback] = {}
        for callback in machine.callbacks:
            identity = (callback.function, callback.positional, callback.keywords)
            draw = page.events[callback.draw]
            if isinstance(draw, Draw):
                if identity not in wired:
                    fresh[identity] = callback
                wired.setdefault(identity, []).append(draw)
        machine.callbacks = []
        later: list[Callback] = []
        codes = {run: _code(callback.function) for run, callback in fresh.items()}
        rounds.update(set(codes.values()))
        for run, callback in fresh.items():
            # With other arguments each time, or as a lambda that is made anew, it may wire itself without end.
            if rounds[codes[run]] > _MOST_ROUNDS:
                machine.note_unknown(wired[run][0].location, Reason.RECURSION)
                continue
            machine.trace, machine.callbacks, machine.runs_callback = Trace(), [], True
            _run(machine, callback, wired[run][0])
            machine.runs_callback = False
            trace, places = _shown_by_page(machine, page, wired[run])
            traces.append((run, _name(callback), trace))
            later += [replace(one, draw=places[one.draw]) for one in machine.callbacks if one.draw in places]
        machine.callbacks = later
    machine.trace = page
    return tuple(CallbackRun(tuple(wired[run]), name, trace) for run, name, trace in traces)


def _run(machine: Machine, callback: Callback, draw: Draw) -> None:
    machine.store.begin_run()
    machine.store.branch()
    machine.path, machine.guards = PathCondition(machine.conditions), ()
    machine.context = Context(route=callback.context.route)
    module = next(iter(machine.script_scopes))
    machine.frames.append(Frame(machine.program.scopes[machine.script_scopes[module]]))
    function = _followed(callback.function)
    if function is not callback.function:
        machine.note_unknown(draw.location, Reason.UNKNOWN_CALLBACK)
    span = draw.location.span
    expression = ex.Call(ex.Constant(None, span), (), span)
    call(machine, function, Arguments(callback.positional, dict(callback.keywords)), expression)
    machine.frames.pop()
    machine.store.leave_branch()


def _shown_by_page(machine: Machine, page: Trace, wiring: list[Draw]) -> tuple[Trace, dict[int, int]]:
    """Moves what the callback showed to the page's trace. Gives what is left, and where in the page each moved event
    is now, by its place in the callback."""
    events = machine.trace.events
    if not any(_is_on_screen(event) for event in events):
        return machine.trace, {}
    machine.path = PathCondition(machine.conditions)
    begun = machine.any_of(machine.conditions.both(draw.condition, _changed(machine, draw)) for draw in wiring)
    guard = Guard("if", wiring[0].location, begun)
    left, places = Trace(), {}
    for event in events:
        if _is_on_screen(event):
            places[event.order] = len(page.events)
            condition = machine.conditions.both(begun, event.condition)
            guards = (guard, *event.guards)
            context = replace(event.context, fragment=event.context.fragment or wiring[0].context.fragment)
            page.events.append(
                replace(event, order=len(page.events), condition=condition, guards=guards, context=context)
            )
        else:
            left.events.append(replace(event, order=len(left.events)))
    for one in machine.trace.rounds:
        inside = [places[order] for order in range(one.first, one.end) if order in places]
        if inside:
            both = machine.conditions.both
            page.rounds.append(
                Round(one.location, inside[0], inside[-1] + 1, both(begun, one.entry), both(begun, one.again))
            )
    return left, places


def _is_on_screen(event: Event) -> bool:
    return isinstance(event, Draw) or event.context.dialog is not None


def _changed(machine: Machine, draw: Draw) -> Condition:
    """The runs that a click on a widget, or another value of it, begins."""
    result = result_of(machine, draw, draw.options)
    if result.kind != "trigger":
        owner = draw.key if draw.key is not None else draw.site
        origins = frozenset({Origin(result.kind, owner)})
        return truth_of(machine, machine.opaque("a change", owner, draw.location, origins=origins), draw.location)
    return truth_of(machine, result, draw.location)


def _followed(callback: Value) -> Value:
    """What of a callback is seen: what the app itself defines, and methods of what it knows."""
    if isinstance(callback, Choice):
        seen = tuple((condition, inner) for condition, inner in callback.alternatives if _followed(inner) is inner)
        return callback if len(seen) == len(callback.alternatives) else Choice(seen)
    if isinstance(callback, Opaque) or (isinstance(callback, StateValue) and callback.seed is None):
        return NONE
    return callback


def _code(function: Value) -> Hashable:
    """What tells the code of callbacks apart, whatever it is given."""
    while isinstance(function, Partial):
        function = function.function
    if isinstance(function, FunctionValue):
        return function.module, function.span
    if isinstance(function, Choice):
        return tuple(_code(inner) for _, inner in function.alternatives)
    return type(function).__name__


def _name(callback: Callback) -> str:
    definition = getattr(callback.function, "definition", None)
    return getattr(definition, "name", "the callback")
