"""Plain values as JSON, for the cache: frozen dataclasses of which a codec is told, and what they are made of.

A value becomes a row that starts with the number of its kind; texts, whole numbers, truths and None stand for
themselves. What is read is checked field by field against the annotations, so that no damage goes further than here.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path, PurePath
from types import NoneType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = frozenset((str, int, bool, NoneType))
_TUPLE, _SET, _PATH, _FIRST = range(4)
_NAMES: dict[str, type] = {
    "str": str,
    "int": int,
    "bool": bool,
    "None": NoneType,
    "tuple": tuple,
    "frozenset": frozenset,
    "Path": PurePath,
}


class Codec:
    """Writes and reads values of `kinds`, dataclasses and enums. `names` are the types that annotations call so."""

    def __init__(self, kinds: Sequence[type], **names: tuple[type, ...]) -> None:
        self._kinds = tuple(kinds)
        self._codes = {kind: _FIRST + number for number, kind in enumerate(kinds)}
        known: dict[str, tuple[type, ...]] = {kind.__name__: (kind,) for kind in kinds}
        known |= {name: (kind,) for name, kind in _NAMES.items()} | names
        self._fields = {
            kind: [(field.name, *_admitted(str(field.type), known)) for field in fields(kind)]
            for kind in kinds
            if is_dataclass(kind)
        }

    def encode(self, value: object) -> bytes | None:
        """The bytes that `decode` makes an equal value of; None when there are none, as for half a surrogate pair."""
        data = json.dumps(self._row(value), separators=(",", ":")).encode()
        return data if self.decode(data) == value else None

    def decode(self, data: bytes) -> Any:
        """The value that was encoded. Raises ValueError for anything else."""
        try:
            return self._value(json.loads(data))
        except (TypeError, IndexError, RecursionError) as error:
            raise ValueError("not what was encoded") from error

    def _row(self, value: Any) -> Any:
        kind = value.__class__
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return [_TUPLE, *map(self._row, value)]
        if kind is frozenset:
            return [_SET, *sorted(map(self._row, value))]
        if isinstance(value, Path):
            return [_PATH, str(value)]
        if isinstance(value, Enum):
            return [self._codes[kind], value.value]
        return [self._codes[kind], *(self._row(getattr(value, name)) for name, _, _ in self._fields[kind])]

    def _value(self, row: Any) -> Any:
        if row.__class__ is not list:
            return row
        code = row[0]
        if code == _TUPLE:
            return tuple(map(self._value, row[1:]))
        if code == _SET:
            return frozenset(map(self._value, row[1:]))
        if code == _PATH:
            return Path(row[1])
        if code < _FIRST:
            raise ValueError("no kind of value")
        kind = self._kinds[code - _FIRST]
        if issubclass(kind, Enum):
            return kind(row[1])
        wanted = self._fields[kind]
        values: list[Any] = [*map(self._value, row[1:])]
        if len(values) != len(wanted):
            raise ValueError(f"not a {kind.__name__}")
        for value, (name, admitted, inner) in zip(values, wanted, strict=True):
            fits = isinstance(value, admitted)
            if not fits or (inner and not all(isinstance(each, inner) for each in value)):
                raise ValueError(f"not the {name} of a {kind.__name__}")
        return kind(*values)


def _admitted(annotation: str, known: dict[str, tuple[type, ...]]) -> tuple[tuple[type, ...], tuple[type, ...]]:
    """The types of a field, and those of its elements where it is a `tuple[X, ...]` or a `frozenset[X]`.

    A type that the codec was not told of is none that it will meet.
    """
    outer, _, inner = annotation.partition("[")
    if inner:
        return known[outer], _named(inner.removesuffix("]").removesuffix(", ..."), known)
    return _named(annotation, known), ()


def _named(annotation: str, known: dict[str, tuple[type, ...]]) -> tuple[type, ...]:
    return tuple(kind for name in annotation.split(" | ") for kind in known.get(name, ()))
