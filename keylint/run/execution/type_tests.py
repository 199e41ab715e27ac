"""`isinstance`, as far as values tell of what kind they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.classes import has_unknown_bases, lineage
from keylint.run.execution.domains import ENVIRONMENT, alternatives_of, options_of
from keylint.run.execution.opaque_calls import derived
from keylint.run.values import ClassValue, External, Items, Known, Reference, Table, Text, WidgetResult, identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.conditions.nodes import Condition
    from keylint.facts import expressions as ex
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value

_BUILTINS = "builtins."


def call_isinstance(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """Whether a value is of a class, or of one of several; only the run knows where too little is known of either."""
    if len(arguments.positional) != 2:
        return derived(machine, "isinstance", arguments)
    value, wanted = arguments.positional
    classes = list(_classes(wanted))
    results: list[tuple[Condition, Value]] = []
    for condition, alternative in alternatives_of(value):
        each = _what_it_can_be(machine, alternative)
        answers = {_is_of_one(one, classes) for one in each}
        known = next(iter(answers)) if len(answers) == 1 and classes else None
        if known is not None:
            answer: Value = Known(known)
        elif len(each) > 1 and len({_names_of(one) for one in each}) == 1:
            # Whatever the answer is, it is the same for all of them.
            answer = machine.opaque("a computed value", "isinstance", each[0], identity_of(wanted), origins=ENVIRONMENT)
        else:
            answer = derived(machine, "isinstance", arguments)
        results.append((condition, answer))
    return machine.value_of(results)


def _what_it_can_be(machine: Machine, value: Value) -> tuple[Value, ...]:
    """All that a choice among known options can be; any other value is itself."""
    if isinstance(value, WidgetResult) and value.several:
        return (Items("list", ()),)
    options = options_of(machine, value)
    return (value,) if not options else tuple(Known(option) for option in options)


def _is_of_one(value: Value, classes: list[Value]) -> bool | None:
    """Whether the value is of one of the classes."""
    answers = [_is_of(value, class_) for class_ in classes]
    return True if True in answers else None if None in answers else False


def _classes(wanted: Value) -> Iterator[Value]:
    if isinstance(wanted, Items):
        for element in wanted.elements:
            yield from _classes(element)
    else:
        yield wanted


def _is_of(value: Value, class_: Value) -> bool | None:
    own = _names_of(value)
    if isinstance(value, Reference) and value.class_ is not None:
        if isinstance(class_, ClassValue) and class_ in lineage(value.class_):
            return True
        return None if has_unknown_bases(value.class_) else _of_nothing_else(class_)
    if own is None:
        return None
    if isinstance(class_, External) and class_.name.startswith(_BUILTINS):
        name = class_.name.removeprefix(_BUILTINS)
        return None if name == "str" and name in own else name in own  # a path is a text here, and no `str` to Python
    return False if isinstance(class_, ClassValue) else None


def _of_nothing_else(class_: Value) -> bool | None:
    """Whether an object of a class of the app is of a class that it does not name: not of a builtin, but `object`."""
    if isinstance(class_, External) and class_.name.startswith(_BUILTINS):
        return class_.name == "builtins.object"
    return False if isinstance(class_, ClassValue) else None


def _names_of(value: Value) -> frozenset[str] | None:
    """The builtin classes that a value is of."""
    match value:
        case Known(value=constant):
            return frozenset(class_.__name__ for class_ in type(constant).__mro__)
        case Text():
            return frozenset({"str", "object"})
        case Items(kind="list" | "tuple" | "set" as kind):
            return frozenset({kind, "object"})
        case Table():
            return frozenset({"dict", "object"})
        case Reference(kind="list" | "set" | "dict" as kind, class_=None):
            return frozenset({kind, "object"})
    return None
