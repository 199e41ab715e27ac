"""Draws: a widget call becomes an event with its key, its parameters and the place where its key is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution import state
from keylint.run.execution.charts import shown_by
from keylint.run.execution.domains import alternatives_of, deciding_origins, key_of
from keylint.run.execution.frames import Callback
from keylint.run.execution.iteration import items_of, named_entries
from keylint.run.execution.noting import set_options
from keylint.run.execution.offered import one_offered
from keylint.run.execution.sites import site_of, written_at
from keylint.run.execution.unkeyed import key_of_parameters
from keylint.run.execution.uses import record_use
from keylint.run.trace import Draw, always_chosen
from keylint.run.values import NONE, FunctionValue, Known, Value, WidgetResult, identity_of, known_text
from keylint.streamlit.traits import Entry, traits_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.conditions.nodes import Condition
    from keylint.facts.expressions import Scalar
    from keylint.findings import Location
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.keys import Key
    from keylint.run.trace import Sink
    from keylint.run.values import InputKind
    from keylint.streamlit.commands import Command
    from keylint.streamlit.data import CommandKind

_ORIGIN_KINDS: dict[CommandKind, InputKind] = {
    "value": "widget",
    "trigger": "trigger",
    "chat": "trigger",
    "file": "upload",
    "editor": "upload",
    "selection": "upload",
    "component": "component",
}


@dataclass(frozen=True)
class DrawRequest:
    """A call that draws. `name` is what to call it in messages, when that is not the command's own name."""

    command: Command
    arguments: Arguments
    expression: ex.Expression
    name: str | None = None
    key_parameter: str = "key"
    key: Value | None = None


def parameters_of(command: Command, arguments: Arguments) -> dict[str, Value]:
    """The arguments by parameter name."""
    named = dict(zip(command.positional, arguments.positional, strict=False))
    return {**named, **arguments.keywords}


def draw(machine: Machine, request: DrawRequest) -> Value:
    """Records the draw and gives the widget's result; a choice of keys is a choice of draws."""
    command, arguments = request.command, request.arguments
    parameters = parameters_of(command, arguments)
    key_value = request.key if request.key is not None else parameters.get(request.key_parameter)
    if key_value is None and arguments.spreads:
        machine.unknown(
            request.expression.span, f"st.{command.name} is given arguments that cannot be seen, perhaps a key"
        )
    _note_uses(machine, command, parameters, request)
    options = _options(machine, command, parameters)
    values = _values(command, parameters, options)
    chosen = _constants(machine, parameters.get(command.initial_parameter or ""))
    results: list[tuple[Condition, Value]] = []
    for condition, alternative in alternatives_of(key_value if key_value is not None else NONE):
        if not machine.comes_to(condition):
            continue
        key = None if alternative == NONE else key_of(machine, alternative)
        if key is None and machine.program.keys_all_inputs and command.kind == "value" and not arguments.spreads:
            key = key_of_parameters(machine, command, parameters, machine.location(request.expression.span))
        results.append((condition, _record(machine, request, parameters, key, condition, options, values, chosen)))
    return machine.value_of(results)


def _record(
    machine: Machine,
    request: DrawRequest,
    parameters: dict[str, Value],
    key: Key | None,
    condition: Condition,
    options: tuple[Scalar, ...] | None,
    values: tuple[Scalar, ...] | None,
    chosen: tuple[Scalar, ...] | None,
) -> Value:
    command = request.command
    location = machine.location(request.expression.span)
    site = site_of(
        machine,
        request.arguments.expression(request.key_parameter, _position(command, request.key_parameter)),
        location,
    )
    label = parameters.get("label")
    event = machine.record(
        Draw,
        request.expression.span,
        condition,
        command=request.name or command.name,
        kind=command.kind,
        key=key,
        site=site,
        label=known_text(label),
        parameters=parameters,
        spreads=request.arguments.spreads,
        options=options,
        containers=tuple(machine.containers),
        callback_call=_callback_call(machine, request, parameters),
        parameter_origins={name: deciding_origins(machine, value, condition) for name, value in parameters.items()},
        chosen=chosen,
        bound_to=machine.bound_to(request.expression),
    )
    if key is not None and key.is_unknown:
        machine.unknown(request.expression.span, f"the key of st.{event.command} is known only when the app runs")
    if key is not None:
        state.set_presence(machine, key, condition, True)
        if values is not None and not event.holds_several:
            set_options(machine, key, values)
    _wire_callback(machine, command, parameters, event)
    result = result_of(machine, event, values)
    offered = items_of(machine, parameters.get(command.options_parameter, NONE)) if command.options_parameter else None
    return result if offered is None else one_offered(machine, event, result, offered)


def _callback_call(machine: Machine, request: DrawRequest, parameters: dict[str, Value]) -> Location | None:
    """Where `on_change=save()` calls, instead of passing, a function that returns nothing."""
    name = request.command.callback_parameter
    if name is None or parameters.get(name) != NONE:
        return None
    written = next((argument.value for argument in request.arguments.expressions if argument.keyword == name), None)
    if written is None:
        return None
    expression, location = written_at(machine, written)
    return location if isinstance(expression, ex.Call) else None


def _position(command: Command, parameter: str) -> int | None:
    return command.positional.index(parameter) if parameter in command.positional else None


def result_of(machine: Machine, event: Draw, values: tuple[Scalar, ...] | None) -> WidgetResult:
    """What a draw gives: one of the values, where these are known."""
    kind = _ORIGIN_KINDS.get(event.kind, "widget")
    if event.key is not None and kind == "widget":
        held = state.current(machine, event.key)
        identity: Hashable = identity_of(held)
    else:
        label = identity_of(event.parameters.get("label", NONE))
        each = None if event.holds_several else values
        identity = machine.program.identity("widget", event.key, event.location, event.site, label, each)
    return WidgetResult(identity, kind, event.key, event.site, values, bool(event.holds_several))


def _options(machine: Machine, command: Command, parameters: dict[str, Value]) -> tuple[Scalar, ...] | None:
    """The choices of a widget, when all are constants; a checkbox has two."""
    if traits_of(command.name).entry is Entry.TRUTH:
        return (True, False)
    if parameters.get("accept_new_options", Known(False)) != Known(False):
        return None
    return _constants(machine, parameters.get(command.options_parameter) if command.options_parameter else None)


def _values(
    command: Command, parameters: dict[str, Value], options: tuple[Scalar, ...] | None
) -> tuple[Scalar, ...] | None:
    """All that a widget can hold of which these are the options: nothing, too, where none need be chosen."""
    traits = traits_of(command.name)
    if traits.entry is Entry.SCALE and not isinstance(parameters.get("value", NONE), Known):
        return None  # two ends of a range, or perhaps so
    if options is None or traits.entry not in (Entry.OPTION, Entry.MARK):
        return options
    return options if always_chosen(traits, parameters) else (*options, None)


def _constants(machine: Machine, given: Value | None) -> tuple[Scalar, ...] | None:
    """The elements of a list or the like, when all are constants."""
    items = items_of(machine, given) if given is not None else None
    if items is None or isinstance(given, Known):
        return None
    scalars = tuple(element.value for element in items.elements if isinstance(element, Known))
    return scalars if len(scalars) == len(items.elements) else None


def _wire_callback(machine: Machine, command: Command, parameters: dict[str, Value], event: Draw) -> None:
    given = parameters.get(command.callback_parameter) if command.callback_parameter else None
    if given is None or given == NONE:
        return
    positional, keywords = parameters.get("args", NONE), parameters.get("kwargs", NONE)
    items = items_of(machine, positional)
    entries = named_entries(machine, keywords)
    machine.callbacks.append(
        Callback(event.order, given, items.elements if items else (), entries, event.condition, machine.context)
    )


def _note_uses(machine: Machine, command: Command, parameters: dict[str, Value], request: DrawRequest) -> None:
    # A chart or a table shows what it is given, also where something can be selected in it.
    sink: Sink = shown_by(command.name) if command.kind == "selection" else "parameter"
    for name, value in parameters.items():
        if not isinstance(value, (FunctionValue, Known)):
            # What something is called by is not what it shows.
            where: Sink = "parameter" if name == "key" else sink
            record_use(machine, value, where, request.expression.span, f"{command.name}.{name}")
