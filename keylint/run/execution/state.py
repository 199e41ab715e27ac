"""Session state as the run sees it: reads, writes, deletions, and which keys are there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from keylint.conditions.nodes import ALWAYS
from keylint.run.execution.changing import settled_value
from keylint.run.execution.copies import give_items_of
from keylint.run.execution.domains import alternatives_of, content_of, is_empty, key_of, origins_of, with_part
from keylint.run.execution.given_parts import parts_given
from keylint.run.execution.noting import moment, record_move
from keylint.run.execution.origins import is_changing
from keylint.run.execution.results import as_result
from keylint.run.keys import Hole, Key
from keylint.run.trace import Atom, ItemsChange, StateDelete, StateRead, StateWrite
from keylint.run.values import (
    NONE,
    Choice,
    ClassValue,
    FunctionValue,
    Items,
    Opaque,
    Origin,
    Reference,
    StateValue,
    StreamlitValue,
    Table,
    Truth,
    Value,
    identity_of,
    in_order,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.conditions.nodes import Condition
    from keylint.findings import Location, Span
    from keylint.run.execution.machine import Machine
    from keylint.run.opaque_reasons import OpaqueReason
    from keylint.run.trace import ReadForm, WriteForm
    from keylint.run.values import Known

# Lists made of a list, with its items at other positions.
FILTERED: Final = "a filtered comprehension"
EXTENDED_IN_FRONT: Final = "a list with more in front"
MOVING: frozenset[OpaqueReason] = frozenset({FILTERED, EXTENDED_IN_FRONT})

EVERY_KEY = Key((Hole("every key", frozenset()),))


def is_session_state(value: Value) -> bool:
    return isinstance(value, StreamlitValue) and value.name == "session_state"


def initial_cell(machine: Machine, cell: tuple[object, ...]) -> Value | None:
    """What session state holds under a key, and whether it is there, before the run has touched it."""
    match cell:
        case ("state", Key() as key):
            return StateValue(("state", key, 0), key)
        case ("present", Key() as key):
            return Truth(was_present(machine, key))
        case _:
            return None


def presence(machine: Machine, key: Key, location: Location | None = None) -> Condition:
    """The condition that a key is in session state at this point of the run."""
    was_present(machine, key, location)
    return machine.any_of(
        machine.conditions.both(condition, truth.condition)
        for condition, truth in alternatives_of(machine.store.get(("present", key)) or NONE)
        if isinstance(truth, Truth)
    )


def was_present(machine: Machine, key: Key, location: Location | None = None) -> Condition:
    """The condition that a key was in session state when the run began."""
    origins = frozenset({Origin("state", key)})
    return machine.atom(Atom(("key", key), "present", kind="state", origins=origins, location=location))


def set_presence(machine: Machine, key: Key, condition: Condition, is_present: bool) -> None:
    """From here on the key is there (or not), in those of the runs that come here in which `condition` holds."""
    before, conditions = presence(machine, key), machine.conditions
    after = conditions.either(before, condition) if is_present else conditions.without(before, condition)
    machine.store.set(("present", key), Truth(after))


def read(machine: Machine, name: Value, form: ReadForm, span: Span) -> Value:
    """The value of `st.session_state[name]` and its kin; records the read."""
    results: list[tuple[Condition, Value]] = []
    for condition, alternative in alternatives_of(name):
        if not machine.comes_to(condition):
            continue
        key = key_of(machine, alternative)
        machine.record(StateRead, span, condition, key=key, form=form)
        results.append((condition, current(machine, key)))
    return machine.value_of(results)


def current(machine: Machine, key: Key) -> Value:
    """What session state holds under a key at this point of the run."""
    held = machine.store.get(("state", key))
    return NONE if held is None else seeded(held, key, machine.store.get(("seed", key)))


def seeded(held: Value, key: Key, seed: Value | None) -> Value:
    """What a place holds, with the kind of object that it is known to hold."""
    match held:
        case StateValue() if held.key == key:
            return replace(held, seed=seed)
        case Choice(alternatives=alternatives):
            return Choice(tuple((condition, seeded(inner, key, seed)) for condition, inner in alternatives))
        case _:
            return held


def write(machine: Machine, name: Value, value: Value, form: WriteForm, span: Span) -> None:
    """Records an assignment and remembers what the key holds from here on."""
    for condition, alternative in alternatives_of(name):
        if not machine.comes_to(condition):
            continue
        key = key_of(machine, alternative)
        record_write(machine, key, value, form, span, condition)
        if isinstance(value, Opaque) and value.reason in MOVING and Origin("state", key) in value.origins:
            record_change(machine, key, value.reason, span)
        _remember(machine, key, value, condition, form)
        set_presence(machine, key, condition, True)


def record_write(
    machine: Machine, key: Key, value: Value, form: WriteForm, span: Span, condition: Condition = ALWAYS
) -> None:
    """Records that a place is given a value, and the places in it what that value holds."""
    for place, given in ((key, value), *parts_given(machine, key, value)):
        part = machine.program.sharing.part_of(given)
        machine.record(
            StateWrite,
            span,
            condition,
            key=place,
            form=form,
            value=given,
            value_origins=origins_of(machine, given),
            change=ItemsChange.EMPTIES if place is key and is_empty(machine, given) else None,
            shared=part.shared if part is not None else None,
        )


def hold(machine: Machine, name: Known, value: Value) -> None:
    """What Streamlit itself puts under a key, without the app's doing."""
    key = key_of(machine, name)
    machine.store.set(("state", key), value)
    set_presence(machine, key, ALWAYS, True)


# What is reached from an object by these is a part of it; what its methods return need not be.
_PARTS: frozenset[OpaqueReason] = frozenset({"an item", "an attribute"})


_CALLS: frozenset[OpaqueReason] = frozenset({"a call", "a cached result"})


def _is_of_a_call(machine: Machine, identity: Hashable) -> bool:
    """Whether that is a part of what a call gives, over any number of steps."""
    while isinstance(identity, int):
        made = machine.conditions.parts(identity)
        if not made or made[0] not in _PARTS:
            return bool(made) and made[0] in _CALLS
        identity = made[1]
    return False


def write_inside(
    machine: Machine, base: Value, value: Value, span: Span, index: Value = NONE, *, change: ItemsChange | None = None
) -> None:
    """Records a change of an object that session state holds: `st.session_state.settings["unit"] = value`."""
    if not isinstance(base, StateValue) and not (isinstance(base, Opaque) and base.reason in _PARTS):
        return
    if isinstance(base, Opaque) and _is_of_a_call(machine, base.identity):
        return  # what a function has made of session state is not in it
    if change is not ItemsChange.ADDS:
        may_be_emptied(machine, base)
    origins = origins_of(machine, base)
    part = next((origin.detail for origin in with_part(base, index, origins) if origin.kind == "part"), None)
    for origin in in_order(origins):
        if origin.kind == "state" and isinstance(origin.detail, Key) and machine.is_alive:
            machine.record(
                StateWrite,
                span,
                key=origin.detail,
                form="inside",
                value=value,
                value_origins=origins_of(machine, value),
                part=part,
                change=change,
            )


def may_be_emptied(machine: Machine, value: Value) -> None:
    """From here on nothing is known of what is in a collection that session state was given."""
    if isinstance(value, StateValue):
        machine.program.collections_given.pop(value.identity, None)


def record_change(machine: Machine, key: Key, how: str, span: Span) -> None:
    """Items of the list under `key` were moved to other positions: noted, for keys of widgets that count its
    positions."""
    record_move(machine, key, how, machine.location(span), machine.path.reached, machine.path.reached_within)
    may_be_emptied(machine, current(machine, key))


def _remember(machine: Machine, key: Key, value: Value, condition: Condition, form: WriteForm) -> None:
    """A seed leaves a present value alone; any other assignment replaces it, where `condition` holds."""
    note_object(machine, key, value)
    if form == "setdefault" or _is_absent(machine, key, condition):
        make_once(machine, value)
        return
    held = machine.store.get(("state", key)) or NONE
    if isinstance(value, StateValue) and isinstance(held, StateValue) and value.identity == held.identity:
        return  # it holds that already; what it held before something else is another value
    new = stored(machine, key, value)
    machine.store.set(("state", key), machine.value_of([(condition, new), (condition.negation, held)]))


def note_object(machine: Machine, key: Key, value: Value) -> None:
    """Notes what kind of object a place holds, so that its methods are followed whenever it is read."""
    if isinstance(value, Reference) and value.kind == "dict":
        machine.store.set(("a dict", key), value)
    if isinstance(value, (ClassValue, FunctionValue)) or (isinstance(value, Reference) and value.class_ is not None):
        machine.store.set(("seed", key), value)


def _is_absent(machine: Machine, key: Key, condition: Condition) -> bool:
    """Whether all of the runs that are here and meet the condition began without the key."""
    return machine.excludes(condition, was_present(machine, key))


def is_dict(machine: Machine, value: Value) -> bool:
    """Whether what session state holds is a dict, as far as the app has put one there, or takes one where there is
    nothing."""
    return isinstance(value, StateValue) and machine.store.get(("a dict", value.key)) is not None


def make_once(machine: Machine, value: Value) -> None:
    """An object that is only made where session state has none is made once: nothing in it changes with the run."""
    if isinstance(value, Reference) and value.class_ is not None:
        for cell, held in machine.store.attributes_of(value.identity):
            if is_changing(origins_of(machine, held)):
                machine.store.set(cell, settled_value(held))


def stored(machine: Machine, key: Key, value: Value) -> Value:
    """Collections change after they were stored, by code that is not seen: only what cannot change is remembered."""
    content = content_of(machine, value)
    if isinstance(content, (Items, Table)) and not isinstance(value, Items):
        identity: Hashable = machine.program.identity("state", key, moment(machine))
        if isinstance(value, Reference):
            machine.program.collections_given[identity] = value.identity
        return StateValue(identity, key)
    give_items_of(machine, value, StateValue(identity_of(value), key))
    if isinstance(value, Choice):
        return machine.value_of([(condition, stored(machine, key, inner)) for condition, inner in value.alternatives])
    return as_result(machine, key, value)


def delete(machine: Machine, name: Value, span: Span) -> None:
    for condition, alternative in alternatives_of(name):
        if not machine.comes_to(condition):
            continue
        key = key_of(machine, alternative)
        machine.record(StateDelete, span, condition, key=key)
        identity = machine.program.identity("state", key, moment(machine))
        machine.store.set(("state", key), StateValue(identity, key))
        set_presence(machine, key, condition, False)


def setdefault(machine: Machine, name: Value, default: Value, span: Span) -> Value:
    write(machine, name, default, "setdefault", span)
    return machine.value_of([(c, current(machine, key_of(machine, k))) for c, k in alternatives_of(name)])


def write_all(machine: Machine, span: Span) -> None:
    """`update(st.session_state)`: every key is assigned to itself."""
    machine.record(StateWrite, span, key=EVERY_KEY, form="all", value=NONE)


A_KEY: Final = "a key of session state"
# What a dict holds that was made of session state: a key, its value and the test that the key passes, for each.
CHOSEN_KEYS: Final = "chosen keys"
ALL_KEYS: Final = "all of session state"


def every_key(machine: Machine, method: str) -> Value:
    """`st.session_state.keys()` and its kin; what iterating over them gives is `key_in`."""
    return machine.opaque(ALL_KEYS, method)


def is_every_key(value: Value) -> bool:
    """Whether a value is session state, or a collection of all its keys or items."""
    return is_session_state(value) or (isinstance(value, Opaque) and value.reason == ALL_KEYS)


def with_default(machine: Machine, name: Value, value: Value, default: Value, location: Location) -> Value:
    """What `get(name, default)` gives: the value where the key is there, else the default."""
    if isinstance(default, Reference) and default.kind == "dict":
        for _, alternative in alternatives_of(name):
            machine.store.set(("a dict", key_of(machine, alternative)), default)
    here = machine.any_of(
        machine.conditions.both(condition, presence(machine, key_of(machine, alternative), location))
        for condition, alternative in alternatives_of(name)
    )
    return machine.value_of([(here, value), (machine.conditions.negate(here), default)])
