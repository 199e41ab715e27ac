"""Functions that look at objects: `getattr` and its kin, `type`, `super`, and what makes simple objects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution import access, state
from keylint.run.execution.bounds import allocate
from keylint.run.execution.candidates import may_have_any_attribute
from keylint.run.execution.chosen_values import by_choice
from keylint.run.execution.classes import has_unknown_bases, lineage
from keylint.run.execution.domains import ENVIRONMENT, alternatives_of, key_of, origins_of
from keylint.run.execution.drawing import draws, is_part_of_page
from keylint.run.execution.named_members import named_member
from keylint.run.execution.noting import makes_unique
from keylint.run.execution.opaque_calls import derived
from keylint.run.execution.origins import union
from keylint.run.execution.recording import cannot_repeat
from keylint.run.reasons import Reason
from keylint.run.values import (
    AUTO,
    FACTORY,
    NONE,
    BoundBuiltin,
    ClassValue,
    FunctionValue,
    Known,
    ModuleValue,
    Opaque,
    Origin,
    Partial,
    Reference,
    StateValue,
    StreamlitValue,
    Table,
    Truth,
    Value,
    identity_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine


def _getattr(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """`getattr(st, name)`: as the attribute would be where the name is known, and a choice where it is in part."""
    if len(arguments.positional) < 2:
        return NONE
    base, name = arguments.positional[0], arguments.positional[1]
    if state.is_session_state(base) and len(arguments.positional) > 2:
        value = state.read(machine, name, "get", expression.span)
        return state.with_default(machine, name, value, arguments.positional[2], machine.location(expression.span))
    results = []
    for condition, alternative in by_choice(machine, name):
        if isinstance(alternative, Known) and isinstance(alternative.value, str):
            attribute = ex.Attribute(ex.Constant(None, expression.span), alternative.value, expression.span)
            value = access.attribute_of(machine, base, alternative.value, attribute)
            if isinstance(value, Opaque) and len(arguments.positional) > 2:
                value = arguments.positional[2] if _lacks(base, value) else value
            elif isinstance(value, Opaque):
                value = BoundBuiltin(base, alternative.value, attribute)
            results.append((condition, value))
            continue
        default = arguments.positional[2] if len(arguments.positional) > 2 else None
        named = named_member(machine, base, alternative, default, expression.span)
        if named is not None:
            results.append((condition, named))
        else:
            if is_part_of_page(base) or (isinstance(base, ModuleValue) and draws(machine, base)):
                machine.unknown(expression.span, Reason.UNKNOWN_ATTRIBUTE)
            results.append((condition, derived(machine, "getattr", arguments)))
    return machine.value_of(results)


def _lacks(base: Value, value: Opaque) -> bool:
    """Whether an object of which everything is known has no such attribute."""
    if value.reason != "an attribute" or not isinstance(base, (Reference, ModuleValue, StreamlitValue)):
        return False
    return not isinstance(base, Reference) or base.class_ is None or not has_unknown_bases(base.class_)


def _setattr(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    if len(arguments.positional) == 3:
        base, name, value = arguments.positional
        if isinstance(name, Known) and isinstance(name.value, str):
            access.set_attribute(machine, base, name.value, value, expression.span)
        else:
            access.set_item(machine, base, name, value, expression.span)
            for _, inner in alternatives_of(base):
                if isinstance(inner, Reference) and inner.class_ is not None:
                    may_have_any_attribute(machine, inner, origins_of(machine, name) | origins_of(machine, value))
    return NONE


def _delattr(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    if len(arguments.positional) == 2:
        access.delete_attribute(machine, *arguments.positional, expression.span)
    return NONE


def _hasattr(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    if len(arguments.positional) == 2 and state.is_session_state(arguments.positional[0]):
        key = key_of(machine, arguments.positional[1])
        return Truth(state.presence(machine, key, machine.location(expression.span)), frozenset({Origin("state", key)}))
    if len(arguments.positional) == 2 and isinstance(arguments.positional[0], StreamlitValue):
        names = map(identity_of, arguments.positional)
        return machine.opaque("what the installed Streamlit has", "hasattr", *names, origins=ENVIRONMENT)
    return derived(machine, "hasattr", arguments)


def _globals(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    if arguments.positional:  # vars(x)
        attribute = ex.Attribute(ex.Constant(None, expression.span), "__dict__", expression.span)
        return access.attribute_of(machine, arguments.positional[0], "__dict__", attribute)
    scope = machine.scope
    while scope.parent is not None:
        scope = machine.program.scopes[scope.parent]
    entries = tuple((Known(name), value) for name, value in machine.store.names_of(scope.number))
    return Table(entries, complete=False)


def _type(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    value = arguments.positional[0] if len(arguments.positional) == 1 else NONE
    if isinstance(value, Reference) and value.class_ is not None:
        return value.class_
    return derived(machine, "type", arguments)


def _super(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """`super()`: the present instance, seen as one of its base classes."""
    for number, frame in reversed(list(enumerate(machine.frames))):
        if any(number < recording.frames for recording in machine.recordings):
            cannot_repeat(machine.recordings)
        function = frame.function
        bound = function.bound if function is not None else None
        instance = bound.seed if isinstance(bound, StateValue) else bound
        class_ = instance.class_ if isinstance(instance, Reference) else instance
        if function is None or not isinstance(class_, ClassValue):
            continue
        owner = next((each for each in lineage(class_) if each.scope == function.scope), class_)
        bases = lineage(class_, owner)
        if isinstance(instance, Reference) and bases:
            seen_as = replace(instance, behind=owner)
            return replace(bound, seed=seen_as) if isinstance(bound, StateValue) else seen_as
        if bases:
            return bases[0]
    return NONE


def _constant_truth(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    value = arguments.positional[0] if arguments.positional else NONE
    if isinstance(value, (FunctionValue, ModuleValue, ClassValue)):
        return Known(True)
    return derived(machine, "callable", arguments)


def _namespace(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """`types.SimpleNamespace(a=1)`, `argparse.Namespace(a=1)`: an object with those attributes."""
    makes_unique(machine)
    origins = union(origins_of(machine, value) for value in arguments.all_values)
    namespace = machine.opaque("a namespace", *machine.birthplace(expression.span), origins=origins)
    for name, value in arguments.keywords.items():
        machine.store.set(("attribute", namespace.identity, name), value)
    return namespace


def _locals(machine: Machine, _arguments: Arguments, expression: ex.Expression) -> Value:
    """`locals()`: a dict with what the names of the function hold now."""
    names = machine.store.names_of(machine.scope.number)
    return allocate(machine, "dict", Table(tuple((Known(name), value) for name, value in names), False), expression)


def _dataclass_field(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """`field(default=…)` of a dataclass; what a `default_factory` makes is made for each object anew."""
    factory = arguments.keywords.get("default_factory")
    if factory is not None:
        return Partial(FACTORY, (factory,), ())
    return arguments.keywords.get("default") or derived(machine, "dataclasses.field", arguments)


def _auto(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    return AUTO


OBJECT_FUNCTIONS: dict[str, Callable[[Machine, Arguments, ex.Expression], Value]] = {
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.delattr": _delattr,
    "builtins.hasattr": _hasattr,
    "builtins.globals": _globals,
    "builtins.vars": _globals,
    "builtins.locals": _locals,
    "builtins.type": _type,
    "builtins.super": _super,
    "builtins.callable": _constant_truth,
    "enum.auto": _auto,
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
    "dataclasses.field": _dataclass_field,
    "pydantic.Field": _dataclass_field,
}
