"""The origins of values that are made of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.values import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable


def union(many: Iterable[frozenset[Origin]]) -> frozenset[Origin]:
    """The origins of what is made of several values."""
    return frozenset().union(*many)


def one_of(many: Iterable[frozenset[Origin]]) -> frozenset[Origin]:
    """The origins of one value of several: another one on every run only where each of them is."""
    found = [*many]
    whole = union(found)
    return whole if all(map(is_changing, found)) else settled(whole)


def is_changing(origins: frozenset[Origin]) -> bool:
    """Whether the value is another one on every run."""
    return any(origin.kind == "unstable" for origin in origins)


def settled(origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of what is computed in a way that need not change with the run."""
    if not is_changing(origins):
        return origins
    return frozenset(origin for origin in origins if origin.kind != "unstable") | {Origin("data", "a computed value")}
