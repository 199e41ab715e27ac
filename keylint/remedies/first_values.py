"""What is known of the first value that a widget is given: so much as it takes to move it to session state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.values import Items, Known, Reference, Table, Text, Truth

if TYPE_CHECKING:
    from keylint.repairs import FirstValueKind
    from keylint.run.values import Value

_COLLECTIONS = ("list", "dict", "set")
_KINDS: dict[type, FirstValueKind] = {type(None): "none", bool: "truth", str: "text", int: "whole", float: "fraction"}


def kind_of(value: Value | None) -> FirstValueKind | None:
    """As `Shadow.kind` says it; None when nothing is given, or nothing known of it."""
    match value:
        case Items() | Table():
            return "several"
        case Reference(kind=kind) if kind in _COLLECTIONS:
            return "several"
        case Truth():
            return "truth"
        case Text():
            return "text"
        case Known(value=constant):
            return _KINDS.get(type(constant))
    return None
