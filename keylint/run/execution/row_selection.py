"""Rows that a table is asked for: by a test of its columns, `frame[frame["city"] == city]`, or in SQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keylint.run.execution.domains import alternatives_of, content_of, filtered_by, origins_of
from keylint.run.execution.uses import record_use
from keylint.run.values import External, Items, Known, Opaque, StateValue, Text, Truth, WidgetResult, identity_of

if TYPE_CHECKING:
    from keylint.findings import Span
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value

_QUERY = re.compile(r"\s*(select\b.*\bfrom\b|with\b.*\bas\s*\()", re.IGNORECASE | re.DOTALL)


def is_query(arguments: Arguments) -> bool:
    """Whether a call is given a text that asks a database for rows: `cursor.execute("SELECT …", (city,))`."""
    first = arguments.positional[0] if arguments.positional else next(iter(arguments.keywords.values()), None)
    return first is not None and all(_asks_for_rows(inner) for _, inner in alternatives_of(first))


def _asks_for_rows(text: Value) -> bool:
    match text:
        case Known(value=str(known)):
            return _QUERY.match(known) is not None
        case Text(key=key):
            return _QUERY.match("".join(part if isinstance(part, str) else "?" for part in key.parts)) is not None
        case _:
            return False


def is_mask(machine: Machine, base: Value, index: Value) -> bool:
    """Whether the index of something unknown selects rows: it is a comparison, or is made of some, or stands before
    the columns that are wanted."""
    if isinstance(index, Items) and index.kind == "tuple" and index.elements:
        index = index.elements[0]
    if not isinstance(content_of(machine, base), (StateValue, WidgetResult, Opaque, External)):
        return False
    return isinstance(index, Truth) or (isinstance(index, Opaque) and _tests_columns(machine, index))


def _tests_columns(machine: Machine, index: Opaque) -> bool:
    made = machine.conditions.parts(index.identity) if isinstance(index.identity, int) else ()
    match made:
        case ("a subset", *_) | ("a computed value", "&" | "|" | "~", *_):  # `frame["city"].isin(cities)`
            return True
        case _:
            return False


def selected(machine: Machine, base: Value, mask: Value, span: Span) -> Value:
    """The rows of `base` that the mask lets through. What the columns themselves come from does not filter them."""
    origins = origins_of(machine, base)
    record_use(machine, mask, "subset", span, besides=origins)
    chosen = filtered_by(origins_of(machine, mask) - origins)
    return machine.opaque("a subset", identity_of(base), identity_of(mask), origins=origins | chosen)
