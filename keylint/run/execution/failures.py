"""Failures that a choice or an entry of the user's causes, where the app catches them: runs that go on in a handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS
from keylint.run.execution import by_option
from keylint.run.execution.domains import flipped_by, origins_of
from keylint.run.execution.frames import Arm
from keylint.run.trace import Atom, Guard
from keylint.run.values import identity_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.conditions.nodes import Condition
    from keylint.findings import Span
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.frames import Exits
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value

# What each makes of its arguments says nothing of whether it can: `computing` knows that of each.
CONVERSIONS = frozenset(
    {
        "builtins.int", "builtins.float", "json.loads", "ast.literal_eval", "datetime.date.fromisoformat",
        "datetime.datetime.fromisoformat", "datetime.datetime.strptime",
    }
)  # fmt: skip
_KINDS: Mapping[str, frozenset[str]] = {
    "ValueError": frozenset({"ValueError", "JSONDecodeError", "SyntaxError"}),
    "AssertionError": frozenset({"AssertionError"}),
    "LookupError": frozenset({"LookupError", "KeyError", "IndexError"}),
}
_ANY = frozenset({"Exception", "BaseException"})


def converts(machine: Machine, name: str, arguments: Arguments, span: Span) -> None:
    """`int(text)`: goes on only where the conversion succeeds, if what the user has entered decides that."""
    exits, given = _caught_by(machine, "ValueError"), arguments.positional
    origins = origins_of(machine, given[0]) if given else frozenset()
    if (
        exits is None
        or arguments.keywords
        or arguments.spreads
        or not origins
        or any(origin.kind != "widget" for origin in origins)
    ):
        return
    subject = machine.program.identity("a computed value", f"converts {name}", *map(identity_of, given))
    location = machine.location(span)
    atom = Atom(subject, "true", kind=flipped_by(origins), origins=origins, location=location)
    _go_on_where(machine, by_option.test(machine, atom), exits, span)


def claims(machine: Machine, holds: Condition, span: Span) -> None:
    """`assert`: goes on only where it holds, if the app catches what it raises. Others are of what always holds."""
    exits = _caught_by(machine, "AssertionError")
    if exits is not None:
        _go_on_where(machine, holds, exits, span)


def finds(machine: Machine, found: Condition, index: Value, span: Span) -> None:
    """`table[choice]`: goes on only where there is such an entry, if what the user has chosen decides that."""
    exits = _caught_by(machine, "LookupError")
    origins = origins_of(machine, index)
    if exits is not None and origins and all(origin.kind == "widget" for origin in origins):
        _go_on_where(machine, found, exits, span)


def _caught_by(machine: Machine, kind: str) -> Exits | None:
    """The way to the handlers of the innermost `try` that catches such an exception."""
    names = _KINDS[kind] | _ANY
    return next((exits for exits in reversed(machine.attempts) if not exits.catches.isdisjoint(names)), None)


def _go_on_where(machine: Machine, holds: Condition, exits: Exits, span: Span) -> None:
    if holds is ALWAYS or not machine.can_be(holds.negation):
        return
    guard = Guard("raise", machine.location(span), holds)
    fails = Arm(holds.negation, guard, lambda: machine.leave("raise", span, exits))
    machine.run_arms([fails, Arm(holds, None, lambda: None)])
