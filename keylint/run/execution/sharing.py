"""What is known of the objects that the server has once for all sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.run.values import NO_ORIGINS, Opaque, Reference, Value

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.findings import Location
    from keylint.run.execution.store import Cell
    from keylint.run.trace import Shared, SharedRead
    from keylint.run.values import Origin

# Their mapping is a file or a database, which is meant to be shared.
_STORES = ("shelve.", "diskcache.", "sqlitedict.", "dbm.", "redis.", "zarr.", "h5py.")


@dataclass(frozen=True, slots=True)
class Part:
    """A shared object or something inside it. `key_origins` are those of the indices by which it was chosen.

    `beginning` is what it was when it was made, where that is known.
    """

    shared: Shared
    key_origins: frozenset[Origin] = NO_ORIGINS
    beginning: Value | None = None


@dataclass(eq=False)
class Sharing:
    """What is known of shared objects in all runs of an app.

    `parts` are shared objects by the identity of their value, `defined` the places where names of modules and classes
    are first bound, `scopes` the scopes of imported modules (under the number stands "") and of the classes in them
    (their name), `made_by` the outside functions that made values, `beginnings` what cached functions return when they
    run, and `reads` the places that look at a shared object.
    """

    parts: dict[Hashable, Part] = field(default_factory=dict)
    defined: dict[Cell, Location] = field(default_factory=dict)
    scopes: dict[int, str] = field(default_factory=dict)
    made_by: dict[Hashable, str] = field(default_factory=dict)
    beginnings: dict[Hashable, Value | None] = field(default_factory=dict)
    reads: dict[Shared, dict[SharedRead, None]] = field(default_factory=dict)

    def own(self, value: Value, shared: Shared | None, key_origins: frozenset[Origin] = NO_ORIGINS) -> None:
        """From here on the object is a shared one, unless it is known as one already."""
        if shared is not None and isinstance(value, (Reference, Opaque)):
            self.parts.setdefault(value.identity, Part(shared, key_origins, value))

    def part_of(self, value: Value) -> Part | None:
        return self.parts.get(value.identity) if isinstance(value, (Reference, Opaque)) else None

    def is_container(self, value: Value) -> bool:
        """Whether a value is, or began as, a list, set or dict."""
        part = self.part_of(value)
        began = (value, part.beginning) if part is not None else (value,)
        return any(isinstance(one, Reference) and one.class_ is None for one in began)

    def may_be_list(self, value: Value) -> bool:
        """Whether nothing is known of an object that speaks against its being a list."""
        part = self.part_of(value)
        if part is None or not isinstance(value, Opaque):
            return False
        maker = self.made_by.get(getattr(part.beginning, "identity", None), "")
        return part.beginning is None or maker in ("collections.deque", "collections.UserList")

    def is_store(self, value: Value) -> bool:
        """Whether items that are put in go to a file or a database."""
        part = self.part_of(value)
        began = getattr(part.beginning, "identity", None) if part is not None else None
        return self.made_by.get(began, "").startswith(_STORES)
