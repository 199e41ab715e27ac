"""How a test comes out when an input has a certain value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.computing import UNKNOWN, computed, constants_in
from keylint.run.values import NONE, Known, identity_of
from keylint.stories.comparisons import comparison_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.trace import Draw


def is_in(conditions: Conditions, variable: Variable, draw: Draw, value: object, wanted: ValueSet) -> bool | None:
    """Whether the variable has one of the wanted values when the input that `draw` draws has that value; None where
    that cannot be said."""
    if variable.aspect not in ("value", ("some", None)):
        return None
    made = computed(
        conditions, variable.subject, lambda side: value if _is_value_of(conditions, side, draw) else UNKNOWN
    )
    return None if made is UNKNOWN else is_among(made if variable.aspect == "value" else bool(made), wanted)


def is_among(value: object, wanted: ValueSet) -> bool:
    """Whether a value is one of those; tests ask of a list only whether something is in it."""
    return (bool(value) if isinstance(value, (list, tuple)) else value) in wanted


def named_in(conditions: Conditions, variable: Variable, wanted: ValueSet) -> Iterator[object]:
    """The constants that a test of the variable names, and those that its subject is made of."""
    yield from wanted.exceptions
    yield from constants_in(conditions, variable.subject)


def is_compared(conditions: Conditions, variable: Variable, draw: Draw) -> bool:
    """Whether the test only compares what the input holds, or the ends of a range, with constants: then the bounds, and
    the values beside the constants, tell how it can come out. Sums and differences are greatest and least at bounds."""
    if _is_value_of(conditions, variable.subject, draw):
        return True
    comparison = comparison_of(conditions, variable.subject)
    if comparison is None:
        return False
    may_add = comparison.sign in "<>"
    return all(_is_held(conditions, side, draw, may_add=may_add) for side in comparison[1:])


def _is_held(conditions: Conditions, side: Hashable, draw: Draw, *, may_add: bool) -> bool:
    match conditions.parts(side) if isinstance(side, int) else ():
        case ("an item", whole, Known()):
            return _is_value_of(conditions, whole, draw)
        case ("a computed value", "+" | "-", *terms) if may_add:
            return all(_is_held(conditions, term, draw, may_add=True) for term in terms)
    return isinstance(side, Known) or _is_value_of(conditions, side, draw)


def _is_value_of(conditions: Conditions, subject: Hashable, draw: Draw) -> bool:
    """Whether a subject is what the input holds."""
    if draw.key is not None and isinstance(subject, tuple) and subject[:2] == ("state", draw.key):
        return True
    label = draw.parameters.get("label", NONE)
    made = conditions.parts(subject) if isinstance(subject, int) else ()
    return made[:5] == ("widget", draw.key, draw.location, draw.site, identity_of(label))
