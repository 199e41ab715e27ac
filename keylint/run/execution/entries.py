"""Entries of dicts: looking one up, and what is put there where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER
from keylint.run.execution import parts
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.bounds import change_content, new_collection
from keylint.run.execution.domains import alternatives_of, equality, flipped_by, is_empty, origins_of
from keylint.run.execution.drawing import draws
from keylint.run.execution.failures import finds
from keylint.run.execution.shared_objects import copy_of
from keylint.run.execution.store import CALLEES, MOST_ALTERNATIVES, MOST_CALLEES
from keylint.run.extents import with_entry
from keylint.run.keys import constant_key
from keylint.run.reasons import Reason
from keylint.run.trace import Atom
from keylint.run.values import Items, Known, Opaque, Reference, StateValue, Table, Text, identity_of

if TYPE_CHECKING:
    from keylint.conditions.nodes import Condition
    from keylint.facts import expressions as ex
    from keylint.findings import Location, Span
    from keylint.run.execution.machine import Machine
    from keylint.run.opaque_reasons import OpaqueReason
    from keylint.run.values import ReferenceKind, Value


def copied(machine: Machine, base: Value, content: Items | Table, span: Span) -> Value:
    """What `base.copy()` gives: a list, set or dict of its own with the same content."""
    if machine.program.sharing.part_of(base) is not None:
        return copy_of(machine, base, span, is_deep=False)
    kind: ReferenceKind = "dict"
    if isinstance(content, Items):
        kind = "set" if content.kind == "set" else "list"
    identity = machine.program.identity("a copy", identity_of(base), *machine.birthplace(span))
    return new_collection(machine, identity, kind, content)


def unseen_entries(machine: Machine, source: Value) -> Table:
    """The content of a dict of which nothing is known."""
    return Table((unseen_entry(machine, source),), complete=False)


def give_factory(machine: Machine, made: Value, factory: Value) -> None:
    """Notes what a `defaultdict` puts where there is no entry."""
    if isinstance(made, Reference):
        machine.store.set(("factory", made.identity), factory)


def entry(machine: Machine, base: Value, table: Table, index: Value, expression: ex.Expression) -> Value:
    """`base[index]` of a dict, which is `table` now."""
    factory = machine.store.get(("factory", base.identity)) if isinstance(base, Reference) else None
    if factory is None or not isinstance(base, Reference):
        return lookup(machine, table, index, expression, None)
    if _written_at(table, index) is not None:
        return lookup(machine, table, index, expression, None)
    made = machine.interpreter.call(machine, factory, Arguments(), expression)
    return set_default(machine, base, table, index, made, expression)


def set_default(
    machine: Machine, base: Reference, table: Table, index: Value, default: Value, expression: ex.Expression
) -> Value:
    """What there is at `index` after `default` was put there if there was nothing. In the round that stands for all
    rounds of a loop an earlier one may have put it there, and changed it."""
    if _written_at(table, index) is not None:
        return lookup(machine, table, index, expression, default)
    if isinstance(index, Known) and _has_known_keys(table):
        found = default
    else:
        found = _unknown_entry(machine, table, index, expression, (default,))
    change_content(machine, base, with_entry(table, index, found), expression.span)
    return found


def _written_at(table: Table, index: Value) -> Value | None:
    """The entry whose key is written as the index is; None for an index that only the run knows: in another round of a
    loop it is another one."""
    if not isinstance(index, (Known, Text)):
        return None
    return next((value for key, value in reversed(table.entries) if key == index), None)


def unseen_entry(machine: Machine, source: Value) -> tuple[Value, Value]:
    """What stands for the entries that a dict takes over from one that is not known: any of them may be written over an
    earlier one."""
    origins = origins_of(machine, source)
    key, value = (machine.opaque(reason, "unseen", identity_of(source), origins=origins) for reason in _UNSEEN)
    held = [inner for _, inner in alternatives_of(source) if not is_empty(machine, inner)]
    if len(held) == 1 and isinstance(held[0], StateValue):  # `stored or {}`, too
        machine.store.set(("unseen", value.identity), held[0])
    return key, value


def _source(machine: Machine, table: Table) -> StateValue | None:
    """The only dict of session state whose entries the table has taken over, where nothing else is unknown of it."""
    unknown = [value for key, value in table.entries if not isinstance(key, Known)]
    return _taken_from(machine, unknown[0]) if len(unknown) == 1 else None


def _taken_from(machine: Machine, unseen: Value) -> StateValue | None:
    """The dict of session state for whose entries a value stands that `unseen_entry` has made."""
    found = machine.store.get(("unseen", unseen.identity)) if isinstance(unseen, Opaque) else None
    return found if isinstance(found, StateValue) else None


_UNSEEN: tuple[OpaqueReason, OpaqueReason] = ("an element", "an item")


def lookup(machine: Machine, table: Table, index: Value, expression: ex.Expression, default: Value | None) -> Value:
    """An entry of a dict. An index that only the run knows can be any key: a choice among the entries."""
    location = machine.location(expression.span)
    written = _written_at(table, index)
    if written is not None:
        return _unless_overwritten(machine, table, index, written, location)
    source = _source(machine, table) if isinstance(index, Known) else None
    if source is not None:
        return parts.read_part(machine, source, index, "item" if default is None else "get", expression.span)
    is_missing = table.complete and (
        not table.entries or (isinstance(index, Known) and not any(_may_be(key, index) for key, _ in table.entries))
    )
    if default is not None and is_missing:
        return default
    is_told = isinstance(index, Known) and _has_known_keys(table)
    is_chosen = not isinstance(index, Known) and bool(table.entries) and _is_choosable(table)
    if not (table.complete and (is_told or is_chosen)) and any(draws(machine, value) for _, value in table.entries):
        machine.unknown(expression.span, Reason.UNKNOWN_ENTRY)
    if is_chosen:
        return chosen_entry(machine, table, index, location, default)
    return _unknown_entry(machine, table, index, expression, () if default is None else (default,))


def _unknown_entry(
    machine: Machine, table: Table, index: Value, expression: ex.Expression, others: tuple[Value, ...]
) -> Value:
    """Some entry, or one of the others."""
    origins = origins_of(machine, index).union(origins_of(machine, table), *(origins_of(machine, o) for o in others))
    place = machine.location(expression.span)
    found = machine.opaque("an item", identity_of(table), identity_of(index), place.span, origins=origins)
    machine.store.may_be_one_of(found, (*(value for _, value in table.entries), *others))
    return found


def _may_be(key: Value, index: Value) -> bool:
    if isinstance(key, Known):
        return False
    if isinstance(key, Text):
        return not isinstance(index, Known) or (
            isinstance(index.value, str) and key.key.may_equal(constant_key(index.value))
        )
    return True


def _unless_overwritten(machine: Machine, table: Table, index: Value, written: Value, location: Location) -> Value:
    """The entry that is written at the index, or one that was put into the dict after it under a key that only the run
    knows, where that is the same key."""
    taken: Condition = NEVER
    results: list[tuple[Condition, Value]] = []
    for key, value in reversed(table.entries):
        if key == index:
            break
        if isinstance(index, Known) and _may_be(key, index):
            condition = _is_written(machine, key, index, location)
            source = _taken_from(machine, value)
            found = value if source is None else parts.read_part(machine, source, index, "get", location.span)
            results.append((machine.conditions.without(condition, taken), found))
            taken = machine.conditions.either(taken, condition)
    if not results:
        return written
    results.append((machine.conditions.negate(taken), written))
    return machine.value_of([(condition, value) for condition, value in results if condition is not NEVER])


def _is_written(machine: Machine, key: Value, index: Known, location: Location) -> Condition:
    """Whether one of the keys that `key` stands for is the index. Several indices may be among them."""
    origins = origins_of(machine, key)
    subject = machine.program.identity("written", identity_of(key), identity_of(index))
    return machine.atom(Atom(subject, "true", kind=flipped_by(origins), origins=origins, location=location))


def _is_choosable(table: Table) -> bool:
    """Whether an entry can be told by its key: not in a table of data, of which a choice would say nothing. Keys that
    only the run knows, as translated ones, are told apart where what they stand for can be called."""
    if all(isinstance(value, Known) for _, value in table.entries):
        return len(table.entries) <= MOST_ALTERNATIVES and _has_known_keys(table)
    return len(table.entries) <= MOST_CALLEES and (
        _has_known_keys(table) or any(isinstance(value, CALLEES) for _, value in table.entries)
    )


def _has_known_keys(table: Table) -> bool:
    return all(isinstance(key, Known) for key, _ in table.entries)


def chosen_entry(machine: Machine, table: Table, index: Value, location: Location, default: Value | None) -> Value:
    """The entry whose key the index equals, or the default, as a choice; without a default it is one of them."""
    taken: Condition = NEVER
    results: list[tuple[Condition, Value]] = []
    for key, value in table.entries:
        sought = key.value if isinstance(key, Known) else ("the value", identity_of(key))
        condition = equality(machine, index, sought, location)
        results.append((machine.conditions.without(condition, taken), value))
        taken = machine.conditions.either(taken, condition)
    rest = machine.conditions.negate(taken)
    if default is None and _has_known_keys(table):
        finds(machine, taken, index, location.span)
    if default is not None:
        results.append((rest, default))
    elif results:
        last_condition, last = results[-1]
        results[-1] = (machine.conditions.either(last_condition, rest), last)
    return machine.value_of([(condition, value) for condition, value in results if condition is not NEVER])
