"""How a test comes out when an input has a certain value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keylint.run.values import NONE, Known, Opaque, StateValue, WidgetResult

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.trace import Draw

_MISSING = object()


def is_in(conditions: Conditions, variable: Variable, draw: Draw, value: object, wanted: ValueSet) -> bool | None:
    """Whether the variable has one of the wanted values when the input that `draw` draws has that value; None where
    that cannot be said."""
    if variable.aspect == ("some", None) and _is_value_of(conditions, variable.subject, draw):
        return bool(value) in wanted
    if variable.aspect != "value":
        return None
    if _is_value_of(conditions, variable.subject, draw):
        return is_among(value, wanted)
    outcome = _compared(conditions, variable.subject, draw, value)
    return None if outcome is None else outcome in wanted


def is_among(value: object, wanted: ValueSet) -> bool:
    """Whether an input's value is one of those; tests ask of a list only whether something is in it."""
    return (bool(value) if isinstance(value, list) else value) in wanted


def named_in(conditions: Conditions, variable: Variable, wanted: ValueSet) -> Iterator[object]:
    """The constants that a test of the variable names."""
    yield from wanted.exceptions
    parts = _parts(conditions, variable.subject)
    if parts is not None:
        yield from (part.value for part in parts[1:] if isinstance(part, Known))


def _is_value_of(conditions: Conditions, subject: Hashable, draw: Draw) -> bool:
    """Whether a subject is what the input holds."""
    if draw.key is not None and isinstance(subject, tuple) and subject[:2] == ("state", draw.key):
        return True
    label = draw.parameters.get("label", NONE)
    told = label.identity if isinstance(label, (WidgetResult, StateValue, Opaque)) else label
    return subject == conditions.identity("widget", draw.key, draw.location, draw.site, told)


def _parts(conditions: Conditions, subject: Hashable) -> tuple[Any, ...] | None:
    """The sign and the two sides of a comparison."""
    parts = conditions.parts(subject) if isinstance(subject, int) else ()
    return parts if len(parts) == 3 and parts[0] in ("<", ">", "in", "==") else None


def _compared(conditions: Conditions, subject: Hashable, draw: Draw, value: object) -> bool | None:
    parts = _parts(conditions, subject)
    if parts is None:
        return None

    def side(part: Hashable) -> Any:
        if isinstance(part, Known):
            return part.value
        return value if _is_value_of(conditions, part, draw) else _MISSING

    left, right = side(parts[1]), side(parts[2])
    if left is _MISSING or right is _MISSING:
        return None
    try:
        match parts[0]:
            case "<":
                return bool(left < right)
            case ">":
                return bool(left > right)
            case "in":
                return bool(left in right)
            case _:
                return bool(left == right)
    except TypeError:
        return None
