"""Where values of widgets and of session state end up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, Form, cone, conjuncts, reach_of
from keylint.run.execution.domains import content_of, held_origins, origins_of
from keylint.run.execution.origins import union
from keylint.run.trace import Atom, Use
from keylint.run.values import NO_ORIGINS, Choice, Items, Known, Opaque, Reference, Table, Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from keylint.conditions.nodes import Variable
    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Sink
    from keylint.run.values import OpaqueReason, Origin, OriginKind, Value

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
        "a formatted value", "a subset", "an attribute", "an element", "an expression", "an item", "enumerated",
        "zipped",
    }
)  # fmt: skip


def record_use(machine: Machine, value: Value, sink: Sink, span: Span, detail: str = "") -> None:
    """Notes that `value` reached `sink`, when it came from a widget or from session state, or was chosen by one."""
    found = origins_of(machine, value) | _choosing(machine, value) | held_origins(machine, value)
    origins = frozenset(origin for origin in found if origin.kind in _FOLLOWED)
    if origins:
        machine.record(Use, span, origins=origins, sink=sink, detail=detail)


def _choosing(machine: Machine, value: Value) -> frozenset[Origin]:
    """The origins of the tests that choose between two values, of which one is used or goes into what is."""
    choices = dict.fromkeys(choice for part in _held(machine, value) for choice in _choices_in(machine, part))
    if not choices:
        return NO_ORIGINS
    way = machine.reached(ALWAYS)
    found: set[object] = set()
    for choice in choices:
        asked = _asked(choice)
        decided = {part.variable for part in conjuncts(way, reach_of(asked)) if part.form is Form.TEST}
        if len(asked - decided) <= _MOST_TESTS:
            found |= {variable.about for variable in asked - decided}
    return union(about.origins for about in found if isinstance(about, Atom))


def _asked(choice: Choice) -> set[Variable]:
    """What is asked to choose one of the values; nothing where that is too much to say."""
    asked: set[Variable] = set()
    for number, node in enumerate(cone(*(condition for condition, _ in choice.alternatives))):
        if node.form is Form.TEST:
            asked.add(node.variable)
        if number > _MOST_NODES:
            return set()
    return asked


def _held(machine: Machine, value: Value) -> list[Value]:
    """The value; of a collection what it holds now, at any depth."""
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
        content = content_of(machine, part) if isinstance(part, Reference) else part
        if content is part or content is None:
            found.append(part)
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
        case Opaque(identity=int(identity)) | int(identity):
            made = machine.conditions.parts(identity)
            return made[1:] if made and made[0] in _COMPUTED else ()
        case _:
            return ()
