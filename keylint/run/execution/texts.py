"""Texts made of texts: concatenation and the older ways of formatting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.run.execution.bounds import bounded_text
from keylint.run.execution.domains import (
    alternatives_of,
    content_of,
    hole_of,
    join_keys,
    key_of,
    origins_of,
    text_value,
)
from keylint.run.keys import Hole, Key
from keylint.run.values import Items, Known, Value, identity_of

if TYPE_CHECKING:
    from keylint.findings import Span
    from keylint.run.execution.machine import Machine

_MOST_TEXTS = 16
# No key is made of more parts: what is, is a page of HTML.
_MOST_PARTS = 24


def concatenate(machine: Machine, values: list[Value], span: Span) -> Value:
    """The text of several values in a row, put together at `span`; a choice among few texts stays a choice."""
    texts: list[tuple[Condition, Key]] = [(ALWAYS, Key(("",)))]
    for value in values:
        grown = [
            (both, join_keys((key, key_of(machine, alternative))))
            for condition, key in texts
            for inner, alternative in alternatives_of(value)
            if (both := machine.conditions.both(condition, inner)) is not NEVER
        ]
        if len(grown) > _MOST_TEXTS:
            hole = Key((hole_of(machine, value),))
            grown = [(condition, join_keys((key, hole))) for condition, key in texts]
        texts = [(condition, _bounded(machine, key, span)) for condition, key in grown]
    return machine.value_of([(condition, text_value(key)) for condition, key in texts])


def _bounded(machine: Machine, key: Key, span: Span) -> Key:
    """The key, or one hole for the end of a long text that is put together piece by piece."""
    key = bounded_text(machine, key, span)
    if len(key.parts) <= _MOST_PARTS:
        return key
    rest = Key(key.parts[1:])
    origins = frozenset(origin for hole in rest.holes for origin in hole.origins)
    return Key((key.parts[0], Hole(machine.program.identity("a long text", rest), origins)))


def percent_format(machine: Machine, template: str, arguments: Value, span: Span) -> Value:
    """`"row_%s" % i`: the text with a hole, or a constant, for each conversion."""
    values = content_of(machine, arguments)
    fillers = list(values.elements) if isinstance(values, Items) else [arguments]
    pieces: list[Value] = []
    rest = template
    while "%" in rest:
        before, _, rest = rest.partition("%")
        pieces.append(Known(before))
        if rest.startswith("%"):
            pieces.append(Known("%"))
            rest = rest[1:]
            continue
        conversion = rest[:1]
        simple = conversion in ("s", "d", "i")
        end = 0 if simple else next((i for i, c in enumerate(rest) if c.isalpha() and c not in "hlL"), len(rest))
        rest = rest[end + 1 :]
        filler = fillers.pop(0) if fillers else machine.opaque("a missing value", template)
        pieces.append(filler if simple else _as_hole(machine, filler, template))
    pieces.append(Known(rest))
    return concatenate(machine, pieces, span)


def _as_hole(machine: Machine, value: Value, template: str) -> Value:
    return machine.opaque("a formatted value", identity_of(value), template, origins=origins_of(machine, value))
