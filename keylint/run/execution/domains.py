"""What can be asked of any value: its identity, its origins, its text as a key, whether it is true."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.facts import expressions as ex
from keylint.run.atoms import atoms_of
from keylint.run.cells import QUERY_PARAMETERS
from keylint.run.compounds import Compound, keep
from keylint.run.execution import by_option
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.noting import options_under
from keylint.run.execution.origins import one_of, union
from keylint.run.extents import DEEPEST
from keylint.run.keys import Hole, Key, constant_key
from keylint.run.trace import Atom
from keylint.run.values import (
    NO_ORIGINS,
    BoundBuiltin,
    Choice,
    ClassValue,
    External,
    FunctionValue,
    Items,
    Known,
    Opaque,
    Origin,
    Reference,
    StateValue,
    StreamlitValue,
    Table,
    Text,
    Truth,
    Value,
    WidgetResult,
    identity_of,
)
from keylint.streamlit.names import FIXED_OBJECTS, OUTSIDE_OBJECTS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from keylint.facts.expressions import Scalar
    from keylint.findings import Location
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import AtomKind
    from keylint.run.values import OriginKind

ENVIRONMENT = frozenset({Origin("environment")})
# More ways to combine values are not told apart.
_MOST_WAYS = 16

# Which origin decides what can flip a test: something outside the app before the user, the user before the app's state.
_FLIPPED_BY: tuple[tuple[OriginKind, AtomKind], ...] = (
    ("data", "data"),
    ("upload", "data"),
    ("element", "data"),
    ("exception", "data"),
    ("unstable", "data"),
    ("component", "widget"),
    ("widget", "widget"),
    ("container", "widget"),
    ("trigger", "trigger"),
    ("state", "state"),
    ("environment", "environment"),
)


def flipped_by(origins: Iterable[Origin]) -> AtomKind:
    """The kind of atom that a test of a value with these origins is."""
    kinds = {origin.kind for origin in origins}
    return next((kind for origin, kind in _FLIPPED_BY if origin in kinds), "data")


def origins_of(machine: Machine, value: Value) -> frozenset[Origin]:
    match value:
        case Opaque(origins=origins) | Truth(origins=origins):
            return origins
        case WidgetResult(kind=kind, key=key, site=site):
            return frozenset({Origin(kind, key or site)})
        case StateValue():
            return value.origins
        case Text(key=key):
            return frozenset(origin for hole in key.holes for origin in hole.origins)
        case External():
            return ENVIRONMENT
        case Items() | Table() | Reference(class_=None) | Choice() | BoundBuiltin():
            return _Gathering(machine).all_of(value)
        case _:
            return NO_ORIGINS


class _Gathering:
    """The origins of a value and of all that its collections hold now. Each collection is gone into once: many can
    hold the same one, and one can hold itself."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._known: dict[Hashable, frozenset[Origin]] = {}
        self._waiting: list[Reference] = []
        self._depth = 0
        # How often it has come to something that can hold something else later.
        self._changing = 0

    def all_of(self, value: Value) -> frozenset[Origin]:
        found = self._of(value)
        while self._waiting:
            found |= self._of(self._waiting.pop())
        return found

    def _of(self, value: Value) -> frozenset[Origin]:
        if not isinstance(value, (Compound, Reference)):
            return origins_of(self._machine, value)
        if isinstance(value, Compound) and value.gathered is not None:
            return value.gathered
        changing = self._changing
        found = self._of_parts(value)
        if isinstance(value, Compound) and self._changing == changing:
            keep(value, "gathered", found)
        return found

    def _of_parts(self, value: Value) -> frozenset[Origin]:
        match value:
            case Items(elements=elements):
                return self._of_all(elements)
            case Table(entries=entries):
                return self._of_all(part for entry in entries for part in entry)
            case Reference(class_=None):
                return self._of_content(value)
            case Choice(alternatives=alternatives):
                return one_of(self._of(alternative) for _, alternative in alternatives)
            case BoundBuiltin(base=base):
                return self._of(base)
            case _:
                return NO_ORIGINS

    def _of_all(self, parts: Iterable[Value]) -> frozenset[Origin]:
        """Long lists are mostly constants, or the same few values over and over."""
        distinct = {id(part): part for part in parts if type(part) is not Known}
        return union([self._of(part) for part in distinct.values()])

    def _of_content(self, value: Reference) -> frozenset[Origin]:
        self._changing += 1
        if value.identity not in self._known:
            if self._depth > DEEPEST:
                self._waiting.append(value)
                return NO_ORIGINS
            self._known[value.identity] = NO_ORIGINS  # of what it holds of itself
            self._depth += 1
            self._known[value.identity] = self._of(content_of(self._machine, value))
            self._depth -= 1
        return self._known[value.identity]


def held_origins(machine: Machine, value: Value) -> frozenset[Origin]:
    """The origins of what an object of the app holds."""
    if not isinstance(value, Reference) or value.class_ is None:
        return NO_ORIGINS
    return union(origins_of(machine, part) for _, part in machine.store.attributes_of(value.identity))


def deciding_origins(machine: Machine, value: Value, condition: Condition = ALWAYS) -> frozenset[Origin]:
    """What a value comes from in the runs that come here and meet the condition, and what chooses it where it is a
    choice."""
    if not isinstance(value, Choice):
        return origins_of(machine, value)
    conditions = machine.conditions
    possible = [(c, inner) for c, inner in value.alternatives if not machine.excludes(condition, c)]
    found = union(deciding_origins(machine, inner, conditions.both(c, condition)) for c, inner in possible)
    if len(possible) < 2:
        return found
    return found | union(atom.origins for atom in atoms_of(conditions, *(c for c, _ in possible)))


def filtered_by(origins: Iterable[Origin]) -> frozenset[Origin]:
    """The origins that a filter leaves on what it lets through."""
    return frozenset(
        Origin("filter", origin.detail) for origin in origins if origin.kind in ("widget", "component", "state")
    )


def streamlit_member(machine: Machine, name: str) -> Value:
    """What `st.<name>` is: some names are objects whose content comes from outside the script."""
    if name == "query_params":
        return StateValue(("state", QUERY_PARAMETERS, 0), QUERY_PARAMETERS)
    if name not in OUTSIDE_OBJECTS:
        return StreamlitValue(name)
    kind: OriginKind = "environment" if name in FIXED_OBJECTS else "data"
    return machine.opaque("a value from outside", name, origins=frozenset({Origin(kind, name)}))


def with_part(base: Value, index: Value, origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of `base[index]` or `base.index`: of an object in session state they say which part of it."""
    outer = [origin for origin in origins if origin.kind == "part"]
    if isinstance(index, Known) and (isinstance(base, StateValue) or (isinstance(base, Opaque) and len(outer) == 1)):
        path = (base.key,) if isinstance(base, StateValue) else outer[0].detail
        if isinstance(path, tuple):
            return (origins - set(outer)) | {Origin("part", (*path, index.value))}
    return origins - set(outer)


def content_of(machine: Machine, value: Value) -> Value:
    """What a list, set or dict holds now; any other value is itself."""
    if isinstance(value, Reference) and value.class_ is None:
        return machine.store.get(("content", value.identity)) or Opaque(value.identity, NO_ORIGINS, "a collection")
    return value


def key_of(machine: Machine, value: Value) -> Key:
    """The text that a value gives where a string is wanted. Choices are the caller's to take apart."""
    match value:
        case Known(value=scalar):
            return constant_key(str(scalar))
        case Text(key=key):
            return key
        case _:
            return Key((hole_of(machine, value),))


def hole_of(machine: Machine, value: Value) -> Hole:
    """A place in a text that only the run fills, with the value. A number stands for what is made of others: holes of
    keys in holes of keys, each twice in the next one, would else be a text without end."""
    identity = identity_of(value)
    if isinstance(value, Compound) or (isinstance(value, StateValue) and _is_nested(value.key)):
        identity = machine.program.identity("a text of", identity)
    return Hole(identity, origins_of(machine, value))


def _is_nested(key: Key) -> bool:
    """Whether a key is made of what other keys hold that are themselves not known."""
    return any(isinstance(hole.identity, tuple) for hole in key.holes)


def alternatives_of(value: Value) -> tuple[tuple[Condition, Value], ...]:
    """A value taken apart: each alternative with its condition."""
    return value.alternatives if isinstance(value, Choice) else ((ALWAYS, value),)


def combined(machine: Machine, values: tuple[Value, ...]) -> list[tuple[Condition, tuple[Value, ...]]]:
    """What several values can be together, each with its condition; none where there are too many ways."""
    ways: list[tuple[Condition, tuple[Value, ...]]] = [(ALWAYS, ())]
    for value in values:
        ways = [
            (both, (*before, inner))
            for condition, before in ways
            for own, inner in alternatives_of(value)
            if (both := machine.conditions.both(condition, own)) is not NEVER
        ]
        if len(ways) > _MOST_WAYS:
            return []
    return ways


def text_value(key: Key) -> Value:
    return Known(key.constant) if key.constant is not None else Text(key)


def join_keys(keys: Iterable[Key]) -> Key:
    parts: list[str | Hole] = []
    for key in keys:
        for part in key.parts:
            if part == "":
                continue
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
    return Key(tuple(parts)) if parts else constant_key("")


def options_of(machine: Machine, value: Value) -> tuple[Scalar, ...] | None:
    """All that a value can be, where that is known."""
    if isinstance(value, WidgetResult):
        return None if value.several else value.options
    if isinstance(value, StateValue):
        return options_under(machine, value.key)
    return None


def truth_of(machine: Machine, value: Value, location: Location) -> Condition:
    """The condition under which a value counts as true."""
    collection, value = value, content_of(machine, value)
    filled = machine.store.get(("filled", collection.identity)) if isinstance(collection, Reference) else None
    match value:
        case Items() | Table() if isinstance(filled, Truth):
            return filled.condition
        case Items() | Table() if filled is not None:
            return _test_of_truth(machine, value, collection, location)
        case Known(value=scalar):
            return ALWAYS if scalar else NEVER
        case Truth(condition=condition):
            return condition
        case Items(elements=elements, complete=True):
            return ALWAYS if elements else NEVER
        case Table(entries=entries, complete=True):
            return ALWAYS if entries else NEVER
        case Text(key=key) if any(isinstance(part, str) for part in key.parts):
            return ALWAYS  # some of it is known
        case Choice(alternatives=alternatives):
            return machine.any_of(
                machine.conditions.both(condition, truth_of(machine, alternative, location))
                for condition, alternative in alternatives
            )
        case StateValue(identity=identity) if _is_filled(machine, identity):
            return ALWAYS
        case StateValue(seed=Reference(class_=ClassValue() as class_)) | Reference(class_=ClassValue() as class_) if (
            method := _deciding_its_truth(machine, class_)
        ):
            written = ex.Call(ex.Constant(None, location.span), (), location.span)
            answer = machine.interpreter.call(machine, replace(method, bound=value), Arguments(), written)
            return truth_of(machine, answer, location)
        case WidgetResult() | StateValue() | Opaque() | External() | Text() | Items() | Table():
            return _test_of_truth(machine, value, value, location)
        case _:
            return ALWAYS


def is_empty(machine: Machine, value: Value) -> bool:
    """Whether the value is a collection of the app's own that has nothing in it."""
    filled = machine.store.get(("filled", value.identity)) if isinstance(value, Reference) else None
    if filled is not None:
        return isinstance(filled, Truth) and filled.condition is NEVER
    match content_of(machine, value):
        case Items(elements=(), complete=True) | Table(entries=(), complete=True):
            return True
    return False


def _deciding_its_truth(machine: Machine, class_: ClassValue) -> FunctionValue | None:
    """The method by which an object says itself when it counts as true."""
    for name in ("__bool__", "__len__"):
        method = _inherited(machine, class_, name)
        if isinstance(method, FunctionValue):
            return method
    return None


def _inherited(machine: Machine, class_: ClassValue, name: str) -> Value | None:
    own = machine.store.get((class_.scope, name))
    bases = (base for base in class_.bases if isinstance(base, ClassValue) and base != class_)
    return own or next((found for base in bases if (found := _inherited(machine, base, name)) is not None), None)


def _test_of_truth(machine: Machine, value: Value, subject: Value, location: Location) -> Condition:
    origins = origins_of(machine, value)
    atom = Atom(
        identity_of(subject),
        "true",
        kind=flipped_by(origins),
        origins=origins,
        options=options_of(machine, value),
        location=location,
    )
    return by_option.test(machine, atom)


def _is_filled(machine: Machine, identity: Hashable) -> bool:
    """Whether session state was given, earlier in this run, a collection that has something in it."""
    given = machine.program.collections_given.get(identity)
    match machine.store.get(("content", given)) if given is not None else None:
        case Items(elements=inner, complete=True) | Table(entries=inner, complete=True):
            return bool(inner)
        case _:
            return False


def equality(machine: Machine, value: Value, constant: Hashable, location: Location) -> Condition:
    """The condition under which a value equals a constant (a scalar, or any value with a fixed identity)."""
    match value:
        case Known(value=scalar):
            return ALWAYS if scalar == constant else NEVER
        case Truth(condition=condition) if isinstance(constant, bool):
            return condition if constant else machine.conditions.negate(condition)
        case Choice(alternatives=alternatives):
            return machine.any_of(
                machine.conditions.both(condition, equality(machine, alternative, constant, location))
                for condition, alternative in alternatives
            )
        case Text(key=key) if isinstance(constant, str) and not key.may_equal(constant_key(constant)):
            return NEVER
        case Text(key=key) if isinstance(constant, str) and (found := key.in_only_hole(constant)) is not None:
            hole, there = found
            atom = Atom(hole.identity, "equals", there, flipped_by(hole.origins), hole.origins, None, location)
            return by_option.test(machine, atom)
        case _:
            options = options_of(machine, value)
            if options is not None and isinstance(constant, (str, int, float)) and constant not in options:
                return NEVER
            origins = origins_of(machine, value)
            atom = Atom(identity_of(value), "equals", constant, flipped_by(origins), origins, options, location)
            return by_option.test(machine, atom)
