"""A mapping that never changes, with a hash: what states are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterator, Mapping

K = TypeVar("K")
V = TypeVar("V")


class Table(Generic[K, V]):
    """Entries in the order in which they were put; the order does not count for equality."""

    __slots__ = ("_entries", "_hash")

    def __init__(self, entries: Mapping[K, V] | None = None) -> None:
        """`entries` belongs to the table from here on: whoever passes it must not change it."""
        self._entries: Mapping[K, V] = {} if entries is None else entries
        self._hash: int | None = None

    def get(self, key: K) -> V | None:
        return self._entries.get(key)

    def items(self) -> ItemsView[K, V]:
        return self._entries.items()

    def thawed(self) -> dict[K, V]:
        """A copy that may be changed."""
        return dict(self._entries)

    def put(self, key: K, value: V) -> Table[K, V]:
        return Table({**self._entries, key: value})

    def __getitem__(self, key: K) -> V:
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Table) and self._entries == other._entries)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._entries.items()))
        return self._hash

    def __repr__(self) -> str:
        return f"Table({dict(self._entries)!r})"
