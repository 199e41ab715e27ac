"""Facts as bytes, for the cache. Reads and writes any tree of the fact classes; knows none of them by name.

A file is a digest, the length of a JSON header, the header, and 32-bit columns. The values of a tree are numbered in
layers: first the scalars, then what is made of scalars only, then what is made of these, and so on. Within a layer all
values of one class stand together, and each of its fields is one column: of plain numbers for fields annotated `int`, of
the numbers of other values for the rest. A tuple is a class for each length. So nothing in the file is nested, and reading
is a few calls for each layer.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import Any

from keylint import findings
from keylint.facts import expressions, module, statements
from keylint.facts.module import ModuleFacts

_DIGEST_BYTES = 16
_PLACE_BITS = 32
_SCALARS = frozenset((str, int, float, bool, type(None)))


def _fact_classes() -> list[type]:
    """Span and every class of the model, in the order of the source."""
    found: list[type] = [findings.Span]
    for part in (expressions, statements, module):
        found += [
            value for value in vars(part).values() if isinstance(value, type) and value.__module__ == part.__name__
        ]
    return [kind for kind in found if is_dataclass(kind)]


_CLASSES = _fact_classes()
_FIELDS = {kind: [(field.name, field.type == "int") for field in fields(kind)] for kind in _CLASSES}

_CODES = {kind: code for code, kind in enumerate(_CLASSES)}


def _schema() -> str:
    description = [(kind.__name__, [(field.name, str(field.type)) for field in fields(kind)]) for kind in _CLASSES]
    return blake2b(json.dumps(description).encode(), digest_size=8).hexdigest()


SCHEMA = _schema()
"""Changes whenever a class of the model or one of its fields does."""


def encode(facts: ModuleFacts) -> bytes:
    """What `decode_facts` reads. Raises KeyError for a value that is no fact."""
    table = _Table(facts)
    header = json.dumps([table.scalars, table.layout], separators=(",", ":")).encode()
    if sys.byteorder == "big":
        table.columns.byteswap()
    payload = len(header).to_bytes(4, "little") + header + table.columns.tobytes()
    return _digest(payload) + payload


def decode_facts(data: bytes) -> ModuleFacts:
    """The facts that `encode` was given. Raises ValueError for damaged data and for that of another version."""
    payload = data[_DIGEST_BYTES:]
    if _digest(payload) != data[:_DIGEST_BYTES]:
        raise ValueError("not the facts of this version of keylint")
    try:
        facts = _decode(payload)
    except (IndexError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise ValueError("not facts") from error
    if not isinstance(facts, ModuleFacts):
        raise ValueError("not the facts of a module")
    return facts


def _digest(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=_DIGEST_BYTES, key=SCHEMA.encode()).digest()


class _Table:
    """The values of a tree in layers. A value's handle is its place in its group, with the group's number above."""

    def __init__(self, root: object) -> None:
        self.scalars: list[Any] = []
        self.layout: list[tuple[int, int]] = []
        self.columns = array("I")
        self._scalar_handles: dict[tuple[type, str], int] = {}
        self._handles: dict[int, tuple[int, int]] = {}  # by id: height and handle
        self._groups: dict[tuple[int, int], tuple[int, list[list[int]]]] = {}
        for value in reversed(_top_down(root)):
            if id(value) not in self._handles:
                self._add(value)
        self._lay_out()

    def _add(self, value: Any) -> None:
        row: list[int] = []
        height = 0
        for part, is_number in _parts(value):
            if is_number:
                row.append(part)
            elif part.__class__ in _SCALARS:
                row.append(self._scalar(part))
            else:
                part_height, handle = self._handles[id(part)]
                height = max(height, part_height)
                row.append(handle)
        code = len(_CLASSES) + len(value) if value.__class__ is tuple else _CODES[value.__class__]
        group, rows = self._groups.setdefault((height + 1, code), (len(self._groups) + 1, []))
        self._handles[id(value)] = (height + 1, group << _PLACE_BITS | len(rows))
        rows.append(row)

    def _scalar(self, value: object) -> int:
        key = (value.__class__, value if isinstance(value, str) else repr(value))  # 1, 1.0 and True are equal
        handle = self._scalar_handles.get(key)
        if handle is None:
            handle = self._scalar_handles[key] = len(self.scalars)
            self.scalars.append(value)
        return handle

    def _lay_out(self) -> None:
        bases = [0] * (len(self._groups) + 1)
        base = len(self.scalars)
        ordered = sorted(self._groups.items())
        for (_, code), (group, rows) in ordered:
            self.layout.append((code, len(rows)))
            bases[group] = base
            base += len(rows)
        mask = (1 << _PLACE_BITS) - 1
        for (_, code), (_, rows) in ordered:
            for is_number, column in zip(_column_kinds(code), zip(*rows, strict=True), strict=True):
                if is_number:
                    self.columns.extend(column)
                else:
                    self.columns.extend([bases[handle >> _PLACE_BITS] + (handle & mask) for handle in column])


def _top_down(root: object) -> list[Any]:
    """Everything in a tree that is no scalar, each after what it is part of."""
    order: list[Any] = []
    waiting: list[Any] = [root]
    while waiting:
        value = waiting.pop()
        order.append(value)
        waiting += [part for part, is_number in _parts(value) if not is_number and part.__class__ not in _SCALARS]
    return order


def _parts(value: Any) -> list[tuple[Any, bool]]:
    if value.__class__ is tuple:
        return [(part, False) for part in value]
    return [(getattr(value, name), is_number) for name, is_number in _FIELDS[value.__class__]]


def _column_kinds(code: int) -> list[bool]:
    """For each column of a group whether it holds plain numbers."""
    if code < len(_CLASSES):
        return [is_number for _, is_number in _FIELDS[_CLASSES[code]]]
    return [False] * (code - len(_CLASSES))


def _decode(payload: bytes) -> Any:
    start = 4 + int.from_bytes(payload[:4], "little")
    values, layout = json.loads(payload[4:start])
    columns = array("I")
    columns.frombytes(payload[start:])
    if sys.byteorder == "big":
        columns.byteswap()
    position = 0
    for code, count in layout:
        inputs: list[Iterable[Any]] = []
        for is_number in _column_kinds(code):
            column = columns[position : position + count]
            position += count
            inputs.append(column if is_number else map(values.__getitem__, column))
        if code < len(_CLASSES):
            values += list(map(_CLASSES[code], *inputs))
        else:
            values += list(zip(*inputs, strict=True)) if inputs else [()] * count
    return values[-1]
