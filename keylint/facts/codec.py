"""Facts as bytes, for the cache. Reads and writes any tree of the fact classes; knows none of them by name.

A file is a digest, the length of a JSON header, the header, and 32-bit columns. The values of a tree are numbered in
layers: the scalars, then the deepest level of the tree, and so on up to the root. Within a level all values of one
class stand together, and each field of the class is one column: of plain numbers for fields annotated `int`, of the
numbers of other values for the rest. Tuples count as a class for each length. So nothing in the file is nested, and
reading it is a few calls for each level.
"""

from __future__ import annotations

import json
import sys
from array import array
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from keylint import findings
from keylint.facts import expressions, module, statements
from keylint.facts.collector import collector_paused
from keylint.facts.module import ModuleFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DIGEST_BYTES = 16
_PLACE_BITS = 32
_PLACE_MASK = (1 << _PLACE_BITS) - 1
_SCALARS = frozenset((str, int, float, bool, type(None)))

_Level = dict[int, list[Any]]
_Column = tuple[bool, list[int]]  # whether it holds plain numbers


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
    scalars: dict[Any, int] = {}
    layout: list[tuple[int, int]] = []
    numbers = array("I")
    levels = _levels(facts, scalars)
    position = len(scalars)
    below = {0: 0}
    for level, columns in reversed(levels):
        for is_number, column in columns:
            if is_number:
                numbers.extend(column)
            else:
                numbers.extend([below[handle >> _PLACE_BITS] + (handle & _PLACE_MASK) for handle in column])
        below = {0: 0}
        for code, group in level.items():
            layout.append((code, len(group)))
            below[code + 1] = position
            position += len(group)
    if sys.byteorder == "big":
        numbers.byteswap()
    values = [key if key.__class__ is str else key[1] for key in scalars]
    header = json.dumps([values, layout], separators=(",", ":")).encode()
    payload = len(header).to_bytes(4, "little") + header + numbers.tobytes()
    return _digest(payload) + payload


def decode_facts(data: bytes) -> ModuleFacts:
    """The facts that `encode` was given. Raises ValueError for damaged data and for that of another version."""
    payload = data[_DIGEST_BYTES:]
    if _digest(payload) != data[:_DIGEST_BYTES]:
        raise ValueError("not the facts of this version of keylint")
    try:
        with collector_paused():
            facts = _decode(payload)
    except (ValueError, IndexError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError("not facts") from error
    if not isinstance(facts, ModuleFacts):
        raise ValueError("not the facts of a module")
    return facts


def _digest(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=_DIGEST_BYTES, key=SCHEMA.encode()).digest()


def _levels(root: object, scalars: dict[Any, int]) -> list[tuple[_Level, list[_Column]]]:
    """The values of a tree from the root down, by code, and the columns of each level. Numbers the scalars on the way.

    A column's references are handles: the place of a value among those of its code on the next level, below its code
    plus one; or the number of a scalar.
    """
    levels = []
    level: _Level = {_CODES[root.__class__]: [root]}
    while level:
        columns: list[_Column] = []
        below: _Level = {}
        for code, group in level.items():
            if code < len(_CLASSES):
                for name, is_number in _FIELDS[_CLASSES[code]]:
                    column = [getattr(value, name) for value in group]
                    columns.append((is_number, column if is_number else _handles(column, below, scalars)))
            else:
                columns += [(False, _handles(column, below, scalars)) for column in zip(*group, strict=True)]
        levels.append((level, columns))
        level = below
    return levels


def _handles(column: Sequence[Any], below: _Level, scalars: dict[Any, int]) -> list[int]:
    handles = []
    for part in column:
        kind = part.__class__
        if kind is str:
            handles.append(scalars.setdefault(part, len(scalars)))
        elif kind in _SCALARS:  # 1, 1.0 and True are equal, and so are 0.0 and -0.0
            handles.append(scalars.setdefault((kind, part, repr(part)), len(scalars)))
        else:
            code = len(_CLASSES) + len(part) if kind is tuple else _CODES[kind]
            group = below.setdefault(code, [])
            if part or not group:  # one empty tuple is enough
                group.append(part)
            handles.append((code + 1) << _PLACE_BITS | len(group) - 1)
    return handles


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
        if code > len(_CLASSES) + len(columns):
            raise ValueError("a tuple longer than the data")
        if code < len(_CLASSES):
            kinds = [is_number for _, is_number in _FIELDS[_CLASSES[code]]]
        else:
            kinds = [False] * (code - len(_CLASSES))
        for is_number in kinds:
            column = columns[position : position + count]
            position += count
            inputs.append(column if is_number else map(values.__getitem__, column))
        if code < len(_CLASSES):
            values += list(map(_CLASSES[code], *inputs))
        else:
            values += list(zip(*inputs, strict=True)) if inputs else [()]
    return values[-1]
