"""Where values of widgets and of session state end up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Form, cone, conjuncts, reach_of
from keylint.findings import Location, Span
from keylint.run.execution.deciding_tests import DecidingTest
from keylint.run.execution.domains import content_of, held_origins, origins_of
from keylint.run.execution.origins import union
from keylint.run.keys import Key
from keylint.run.trace import Atom, Use
from keylint.run.values import (
    NO_ORIGINS,
    BoundBuiltin,
    Choice,
    Items,
    Known,
    Opaque,
    Origin,
    Reference,
    StateValue,
    Table,
    Text,
    Value,
    in_order,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.questions import Questions
    from keylint.run.execution.machine import Machine
    from keylint.run.opaque_reasons import OpaqueReason
    from keylint.run.trace import Sink
    from keylint.run.values import OriginKind

_FOLLOWED: frozenset[OriginKind] = frozenset({"widget", "upload", "component", "state"})

# More tests than that between two values say little of any of them.
_MOST_TESTS = 24
# Nor do conditions of more parts than that.
_MOST_NODES = 600
# What is computed from more than that is not looked through.
_MOST_PARTS = 60
# What is made of the values that its identity names, and of no number that means something else.
_COMPUTED: frozenset[OpaqueReason] = frozenset(
    {
        "a cached result", "a call", "a comprehension", "a computed value", "a filtered comprehension",
        "a formatted value", "a subset", "an attribute", "an element", "an expression", "an item", "changes in a loop",
        "enumerated", "zipped",
    }
)  # fmt: skip


def record_use(
    machine: Machine,
    value: Value,
    sink: Sink,
    span: Span,
    detail: str = "",
    *,
    besides: frozenset[Origin] = NO_ORIGINS,
    part: Hashable = None,
) -> None:
    """Notes that `value` reached `sink`, when it came from a widget or from session state, or was chosen by one; not
    what came from `besides`. `part` is what it is written to."""
    parts = [*_origins_by_condition(machine, value), (ALWAYS, held_origins(machine, value)), *_choosing(machine, value)]
    for condition, origins in parts:
        followed = _followed(origins - besides)
        if followed and (condition is ALWAYS or machine.comes_to(condition)):
            machine.record(Use, span, condition, origins=followed, sink=sink, detail=detail, part=part)


def _followed(origins: Iterable[Origin]) -> frozenset[Origin]:
    return frozenset(origin for origin in origins if origin.kind in _FOLLOWED)


def _origins_by_condition(machine: Machine, value: Value) -> list[tuple[Condition, frozenset[Origin]]]:
    """What a value comes from, and when: what was made under a click comes from its inputs only then."""
    origins = _followed(origins_of(machine, value))
    when = _when_made(machine, value) if origins else {}
    found: dict[Condition, list[Origin]] = {}
    for origin in in_order(origins):
        found.setdefault(when.get(origin, ALWAYS), []).append(origin)
    return [(condition, frozenset(origins)) for condition, origins in found.items()]


def _when_made(machine: Machine, value: Value) -> Mapping[Origin, Condition]:
    """When a value comes from each of its origins, as far as that is known. What was computed is what it is."""
    if not isinstance(value, Opaque):
        return _when(machine, value, [_MOST_PARTS]) or {}
    known = machine.program.made_when
    if value not in known:
        known[value] = _when(machine, value, [_MOST_PARTS]) or {}
    return known[value]


def _when(machine: Machine, part: Hashable, left: list[int]) -> dict[Origin, Condition] | None:
    """When a value, or what an identity stands for, comes from each of its origins; None where that is not known of
    all. `left` counts the parts that are looked at."""
    left[0] -= 1
    if left[0] < 0:
        return None
    match part:
        case None | str() | bool() | Span() | Location():  # a name, or a place: nothing is made of it
            return {}
        case Choice(alternatives=alternatives):
            chosen = [(condition, _when(machine, inner, left)) for condition, inner in alternatives]
        case Opaque(identity=int()) | int() if made := _parts(machine, part):
            chosen = [(ALWAYS, _when(machine, inner, left)) for inner in made]
        case Items() | Table() | BoundBuiltin():
            chosen = [(ALWAYS, _when(machine, inner, left)) for inner in _parts(machine, part)]
        case Reference(class_=None) if (content := content_of(machine, part)) is not part:
            return _when(machine, content, left)
        case _ if isinstance(part, Value):
            return dict.fromkeys(origins_of(machine, part), ALWAYS)
        case ("state", Key() as key, _):  # what stands for a value of session state, or of a widget
            return dict.fromkeys((*StateValue(part, key).origins, Origin("widget", key)), ALWAYS)
        case _:
            return None
    found: dict[Origin, Condition] = {}
    for condition, origins in chosen:
        if origins is None:
            return dict.fromkeys(part.origins, ALWAYS) if isinstance(part, Opaque) else None
        for origin, when in origins.items():
            here = machine.conditions.both(condition, when)
            found[origin] = machine.conditions.either(found.get(origin, NEVER), here)
    if isinstance(part, Opaque):
        found.update((origin, ALWAYS) for origin in part.origins if origin not in found)
    return found


def _choosing(machine: Machine, value: Value) -> list[tuple[Condition, frozenset[Origin]]]:
    """The origins of the tests that choose between two values, of which one is used or goes into what is, and when
    they are asked for that."""
    choices = dict.fromkeys(choice for part in _held(machine, value) for choice in _choices_in(machine, part))
    tests = [decided for choice in choices if (decided := _decided_by(machine, choice))]
    if not tests:
        return []
    found: dict[Condition, list[frozenset[Origin]]] = {}
    for decided in tests:
        known = machine.see(_decided, frozenset(one.variable for one in decided))
        open_ = [one for one in decided if one.variable not in known]
        for one in open_ if len(open_) <= _MOST_TESTS else ():
            found.setdefault(one.when, []).append(one.origins)
    return [(condition, union(origins)) for condition, origins in found.items()]


def _decided(_: Questions, reached: Condition, variables: frozenset[Variable]) -> frozenset[Variable]:
    """Which of the variables, and of others with their reach, the way to here tests in any case."""
    parts = conjuncts(reached, reach_of(variables))
    return frozenset(part.variable for part in parts if part.form is Form.TEST)


def _decided_by(machine: Machine, choice: Choice) -> tuple[DecidingTest, ...]:
    """The tests by which a choice goes that come from what is followed."""
    known = machine.program.decided_by
    if choice not in known:
        found = []
        for variable, conditions in _asked(choice).items():
            origins = _followed(variable.about.origins) if isinstance(variable.about, Atom) else NO_ORIGINS
            if origins:
                when = machine.any_of(_matters(machine, variable, condition) for condition in conditions)
                if when is not NEVER:
                    found.append(DecidingTest(variable, origins, when))
        known[choice] = tuple(found)
    return known[choice]


def _matters(machine: Machine, variable: Variable, condition: Condition) -> Condition:
    """When it makes a difference to the condition what the variable is; the condition itself where it is asked in
    several ways."""
    conditions = machine.conditions
    asked = {node.values for node in cone(condition) if node.form is Form.TEST and node.variable is variable}
    if len(asked) != 1:
        return condition
    values = asked.pop()
    with_, without = (conditions.assuming(condition, {variable: v}) for v in (values, values.complement))
    return conditions.either(conditions.without(with_, without), conditions.without(without, with_))


def _asked(choice: Choice) -> dict[Variable, list[Condition]]:
    """What is asked to choose one of the values, and for which of them; nothing where that is too much to say."""
    asked: dict[Variable, list[Condition]] = {}
    number = 0
    for condition, _ in choice.alternatives:
        for node in cone(condition):
            number += 1
            if number > _MOST_NODES:
                return {}
            if node.form is Form.TEST:
                conditions = asked.setdefault(node.variable, [])
                if not conditions or conditions[-1] is not condition:
                    conditions.append(condition)
    return asked


def _held(machine: Machine, value: Value) -> list[Value]:
    """The value; of a collection what it holds now, at any depth, and what chose that."""
    if not isinstance(value, Reference):
        return [value]
    found: list[Value] = []
    seen: set[Value] = set()
    waiting: list[Value] = [value]
    while waiting and len(seen) < _MOST_PARTS:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        if isinstance(part, Reference) and (chosen := machine.store.get(("chosen", part.identity))) is not None:
            found.append(chosen)
        content = content_of(machine, part) if isinstance(part, Reference) else part
        if content is part or isinstance(content, Choice):
            found.append(content)
        elif isinstance(content, Items):
            waiting += content.elements
        elif isinstance(content, Table):
            waiting += [inner for _, inner in content.entries]
    return found


def _choices_in(machine: Machine, value: Value) -> tuple[Choice, ...]:
    """The choices that a value is made of, also where it is known only by what it was computed from."""
    if isinstance(value, Known):
        return ()
    known = machine.program.choices_in
    if value not in known:
        found: dict[Choice, None] = {}
        seen: set[Hashable] = set()
        waiting: list[Hashable] = [value]
        while waiting and len(seen) < _MOST_PARTS:
            part = waiting.pop()
            if part not in seen:
                seen.add(part)
                if isinstance(part, Choice):
                    found[part] = None
                waiting += _parts(machine, part)
        known[value] = tuple(found)
    return known[value]


def _parts(machine: Machine, part: Hashable) -> Iterable[Hashable]:
    match part:
        case Choice(alternatives=alternatives):
            return [value for _, value in alternatives]
        case Items(elements=elements):
            return elements
        case Table(entries=entries):
            return [value for entry in entries for value in entry]
        case Text(key=key):
            return [hole.identity for hole in key.holes]
        case BoundBuiltin(base=base):
            return [base]
        case Reference(class_=None):
            return _held(machine, part)
        case Opaque(identity=int(identity)) | int(identity):
            made = machine.conditions.parts(identity)
            if made and made[0] == "a subset":  # what selects its rows is noted where it does
                return made[1:2]
            return made[1:] if made and made[0] in _COMPUTED else ()
        case _:
            return ()
