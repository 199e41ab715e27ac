"""Comparisons: tests as conditions over normalised atoms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.run.execution import by_option, state
from keylint.run.execution.domains import (
    alternatives_of,
    content_of,
    equality,
    flipped_by,
    key_of,
    origins_of,
    truth_of,
)
from keylint.run.execution.presence import holds_item
from keylint.run.execution.special_methods import COMPARISONS, call_drawing, call_special
from keylint.run.trace import Atom
from keylint.run.values import (
    Choice,
    Items,
    Known,
    Opaque,
    Origin,
    Reference,
    StateValue,
    Table,
    Truth,
    Value,
    identity_of,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.facts import expressions as ex
    from keylint.findings import Location, Span
    from keylint.run.execution.machine import Machine

_ORDER = {"<": ("<", False), ">=": ("<", True), ">": (">", False), "<=": (">", True)}
_NEGATED = {"!=": "==", "not in": "in", "is not": "is"}


def truth(machine: Machine, condition: Condition, origins: frozenset[Origin]) -> Value:
    """A test's result; a constant when no run can flip it."""
    if condition in (ALWAYS, NEVER):
        return Known(condition is ALWAYS)
    return Truth(condition, origins)


def evaluate_comparison(machine: Machine, expression: ex.Comparison) -> Value:
    left = machine.evaluate(expression.left)
    holds = ALWAYS
    origins = origins_of(machine, left)
    for operator, right_expression in expression.rights:
        right = machine.evaluate(right_expression)
        origins |= origins_of(machine, right)
        holds = machine.conditions.both(holds, _compared(machine, operator, left, right, expression.span))
        left = right
    return truth(machine, holds, origins)


def _compared(machine: Machine, operator: str, left: Value, right: Value, span: Span) -> Condition:
    """The condition of one comparison; where an object of the app decides it, the one that its method gives."""
    location = machine.location(span)
    if operator in ("in", "not in"):
        answer = call_special(machine, right, "__contains__", (left,), span)
    else:
        answer = call_drawing(machine, left, COMPARISONS.get(operator, ""), (right,), span)
    if answer is None:
        return compare(machine, operator, left, right, location)
    holds = truth_of(machine, answer, location)
    return machine.conditions.negate(holds) if operator == "not in" else holds


def compare(machine: Machine, operator: str, left: Value, right: Value, location: Location) -> Condition:
    """The condition under which `left operator right` is true."""
    if operator in _NEGATED:
        return machine.conditions.negate(compare(machine, _NEGATED[operator], left, right, location))
    sign, negated = _ORDER.get(operator, (operator, False))
    filled = _has_items(machine, sign, left, right, location)
    if filled is not None:
        return machine.conditions.negate(filled) if negated else filled
    if operator in ("==", "is"):
        return _equal(machine, left, right, location)
    if operator == "in":
        return _contained(machine, left, right, location)
    holds = _ordered(machine, sign, left, right, location)
    return machine.conditions.negate(holds) if negated else holds


def _has_items(machine: Machine, sign: str, left: Value, right: Value, location: Location) -> Condition | None:
    """The condition of `len(names) > 0`, `len(names) < 1` or `len(names) == 0`; None for any other test."""
    if (sign, right) not in ((">", Known(0)), ("<", Known(1)), ("==", Known(0))) or not isinstance(left, Opaque):
        return None
    match machine.conditions.parts(left.identity) if isinstance(left.identity, int) else ():
        case ("a computed value", "len", Reference() | Choice() as counted):
            filled = truth_of(machine, counted, location)
        case ("a computed value", "len", held) if _is_of_state(machine, held):
            # A frame or an array in session state has no truth: whoever counts its rows asks the same every time.
            kind, origins = flipped_by(left.origins), left.origins
            filled = machine.atom(Atom(held, "true", kind=kind, origins=origins, location=location))
        case _:
            return None
    return filled if sign == ">" else machine.conditions.negate(filled)


def _is_of_state(machine: Machine, identity: Hashable) -> bool:
    made = machine.conditions.parts(identity) if isinstance(identity, int) else identity
    return isinstance(made, tuple) and made[:1] == ("state",)


def _equal(machine: Machine, left: Value, right: Value, location: Location) -> Condition:
    if isinstance(left, Choice) and isinstance(right, Choice):
        pairs = _pairs(machine, left, right)
        # Both are chosen by the same tests: each of one comes with one of the other.
        if len(pairs) <= max(len(left.alternatives), len(right.alternatives)):
            return machine.any_of(
                machine.conditions.both(condition, _equal(machine, one, other, location))
                for condition, one, other in pairs
            )
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Choice) and not isinstance(one, Choice):
            return machine.any_of(
                machine.conditions.both(condition, _equal(machine, one, alternative, location))
                for condition, alternative in other.alternatives
            )
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Known):
            return equality(machine, one, other.value, location)
    if left == right:
        return ALWAYS
    return _opaque_test(machine, "==", left, right, location)


def _pairs(machine: Machine, left: Choice, right: Choice) -> list[tuple[Condition, Value, Value]]:
    """What two values can be in the same run."""
    return [
        (both, one, other)
        for when, one in left.alternatives
        for then, other in right.alternatives
        if not machine.excludes(when, then) and (both := machine.conditions.both(when, then)) is not NEVER
    ]


def _contained(machine: Machine, item: Value, container: Value, location: Location) -> Condition:
    if state.is_every_key(container):
        return machine.any_of(
            machine.conditions.both(condition, state.presence(machine, key_of(machine, alternative), location))
            for condition, alternative in alternatives_of(item)
        )
    content = content_of(machine, container)
    candidates: tuple[Value, ...] | None = None
    if isinstance(content, Items) and content.complete:
        candidates = content.elements
    elif isinstance(content, Table) and content.complete:
        candidates = tuple(key for key, _ in content.entries)
    if candidates is not None and all(isinstance(candidate, Known) for candidate in candidates):
        return machine.any_of(
            machine.conditions.both(
                holds_item(machine, container, candidate), _equal(machine, item, candidate, location)
            )
            for candidate in candidates
        )
    if isinstance(content, Known) and isinstance(content.value, str) and isinstance(item, Known):
        return ALWAYS if str(item.value) in content.value else NEVER
    return _opaque_test(machine, "in", item, container, location)


def _ordered(machine: Machine, sign: str, left: Value, right: Value, location: Location) -> Condition:
    if isinstance(left, Known) and isinstance(right, Known):
        a, b = left.value, right.value
        if isinstance(a, (int, float)) and isinstance(b, (int, float)):
            return ALWAYS if (a < b if sign == "<" else a > b) else NEVER
    return _opaque_test(machine, sign, left, right, location)


def _opaque_test(machine: Machine, sign: str, left: Value, right: Value, location: Location) -> Condition:
    origins = origins_of(machine, left) | origins_of(machine, right)
    subject: Hashable = machine.program.identity(sign, identity_of(left), identity_of(right))
    if sign == "==" and (isinstance(left, StateValue) or isinstance(right, StateValue)):
        subject = ("equal", identity_of(left), identity_of(right))  # who stores one where the other is, asks for it
    atom = Atom(subject, "true", kind=flipped_by(origins), origins=origins, location=location)
    return by_option.test(machine, atom)
