"""Built-in functions that call what they are given: with each item, or with each that is compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.run.execution.arguments import Arguments
from keylint.run.execution.domains import content_of
from keylint.run.execution.drawing import draws_when_handed_on
from keylint.run.execution.escapes import let_change
from keylint.run.execution.iteration import items_of
from keylint.run.execution.opaque_calls import derived, note_unfollowed
from keylint.run.execution.pure_functions import compute
from keylint.run.reasons import Reason
from keylint.run.values import External, Items

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value

_WITH_EACH = frozenset({"filter", "map"})
_COMPARING = frozenset({"max", "min"})


def call_pure(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    """The result of the built-in function `name`, which computes from its arguments and from nothing else."""
    result = compute(machine, name, arguments, expression)
    given = arguments.positional
    if name in _WITH_EACH and any(items_of(machine, value) is None for value in given[1:]):
        let_change(machine, arguments)
        note_unfollowed(machine, External(f"builtins.{name}"), arguments, expression)
    elif name in _COMPARING:
        compared = items_of(machine, given[0]) if len(given) == 1 else Items("tuple", given)
        call_key_function(machine, compared, arguments, expression)
    # What is made of a list is made of what it holds now.
    held = tuple(items if isinstance(items := content_of(machine, one), Items) else one for one in given)
    return result or derived(machine, f"builtins.{name}", replace(arguments, positional=held))


def call_key_function(machine: Machine, items: Value | None, arguments: Arguments, expression: ex.Expression) -> None:
    """Calls the `key` function of a comparison for what it draws. What it gives does not matter: the order of items is
    that of the source."""
    function = arguments.keywords.get("key")
    if function is None:
        return
    if not draws_when_handed_on(machine, function):
        let_change(machine, Arguments((function,)))
    elif isinstance(items, Items) and items.complete:
        for item in items.elements:
            machine.interpreter.call(machine, function, Arguments((item,)), expression)
    else:
        machine.unknown(expression.span, Reason.DRAWS_ELSEWHERE)
