"""An order of values that is the same in every process, whatever their texts hash to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import Field

# Values are made of values, many of them of the same: written out in full, a few lines of an app fill a book.
_LONGEST = 2_000


def text_of(value: object, known: dict[int, str] | None = None) -> str:
    """The value as `repr` writes it, with sets in order; of what is long the beginning, and a hash of the rest.

    `known` are the texts of parts, by the identity of the objects.
    """
    known = {} if known is None else known
    text = known.get(id(value))
    if text is None:
        text = _written(value, known)
        if len(text) > _LONGEST:
            text = text[:_LONGEST] + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        known[id(value)] = text
    return text


def _written(value: object, known: dict[int, str]) -> str:
    if type(value) is tuple:
        inner = ", ".join([text_of(part, known) for part in value])
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, frozenset):
        return f"frozenset({{{', '.join(sorted(text_of(part, known) for part in value))}}})"
    fields: dict[str, Field[object]] | None = getattr(type(value), "__dataclass_fields__", None)
    if fields is None:
        return repr(value)
    inner = ", ".join([f"{name}={text_of(getattr(value, name), known)}" for name in fields if fields[name].repr])
    return f"{type(value).__qualname__}({inner})"
