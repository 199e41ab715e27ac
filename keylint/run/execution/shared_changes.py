"""Changes of objects that all sessions share, as events of the run that makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, Condition
from keylint.run.execution.classes import find_member
from keylint.run.execution.domains import content_of, origins_of
from keylint.run.execution.shared_objects import inherit, shared_name
from keylint.run.execution.sharing import Part
from keylint.run.trace import Shared, SharedWrite
from keylint.run.values import (
    NO_ORIGINS,
    NONE,
    Choice,
    ClassValue,
    External,
    FunctionValue,
    Items,
    Known,
    Reference,
    Table,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from keylint.findings import Span
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import PuttingMethod, SharedForm, TakingMethod
    from keylint.run.values import Origin

# Methods of lists, sets and dicts by what they put in: the places of the arguments, None for all of them.
_PUTTING: dict[PuttingMethod, int | None] = {
    "append": 0, "appendleft": 0, "add": 0, "insert": 1, "setdefault": 1, "extend": None, "update": None,
}  # fmt: skip
_TAKING: frozenset[TakingMethod] = frozenset({"remove", "pop", "popitem", "clear", "discard", "sort", "reverse"})
# How far into objects it is looked what they hold.
_DEEPEST = 3
_OF_LISTS = frozenset({"append", "appendleft", "extend"})


def item_changes(
    machine: Machine, base: Value, index: Value, value: Value | None, span: Span, when: Condition = ALWAYS
) -> None:
    """`base[index] = value`; no value for `del base[index]`. `when` is the condition that this is the base."""
    sharing = machine.program.sharing
    if isinstance(base, External):
        _record(machine, Part(_of_package(base.name)), "item", value, index, span, when)
    elif not _decides_itself(machine, base, "__setitem__") and not sharing.is_store(base):
        _change(machine, base, "item", value, index, span, when)


def attribute_changes(
    machine: Machine, base: Value, name: str, value: Value, span: Span, when: Condition = ALWAYS
) -> None:
    """`base.name = value` on an object, a class, a function or a package; names of modules are `name_changes`."""
    sharing = machine.program.sharing
    match base:
        case External():
            _record(machine, Part(_of_package(f"{base.name}.{name}")), "attribute", value, NONE, span, when)
        case ClassValue(scope=scope):
            name_changes(machine, scope, name, value, span, when)
        case FunctionValue(scope=scope, definition=definition) if scope in sharing.scopes:
            place = machine.program.scopes[scope].module
            shared = Shared(
                f"{getattr(definition, 'name', 'lambda')}.{name}", "module", machine.program.project.display[place]
            )
            _record(machine, Part(shared), "attribute", value, NONE, span, when)
        case _ if not _decides_itself(machine, base, "__setattr__", name):
            _change(machine, base, "attribute", value, Known(name), span, when)


def name_changes(machine: Machine, scope: int, name: str, value: Value, span: Span, when: Condition = ALWAYS) -> None:
    """`global name; name = value` in a function, `module.name = value` or `Class.name = value`."""
    shared = shared_name(machine, scope, name)
    if shared is not None:
        if isinstance(value, Reference):
            machine.program.sharing.own(value, shared)
        _record(machine, Part(shared), "name", value, NONE, span, when)


def method_changes(machine: Machine, base: Value, name: str, arguments: Arguments, span: Span) -> None:
    """`base.append(value)` and its kin, on what is known to be a list, a set or a dict."""
    sharing = machine.program.sharing
    part = sharing.part_of(base)
    if part is None or not (sharing.is_container(base) or (name in _OF_LISTS and sharing.may_be_list(base))):
        return
    if name in _TAKING:
        _record(machine, part, name, None, NONE, span, ALWAYS)
    elif name in _PUTTING:
        place = _PUTTING[name]
        index = arguments.positional[0] if name == "setdefault" and arguments.positional else NONE
        given = arguments.all_values if place is None else arguments.positional[place : place + 1]
        for value in (one for one in given if isinstance(one, Reference)):
            inherit(machine, base, index, value)
        single = given[0] if len(given) == 1 else None
        _record(machine, part, name, single, index, span, ALWAYS, _origins_within(machine, given))


def _change(
    machine: Machine, base: Value, form: SharedForm, value: Value | None, index: Value, span: Span, when: Condition
) -> None:
    part = machine.program.sharing.part_of(base)
    if part is not None:
        if isinstance(value, Reference):
            inherit(machine, base, index, value)
        _record(machine, part, form, value, index, span, when)


def _record(
    machine: Machine,
    part: Part,
    form: SharedForm,
    value: Value | None,
    index: Value,
    span: Span,
    when: Condition,
    value_origins: frozenset[Origin] | None = None,
) -> None:
    if machine.initialising or not machine.is_alive or not machine.comes_to(when):
        return
    if value_origins is None:
        value_origins = _origins_within(machine, (value,)) if value is not None else NO_ORIGINS
    machine.record(
        SharedWrite,
        span,
        when,
        shared=part.shared,
        form=form,
        value=value,
        value_origins=value_origins,
        key_origins=part.key_origins | origins_of(machine, index),
        is_update=machine.mode.is_updating,
    )


def _origins_within(machine: Machine, values: Iterable[Value]) -> frozenset[Origin]:
    """The origins of values, and of what their attributes and items hold, some levels deep."""
    found: frozenset[Origin] = NO_ORIGINS
    level = list(values)
    seen: set[Hashable] = set()
    for _ in range(_DEEPEST + 1):
        contents = [content_of(machine, value) for value in level if _is_new(value, seen)]
        found = found.union(*(origins_of(machine, content) for content in contents))
        level = [one for content in contents for one in _held(machine, content) if not isinstance(one, Known)]
    return found


def _is_new(value: Value, seen: set[Hashable]) -> bool:
    """Whether an object has not been looked into yet: many lists can hold the same one."""
    if not isinstance(value, Reference):
        return True
    is_new = value.identity not in seen
    seen.add(value.identity)
    return is_new


def _held(machine: Machine, content: Value) -> Iterable[Value]:
    match content:
        case Items(elements=elements):
            return elements
        case Table(entries=entries):
            return [item for entry in entries for item in entry]
        case Choice(alternatives=alternatives):
            return [alternative for _, alternative in alternatives]
        case Reference(identity=identity):
            return [held for _, held in machine.store.attributes_of(identity)]
    return ()


def _of_package(name: str) -> Shared:
    return Shared(name, "package", "")


def _decides_itself(machine: Machine, base: Value, setter: str, name: str = "") -> bool:
    """Whether a class of the app says what the assignment does: by `setter`, a property or a descriptor."""
    if not isinstance(base, Reference) or base.class_ is None:
        return False
    if find_member(machine, base.class_, setter) is not None:
        return True
    member = find_member(machine, base.class_, name) if name else None
    if isinstance(member, Reference) and member.class_ is not None:
        return find_member(machine, member.class_, "__set__") is not None
    return isinstance(member, FunctionValue)
