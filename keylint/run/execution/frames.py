"""What is under way in a run: calls, loops, arms, and the ways out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from keylint.conditions.nodes import Condition
    from keylint.facts.expressions import Expression
    from keylint.findings import Location
    from keylint.run.execution.scopes import Scope
    from keylint.run.execution.store import Layer
    from keylint.run.trace import Context, Guard
    from keylint.run.values import FunctionValue, Value


@dataclass(frozen=True, slots=True)
class Callback:
    """A callback that a draw wires: run before the script of the next run."""

    draw: int
    function: Value
    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]
    condition: Condition
    context: Context


@dataclass(slots=True)
class Exits:
    """Ways out of a piece of code before its end: when each is taken, and what had been written by then.

    `depth` is how many branches of the store were open where the ways lead to, `segment` the number of the segment that
    they leave. `catches` are the names of the exceptions whose handlers they lead to.
    """

    depth: int
    segment: int = 0
    catches: frozenset[str] = frozenset()
    taken: list[tuple[Condition, Layer]] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """A call under way: what it returned so far, and, for messages, where it was called with which argument
    expressions.

    `yields` are what a generator gave, with its condition and the loops around it; `at_yield` runs what stands in a
    `with`.
    """

    scope: Scope
    function: FunctionValue | None = None
    call: Location | None = None
    given: Mapping[str, Expression] = field(default_factory=dict)
    results: list[tuple[Condition, Value]] = field(default_factory=list)
    returns: Exits = field(default_factory=lambda: Exits(0))
    yields: list[tuple[Condition, tuple[Location, ...], Value]] = field(default_factory=list)
    at_yield: Callable[[Value], None] | None = None


@dataclass(slots=True)
class Loop:
    """A loop under way: the ways out of it, and out of its present round."""

    breaks: Exits
    continues: Exits


@dataclass(frozen=True, slots=True)
class Mode:
    """How the code under way is run.

    `is_sealed`: it knows nothing of Streamlit, and what it raises ends nothing. `is_testing`: its value decides what
    happens next. `is_updating`: the new value is computed from the old one. `is_rehearsing`: nothing of it is kept.
    """

    is_sealed: bool = False
    is_testing: bool = False
    is_updating: bool = False
    is_rehearsing: bool = False


class Arm(NamedTuple):
    """One way through a branching statement: when it is taken, why, and what happens there."""

    condition: Condition
    guard: Guard | None
    action: Callable[[], None]


class SealedCallTooLongError(Exception):
    """A call into code that knows nothing of Streamlit takes too long to be followed for its value."""
