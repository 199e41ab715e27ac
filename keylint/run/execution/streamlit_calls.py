"""Calls of Streamlit: widgets draw, containers contain, some end the run, the rest displays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS
from keylint.run.execution import navigation, state
from keylint.run.execution.access import whether_open
from keylint.run.execution.charts import shown_by
from keylint.run.execution.components import COMPONENT_FUNCTION
from keylint.run.execution.iteration import items_of
from keylint.run.execution.noting import makes_unique, record_command
from keylint.run.execution.uses import record_use
from keylint.run.execution.widgets import DrawRequest, draw
from keylint.run.trace import Leave
from keylint.run.values import (
    NONE,
    Choice,
    Container,
    External,
    FunctionValue,
    Items,
    Known,
    Origin,
    StreamlitValue,
    Value,
    known_text,
)
from keylint.streamlit import names
from keylint.streamlit.commands import command_at
from keylint.streamlit.data import COMMANDS, WIDGET_KINDS

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import LeaveKind
    from keylint.run.values import Role


_GLOBAL = Known("global")


def call_streamlit(machine: Machine, callee: StreamlitValue, arguments: Arguments, expression: ex.Expression) -> Value:
    """The result of `st.<name>(…)`, on the app itself or on a container."""
    name = callee.name.rpartition(".")[2]
    _note_call(machine, name, expression)
    machine.acts = machine.acts or not machine.initialising
    if f"streamlit.{callee.name}" in names.COMPONENT_FACTORIES:
        return External(COMPONENT_FUNCTION)
    if name in names.LEAVING:
        return _leave(machine, name, arguments, expression)
    if name in names.FRAGMENTS | names.DIALOGS | names.CACHES | {names.WATCHED_DIALOG}:
        return decorated(machine, name, arguments)
    if name in (names.PAGE, names.NAVIGATION):
        build = navigation.make_page if name == names.PAGE else navigation.navigate
        return build(machine, arguments, expression)
    if name in names.CONTAINER_LISTS:
        return _containers(machine, name, arguments, expression)
    command = command_at(name, machine.program.version)
    if name in names.CONTAINERS:
        return _container(machine, name, arguments, expression)
    if command is not None and command.kind in WIDGET_KINDS:
        return _draw_in(machine, callee.receiver, DrawRequest(command, arguments, expression))
    if name in names.OUTSIDE_VALUES:
        return machine.opaque("a value from outside", name, origins=frozenset({Origin("data", name)}))
    return _display(machine, name, arguments, expression)


def _note_call(machine: Machine, name: str, expression: ex.Expression) -> None:
    """Keeps in which runs the app calls which command where, whether this version has the command or not."""
    is_tried = machine.context.catches_missing_key or any(guard.kind == "except" for guard in machine.guards)
    record_command(
        machine, name, machine.location(expression.span), machine.reached(), machine.path.reached_within, tried=is_tried
    )


def _draw_in(machine: Machine, receiver: Container | None, request: DrawRequest) -> Value:
    """Draws on the app itself, or on a container: `form.text_input(…)` is a field of that form."""
    if receiver is None:
        return draw(machine, request)
    context, containers = machine.context, machine.containers
    machine.containers = [*containers, receiver]
    if receiver.is_form:
        machine.context = replace(context, form=receiver.identity, form_clears=receiver.clears)
    result = draw(machine, request)
    machine.context, machine.containers = context, containers
    return result


def _display(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    for value in arguments.all_values:
        record_use(machine, value, shown_by(name), expression.span, name)
    return Container(
        machine.program.identity("display", expression.span, machine.scope.module),
        name,
        machine.location(expression.span),
    )


def _leave(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    """`st.stop()`, `st.rerun()`, `st.switch_page()`; a rerun of the fragment only ends nothing but the fragment."""
    kind: LeaveKind = "stop" if name in names.STOP else "rerun" if name in names.RERUN else "switch_page"
    of_fragment = kind == "rerun" and arguments.get("scope", 0) == Known("fragment")
    kind = "stop" if of_fragment else kind
    params = _query_params(machine, arguments)
    machine.record(Leave, expression.span, kind=kind, query_params=params, reruns_fragment=of_fragment)
    machine.leave(kind, expression.span)
    return NONE


def _query_params(machine: Machine, arguments: Arguments) -> tuple[str, ...] | None:
    """The names that `query_params=` has, as far as they are known; None where it is not given."""
    given = arguments.get("query_params")
    if given is None or given == NONE:
        return () if arguments.spreads else None
    items = items_of(machine, given)
    names = items.elements if items is not None else ()
    return tuple(text for text in map(known_text, names) if text is not None)


def decorated(machine: Machine, name: str, arguments: Arguments) -> Value:
    """What a fragment, dialog or cache decorator makes of a function; without one, the decorator waits for it."""
    is_dialog = name in names.DIALOGS or name == names.WATCHED_DIALOG
    role: Role = "fragment" if name in names.FRAGMENTS else "dialog" if is_dialog else "cached"
    roles: set[Role] = {role}
    if name in names.RESOURCE_CACHES:
        if arguments.keywords.get("scope", _GLOBAL) != _GLOBAL:
            name = names.SESSION_CACHE
        else:
            roles.add("shared")
    if is_dialog and _is_watched(arguments):
        name = names.WATCHED_DIALOG
    if name == names.WATCHED_DIALOG:
        roles.add("watched")
    given = arguments.positional[0] if arguments.positional else NONE
    if isinstance(given, FunctionValue):
        return replace(given, roles=given.roles | roles)
    if isinstance(given, Choice) and all(isinstance(inner, FunctionValue) for _, inner in given.alternatives):
        return given
    return StreamlitValue(name)  # anything else is a title


def _is_watched(arguments: Arguments) -> bool:
    """Whether a dialog hears of its closing, or only code can close it; what is not known may."""
    ignores = arguments.keywords.get("on_dismiss", Known("ignore")) == Known("ignore")
    return arguments.spreads or not ignores or arguments.keywords.get("dismissible", Known(True)) != Known(True)


def _lazily(machine: Machine, arguments: Arguments, name: str) -> bool:
    """Whether a container says by `.open` if the user has it open."""
    given = arguments.keywords.get("on_change")
    return name in names.LAZY_CONTAINERS and given is not None and given not in (NONE, Known("ignore"))


def _container(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    identity = machine.program.identity("container", *machine.birthplace(expression.span))
    clears = arguments.get("clear_on_submit", 1)
    lazily = _lazily(machine, arguments, name)
    is_form = name in COMMANDS and COMMANDS[name]["kind"] == "form"
    if lazily or is_form:
        makes_unique(machine)
    key = _draw_keyed(machine, name, arguments, expression)
    container = Container(
        identity,
        name,
        machine.location(expression.span),
        reports_opening=lazily,
        is_form=is_form,
        clears=clears is not None and clears not in (Known(False), NONE),
    )
    if lazily and isinstance(key, Known):
        state.hold(machine, key, whether_open(machine, container, container.location))
    return container


def _draw_keyed(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value | None:
    """A container is an element with an identity only where it is given a key; gives the key."""
    command = command_at(name, machine.program.version)
    if command is None or not machine.is_alive:
        return None
    position = command.positional.index("key") if "key" in command.positional else None
    key = arguments.get("key", position)
    if key is not None:
        draw(machine, DrawRequest(command, arguments, expression))
    return key


def _open_tab(machine: Machine, tabs: tuple[Container, ...], labels: Items) -> Value:
    """The label of the one that is open."""
    rest, opened = ALWAYS, []
    for tab, label in zip(tabs[:-1], labels.elements[:-1], strict=True):
        is_open = whether_open(machine, tab, tab.location).condition
        opened.append((machine.conditions.both(rest, is_open), label))
        rest = machine.conditions.without(rest, is_open)
    return machine.value_of([*opened, (rest, labels.elements[-1])])


def _containers(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    """`st.columns(3)`, `st.tabs([...])`: as many containers as the argument says, or an unknown number."""
    spec = arguments.get("spec" if "columns" in name else "tabs", 0) or NONE
    items = items_of(machine, spec)
    count = len(items.elements) if items is not None else spec.value if isinstance(spec, Known) else None
    known = isinstance(count, int) and 0 < count <= 50
    base = machine.program.identity("containers", *machine.birthplace(expression.span))
    lazily = _lazily(machine, arguments, name)
    if lazily:
        makes_unique(machine)
    key = _draw_keyed(machine, name, arguments, expression)
    location = machine.location(expression.span)
    many = tuple(
        Container(machine.program.identity(base, i), name, location, reports_opening=lazily)
        for i in range(count if known and isinstance(count, int) else 1)
    )
    if lazily and isinstance(key, Known) and items is not None and len(many) == len(items.elements):
        state.hold(machine, key, _open_tab(machine, many, items))
    return Items("list", many, complete=known)
