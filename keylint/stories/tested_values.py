"""How a test comes out when an input has a certain value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.values import NONE, Known, identity_of
from keylint.stories.comparisons import comparison_of, outcome
from keylint.stories.example_values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.trace import Draw


def is_in(conditions: Conditions, variable: Variable, draw: Draw, value: object, wanted: ValueSet) -> bool | None:
    """Whether the variable has one of the wanted values when the input that `draw` draws has that value; None where
    that cannot be said."""
    if variable.aspect == ("some", None) and _is_value_of(conditions, variable.subject, draw):
        return bool(value) in wanted
    if variable.aspect != "value":
        return None
    if _is_value_of(conditions, variable.subject, draw):
        return is_among(value, wanted)
    comparison = comparison_of(conditions, variable.subject)
    if comparison is None:
        return None
    comes_out = outcome(conditions, comparison, lambda side: value if _is_value_of(conditions, side, draw) else UNKNOWN)
    return None if comes_out is None else comes_out in wanted


def is_among(value: object, wanted: ValueSet) -> bool:
    """Whether an input's value is one of those; tests ask of a list only whether something is in it."""
    return (bool(value) if isinstance(value, list) else value) in wanted


def named_in(conditions: Conditions, variable: Variable, wanted: ValueSet) -> Iterator[object]:
    """The constants that a test of the variable names."""
    yield from wanted.exceptions
    comparison = comparison_of(conditions, variable.subject)
    if comparison is not None:
        yield from (side.value for side in comparison[1:] if isinstance(side, Known))


def _is_value_of(conditions: Conditions, subject: Hashable, draw: Draw) -> bool:
    """Whether a subject is what the input holds."""
    if draw.key is not None and isinstance(subject, tuple) and subject[:2] == ("state", draw.key):
        return True
    label = draw.parameters.get("label", NONE)
    return subject == conditions.identity("widget", draw.key, draw.location, draw.site, identity_of(label))
