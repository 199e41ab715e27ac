"""What values that are made of others have in common: what is found out about them once is kept with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.run.values import Origin


class Extent(NamedTuple):
    """How large a value is: its parts, each as often as it occurs, and how deep they are nested."""

    parts: int
    depth: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A value that is made of others.

    `extent` is filled in when somebody asks for it, see `extent_of`; `digest` is its hash; `gathered` are its origins
    where no list, set or dict is in it that can change.
    """

    extent: Extent | None = field(default=None, init=False, repr=False, compare=False)
    digest: int | None = field(default=None, init=False, repr=False, compare=False)
    gathered: frozenset[Origin] | None = field(default=None, init=False, repr=False, compare=False)


def hash_once(value: Compound, *parts: Hashable) -> int:
    """The hash of a value with these parts: large ones are looked up many times."""
    digest = value.digest
    if digest is None:
        digest = hash(parts)
        keep(value, "digest", digest)
    return digest


def keep(value: Compound, name: str, found: object) -> None:
    """Fills in what was found out. The value is frozen, but this says nothing new of it."""
    object.__setattr__(value, name, found)
