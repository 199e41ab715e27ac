"""Built-in functions that make collections, of others or of numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.run.execution import state
from keylint.run.execution.applying import call_key_function
from keylint.run.execution.bounds import new_collection, one_of_several, outgrown
from keylint.run.execution.copies import give_all_items_of, give_items_of, source_of_all_items
from keylint.run.execution.domains import combined, content_of, origins_of
from keylint.run.execution.entries import give_factory, unseen_entry
from keylint.run.execution.iteration import MOST_ITEMS, items_of
from keylint.run.execution.opaque_calls import derived
from keylint.run.execution.origins import union
from keylint.run.execution.pure_functions import compute
from keylint.run.extents import have_room
from keylint.run.values import NONE, Items, Known, Opaque, Table, Value, identity_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.facts import expressions as ex
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.values import CollectionKind


def _new_list(machine: Machine, content: Items, kind: CollectionKind, expression: ex.Expression) -> Value:
    if kind == "tuple":
        return content
    identity = machine.program.identity("object", kind, *machine.birthplace(expression.span))
    return new_collection(machine, identity, kind, Items(kind, content.elements, content.complete))


def _collection(kind: CollectionKind) -> Callable[[Machine, Arguments, ex.Expression], Value]:
    def build(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
        if not arguments.positional:
            return _new_list(machine, Items(kind, ()), kind, expression)
        items = items_of(machine, arguments.positional[0])
        if items is None:
            return _copy_of_unknown(machine, "list", arguments)
        return _new_list(machine, items, kind, expression)

    return build


def _copy_of_unknown(machine: Machine, name: str, arguments: Arguments) -> Value:
    """A list with the items of a collection that is not known."""
    every_key = _every_key(machine, arguments) if arguments.positional else None
    if every_key is not None:
        return every_key
    made = derived(machine, name, arguments)
    if arguments.positional:
        give_items_of(machine, made, arguments.positional[0])
        give_all_items_of(machine, made, arguments.positional[0])
    return made


def _every_key(machine: Machine, arguments: Arguments) -> Value | None:
    """A copy of session state, or of its keys or items, when the argument is that."""
    content = content_of(machine, arguments.positional[0])
    if not state.is_every_key(content):
        return None
    return content if isinstance(content, Opaque) else state.every_key(machine, "keys")


def _sorted(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    items = compute(machine, "sorted", arguments, expression)
    call_key_function(machine, items, arguments, expression)
    if not isinstance(items, Items):
        return _copy_of_unknown(machine, "sorted", arguments)
    return _new_list(machine, items, "list", expression)


def _reversed(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    items = items_of(machine, arguments.positional[0]) if arguments.positional else None
    if items is None:
        return _copy_of_unknown(machine, "reversed", arguments)
    return _new_list(machine, Items("list", items.elements[::-1]), "list", expression)


def _range(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    ways = combined(machine, arguments.positional)
    if len(ways) < 2:
        return _range_of(machine, arguments, expression)
    ranges = [(c, _range_of(machine, replace(arguments, positional=given), expression)) for c, given in ways]
    return one_of_several(machine, ranges, expression.span)


def _range_of(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    bounds = [
        value.value for value in arguments.positional if isinstance(value, Known) and isinstance(value.value, int)
    ]
    if len(bounds) == len(arguments.positional) and bounds and (len(bounds) < 3 or bounds[2]):
        numbers = range(*bounds)
        if len(numbers) <= MOST_ITEMS:
            return Items("list", tuple(Known(number) for number in numbers))
    origins = union(origins_of(machine, value) for value in arguments.positional)
    made = machine.opaque("a range", *map(identity_of, arguments.positional), origins=origins)
    counted = source_of_all_items(machine, arguments.positional[0]) if len(arguments.positional) == 1 else None
    if counted is not None:
        give_all_items_of(machine, made, counted)
    return made


def _enumerate(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    if not arguments.positional:
        return NONE
    start = arguments.get("start", 1) or Known(0)
    items = items_of(machine, arguments.positional[0])
    if items is not None and isinstance(start, Known) and isinstance(start.value, int):
        return Items(
            "list",
            tuple(Items("tuple", (Known(start.value + i), item)) for i, item in enumerate(items.elements)),
        )
    iterable = arguments.positional[0]
    enumerated = machine.opaque("enumerated", identity_of(iterable), origins=origins_of(machine, iterable))
    give_items_of(machine, enumerated, iterable)
    give_all_items_of(machine, enumerated, iterable)
    return enumerated


def _zip(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    several = [items_of(machine, value) for value in arguments.positional]
    known = [items for items in several if items is not None]
    if known and len(known) == len(several):
        if not have_room(*(len(items.elements) for items in known)):
            return outgrown(machine, arguments.positional, expression.span)
        rows = zip(*(items.elements for items in known), strict=False)
        return Items("list", tuple(Items("tuple", row) for row in rows))
    identities = [identity_of(value) for value in arguments.positional]
    origins = union(origins_of(machine, value) for value in arguments.positional)
    return machine.opaque("zipped", *identities, origins=origins)


def _dict(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    entries: list[tuple[Value, Value]] = []
    complete = not arguments.spreads
    every_key = _every_key(machine, arguments) if arguments.positional else None
    if every_key is not None:
        return every_key
    for value in arguments.positional:
        content = content_of(machine, value)
        if isinstance(content, Table):
            entries += content.entries
            complete = complete and content.complete
        elif isinstance(content, Items) and all(
            isinstance(e, Items) and len(e.elements) == 2 for e in content.elements
        ):
            entries += [(e.elements[0], e.elements[1]) for e in content.elements if isinstance(e, Items)]
        else:
            complete = False
            entries.append(unseen_entry(machine, value))
    entries += [(Known(name), value) for name, value in arguments.keywords.items()]
    identity = machine.program.identity("object", "dict", *machine.birthplace(expression.span))
    return new_collection(machine, identity, "dict", Table(tuple(entries), complete))


def _defaultdict(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    made = _dict(machine, replace(arguments, positional=arguments.positional[1:]), expression)
    if arguments.positional and arguments.positional[0] != NONE:
        give_factory(machine, made, arguments.positional[0])
    return made


COLLECTION_FUNCTIONS: dict[str, Callable[[Machine, Arguments, ex.Expression], Value]] = {
    "builtins.list": _collection("list"),
    "builtins.tuple": _collection("tuple"),
    "builtins.set": _collection("set"),
    "builtins.frozenset": _collection("set"),
    "builtins.sorted": _sorted,
    "builtins.reversed": _reversed,
    "builtins.range": _range,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.dict": _dict,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": _defaultdict,
}
