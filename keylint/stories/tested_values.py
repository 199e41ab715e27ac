"""How a test comes out when an input has a certain value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.computing import UNKNOWN, computed, constants_in
from keylint.run.values import NONE, identity_of

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


def _is_value_of(conditions: Conditions, subject: Hashable, draw: Draw) -> bool:
    """Whether a subject is what the input holds."""
    if draw.key is not None and isinstance(subject, tuple) and subject[:2] == ("state", draw.key):
        return True
    label = draw.parameters.get("label", NONE)
    made = conditions.parts(subject) if isinstance(subject, int) else ()
    return made[:5] == ("widget", draw.key, draw.location, draw.site, identity_of(label))
