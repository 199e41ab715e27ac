"""Expressions of the analysed program, reduced to what decides keys, conditions and the flow of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from keylint.facts.statements import Parameter
    from keylint.findings import Span

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Constant:
    """A string, number, boolean or None. Bytes, complex numbers and `...` are Opaque."""

    value: Scalar
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    identifier: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attribute:
    base: Expression
    attribute: str
    span: Span


@dataclass(frozen=True, slots=True)
class Subscript:
    """`base[index]`; a slice or a tuple of slices is an Opaque index."""

    base: Expression
    index: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call. `unpacking` is "", "*" or "**"."""

    value: Expression
    keyword: str | None = None
    unpacking: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    function: Expression
    arguments: tuple[Argument, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class JoinedText:
    """An f-string, or adjacent strings of which one is an f-string. Literal parts are Constants.

    Format specifications and conversions are dropped: a hole with one stays a hole (`Formatted`).
    """

    parts: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Formatted:
    """A hole of an f-string whose text a conversion or a format specification changes (`{x!r}`, `{x:02d}`)."""

    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """An arithmetic or bitwise operation; `operator` is its sign (`+`, `%`, `|`, …)."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `-x`, `+x`, `~x`; `operator` is "not", "-", "+" or "~"."""

    operator: str
    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Boolean:
    """`a and b and c` or `a or b or c`; chains of one operator are flattened."""

    operator: Literal["and", "or"]
    operands: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left op right op right…`; operators are `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`, `is`, `is not`."""

    left: Expression
    rights: tuple[tuple[str, Expression], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """`body if test else otherwise`."""

    test: Expression
    body: Expression
    otherwise: Expression
    span: Span


SequenceKind = Literal["list", "tuple", "set"]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A display. Items may be Starred."""

    kind: SequenceKind
    items: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict display; the key of `**other` is None."""

    entries: tuple[tuple[Expression | None, Expression], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Starred:
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Lambda:
    parameters: tuple[Parameter, ...]
    body: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Clause:
    """One `for target in iterable if condition…` of a comprehension."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]


ComprehensionKind = Literal["list", "set", "dict", "generator"]


@dataclass(frozen=True, slots=True)
class Comprehension:
    """`key` is the key of a dict comprehension, else None."""

    kind: ComprehensionKind
    key: Expression | None
    element: Expression
    clauses: tuple[Clause, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Walrus:
    """`name := value`."""

    name: str
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Opaque:
    """Anything else (await, yield, slice, bytes, template strings): its parts are evaluated, its value is not known.

    `kind` names the syntax, for messages. The three parts of a "slice" are its bounds, None where one is left out.
    """

    kind: str
    parts: tuple[Expression, ...]
    span: Span


Expression = (
    Constant
    | Name
    | Attribute
    | Subscript
    | Call
    | JoinedText
    | Formatted
    | Binary
    | Unary
    | Boolean
    | Comparison
    | Conditional
    | Sequence
    | Mapping
    | Starred
    | Lambda
    | Comprehension
    | Walrus
    | Opaque
)
