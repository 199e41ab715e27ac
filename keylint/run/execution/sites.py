"""Where a finding about a widget points: the innermost call site at which its key is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.facts import statements as st
from keylint.findings import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.run.execution.machine import Machine


def site_of(machine: Machine, key: ex.Expression | None, location: Location) -> Location:
    """Follows the key's expression through parameters to the caller that gives it.

    `location` is that of the widget call; it is the site unless the key comes in through a parameter.
    """
    expressions = [key] if key is not None else []
    for frame in reversed(machine.frames):
        if frame.function is None or frame.call is None:
            break
        names = {name for expression in expressions for name in names_in(expression)}
        definition = frame.function.definition
        if isinstance(definition, st.Function):
            names = behind(definition.body, names)
        given = [
            frame.given[parameter.name]
            for parameter in definition.parameters
            if parameter.name in names & frame.given.keys()
        ]
        if not given:
            break
        location = frame.call
        expressions = given
    return location


def written_at(machine: Machine, expression: ex.Expression) -> tuple[ex.Expression, Location]:
    """The expression that a parameter stands for, and its place: that of the caller who gives it."""
    location = machine.location(expression.span)
    for frame in reversed(machine.frames):
        if frame.call is None or not isinstance(expression, ex.Name) or expression.identifier not in frame.given:
            break
        expression = frame.given[expression.identifier]
        location = Location(frame.call.path, expression.span)
    return expression, location


def behind(block: st.Block, names: set[str]) -> set[str]:
    """The names, with those that local assignments make them from."""
    sources = _sources_in(block)
    found, pending = set(names), list(names)
    while pending:
        more = sources.get(pending.pop(), _NONE) - found
        found |= more
        pending += more
    return found


def _sources_in(block: st.Block) -> dict[str, set[str]]:
    """From which names the assignments of a block make each name: asked once for every widget in it."""
    known = _SOURCES.get(id(block))
    if known is None or known[0] is not block:
        sources: dict[str, set[str]] = {}
        for statement in assignments_in(block):
            for target in statement.targets:
                if isinstance(target, ex.Name):
                    sources.setdefault(target.identifier, set()).update(names_in(statement.value))
        known = _SOURCES[id(block)] = (block, sources)
    return known[1]


_SOURCES: dict[int, tuple[st.Block, dict[str, set[str]]]] = {}
_NONE: frozenset[str] = frozenset()


def assignments_in(block: st.Block) -> Iterator[st.Assign]:
    for statement in block:
        if isinstance(statement, st.Assign):
            yield statement
        elif not isinstance(statement, (st.Function, st.Class)):
            for part in ("body", "otherwise", "final"):
                yield from assignments_in(getattr(statement, part, ()))


def names_in(expression: ex.Expression) -> Iterator[str]:
    """Names that an expression reads; those inside lambdas and comprehensions are left out."""
    match expression:
        case ex.Name(identifier=identifier):
            yield identifier
        case ex.Attribute(base=base):
            yield from names_in(base)
        case ex.Subscript(base=base, index=index):
            yield from names_in(base)
            yield from names_in(index)
        case ex.Call(function=function, arguments=arguments):
            if isinstance(function, ex.Attribute):
                yield from names_in(function.base)
            for argument in arguments:
                yield from names_in(argument.value)
        case ex.JoinedText(parts=parts) | ex.Opaque(parts=parts):
            for part in parts:
                yield from names_in(part)
        case ex.Formatted(value=value) | ex.Starred(value=value) | ex.Walrus(value=value):
            yield from names_in(value)
        case ex.Binary(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case ex.Boolean(operands=items) | ex.Sequence(items=items):
            for item in items:
                yield from names_in(item)
        case ex.Conditional(body=body, otherwise=otherwise):
            yield from names_in(body)
            yield from names_in(otherwise)
        case ex.Mapping(entries=entries):
            for _, value in entries:
                yield from names_in(value)
        case _:
            pass
