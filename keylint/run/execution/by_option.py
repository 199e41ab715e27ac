"""Tests of what is made of choices among known options: Python says which of the options pass."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.run.computing import SIGNS, UNKNOWN, computed
from keylint.run.execution.noting import options_under
from keylint.run.execution.undoing import undone
from keylint.run.keys import Key
from keylint.run.values import Items, Text, identity_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Atom, Predicate

# Of more options, or ways to combine them, each test would be a long list.
_MOST_OPTIONS = 64
# A value is made of others over a few steps.
_DEEPEST = 12
_MADE = frozenset({*SIGNS, "a computed value", "an item", "a subset", "a text of"})
_ASKING: frozenset[Predicate] = frozenset({"true", "equals", "some"})


def test(machine: Machine, atom: Atom) -> Condition:
    """The condition of the test: of the choices themselves where its subject is made of them and of constants, of a
    number in session state where it is computed from that."""
    return _of_choices(machine, atom) or undone(machine, atom) or machine.atom(atom)


def values(machine: Machine, atom: Atom) -> list[tuple[Condition, object]]:
    """What the subject of the atom can be, each value with its condition; nothing where no choice decides that."""
    conditions = machine.conditions
    if machine.initialising:
        return []
    choices = tuple(dict.fromkeys(_choices(conditions, atom.subject)))
    options = _options(machine, choices) if choices else None
    found: dict[tuple[type, Hashable], Condition] = {}
    for chosen in product(*options) if options is not None else ():
        given = dict(zip(choices, chosen, strict=True))
        made = computed(conditions, atom.subject, lambda side, given=given: given.get(side, UNKNOWN))  # type: ignore[misc]
        if made is UNKNOWN or not _is_hashable(made):
            return []
        holds: Condition = ALWAYS
        for choice, domain in zip(choices, options or (), strict=True):
            is_it = replace(atom, subject=choice, predicate="equals", constant=given[choice], options=domain)
            holds = conditions.both(holds, machine.atom(is_it))
        found[type(made), made] = conditions.either(found.get((type(made), made), NEVER), holds)
    return [(condition, value) for (_, value), condition in found.items()]


def _is_hashable(value: object) -> bool:
    """Whether all that is in the value is, too."""
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _of_choices(machine: Machine, atom: Atom) -> Condition | None:
    if atom.predicate not in _ASKING or not isinstance(atom.subject, (int, Text)):
        return None
    if next(iter(_choices(machine.conditions, atom.subject)), None) == atom.subject:
        return None
    found = values(machine, atom)
    passing = [c for c, made in found if (made == atom.constant if atom.predicate == "equals" else made)]
    if not found:
        return None
    return machine.any_of(passing) if len(passing) < len(found) else ALWAYS


def _choices(conditions: Conditions, subject: Hashable) -> Iterator[Hashable]:
    """The results of widgets, and what session state holds, that a value is made of. A value that is one of several
    comes with itself: which it is, is not a matter of one choice."""
    pending: list[tuple[Hashable, int]] = [(subject, 0)]
    while pending:
        side, depth = pending.pop()
        parts = conditions.parts(side) if isinstance(side, int) else ()
        match side:
            case ("state", Key(), 0):
                yield side
            case Text(key=key):
                pending += [(hole.identity, depth + 1) for hole in key.holes]
            case Items(elements=elements):
                pending += [(identity_of(element), depth + 1) for element in elements]
            case int() if parts[:1] == ("widget",) or depth > _DEEPEST:
                yield side
            case int() if parts and parts[0] in _MADE:
                pending += [(part, depth + 1) for part in parts[1:]]
            case int() | tuple():
                yield side


def _options(machine: Machine, choices: tuple[Hashable, ...]) -> list[tuple[Hashable, ...]] | None:
    """What can be chosen in each; None where that is not known, or is too much."""
    found: list[tuple[Hashable, ...]] = []
    for choice in choices:
        options: Hashable = None
        match machine.conditions.parts(choice) if isinstance(choice, int) else choice:
            case ("widget", _, _, _, _, offered):
                options = offered
            case ("state", Key() as key, 0):
                options = options_under(machine, key)
        if not isinstance(options, tuple) or not options:
            return None
        found.append(options)
    return found if prod(map(len, found)) <= _MOST_OPTIONS else None
