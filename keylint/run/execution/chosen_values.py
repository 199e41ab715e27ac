"""Values taken apart by what the user has chosen: for who has to know what a name or an index is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution import by_option
from keylint.run.execution.domains import alternatives_of, flipped_by, origins_of
from keylint.run.trace import Atom
from keylint.run.values import Known, Opaque, StateValue, Text, WidgetResult, identity_of

if TYPE_CHECKING:
    from keylint.conditions.nodes import Condition
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value


def by_choice(machine: Machine, value: Value) -> list[tuple[Condition, Value]]:
    """Each alternative of a value with its condition; of a choice among known options, or of what is made of one, a
    constant for each option."""
    found: list[tuple[Condition, Value]] = []
    for condition, inner in alternatives_of(value):
        origins = origins_of(machine, inner)
        atom = Atom(identity_of(inner), "equals", kind=flipped_by(origins), origins=origins)
        is_chosen = isinstance(inner, (WidgetResult, StateValue, Text, Opaque))
        chosen = by_option.values(machine, atom) if is_chosen else []
        constants = [(c, made) for c, made in chosen if isinstance(made, (str, int, float)) or made is None]
        if not constants or len(constants) < len(chosen):
            found.append((condition, inner))
        else:
            found += [(machine.conditions.both(condition, c), Known(made)) for c, made in constants]
    return found
