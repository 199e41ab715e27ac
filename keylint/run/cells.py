"""Places that outlive a run inside what session state holds: an attribute, an entry, a row, at any depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.run.keys import Hole, Key, literals

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.facts.expressions import Scalar

# What `st.query_params` holds has cells like an object in session state; no key of session state is spelt so.
QUERY_PARAMETERS = Key(("st.query_params",))


@dataclass(frozen=True, slots=True)
class Cell(Key):
    """The part of what `root` holds that `path` leads to: names, indices, and holes for indices that only the run
    knows.

    As a key it reads `profile.days`, `rows[*].name`; it never equals a key of session state.
    """

    root: Key
    path: tuple[Scalar | Hole, ...]

    @property
    def shape(self) -> Hashable:
        return len(self.path), literals(self.parts)

    def may_equal(self, other: Key) -> bool:
        return isinstance(other, Cell) and len(self.path) == len(other.path) and Key.may_equal(self, other)

    def must_equal(self, other: Key) -> bool:
        return isinstance(other, Cell) and len(self.path) == len(other.path) and Key.must_equal(self, other)


def cell_in(holder: Key, step: Scalar | Hole) -> Cell:
    """The cell that `holder.step` or `holder[step]` is."""
    root, path = (holder.root, holder.path) if isinstance(holder, Cell) else (holder, ())
    parts: tuple[str | Hole, ...]
    match step:
        case Hole():
            parts = ("[", step, "]")
        case str():
            parts = (f".{step}",)
        case _:
            parts = (f"[{step}]",)
    return Cell(_joined((*holder.parts, *parts)), root, (*path, step))


def _joined(parts: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    joined: list[str | Hole] = []
    for part in parts:
        if joined and isinstance(part, str) and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)
