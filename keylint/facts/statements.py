"""Statements of the analysed program: a small tree with the control flow of Python and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from keylint.facts.expressions import Expression
    from keylint.findings import Span


ParameterKind = Literal[
    "positional",  # positional-only ones, too
    "keyword",  # keyword-only
    "*",
    "**",
]


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: ParameterKind
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression on its own line. Docstrings and other bare constants are left out."""

    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = … = value`; an annotated assignment with a value too. Targets are Name, Attribute, Subscript,
    Sequence, Starred."""

    targets: tuple[Expression, ...]
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class AugmentedAssign:
    """`target op= value`; `operator` is the sign without `=`."""

    target: Expression
    operator: str
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Delete:
    targets: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """`span` covers the keyword and the test only; `elif` is an If that is the one statement of `otherwise`."""

    test: Expression
    body: Block
    otherwise: Block
    span: Span


@dataclass(frozen=True, slots=True)
class While:
    test: Expression
    body: Block
    otherwise: Block
    span: Span


@dataclass(frozen=True, slots=True)
class For:
    target: Expression
    iterable: Expression
    body: Block
    otherwise: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Handler:
    """One `except` clause; `type` is None for a bare one."""

    type: Expression | None
    name: str | None
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Try:
    body: Block
    handlers: tuple[Handler, ...]
    otherwise: Block
    final: Block
    span: Span


@dataclass(frozen=True, slots=True)
class WithItem:
    context: Expression
    target: Expression | None


@dataclass(frozen=True, slots=True)
class With:
    items: tuple[WithItem, ...]
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """One `case` of a match.

    `values` are the constants that match (`case "a" | "b"`), dotted names included as expressions; `irrefutable` says
    that every subject matches (`case _`, `case name`). When neither describes the pattern, `values` is empty.
    `captures` are the names that the pattern binds.
    """

    values: tuple[Expression, ...]
    irrefutable: bool
    captures: tuple[str, ...]
    guard: Expression | None
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Match:
    subject: Expression
    cases: tuple[Case, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Function:
    """A `def`. `span` covers the name. `is_async` functions and generators keep their body: it may run."""

    name: str
    parameters: tuple[Parameter, ...]
    decorators: tuple[Expression, ...]
    body: Block
    is_generator: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Class:
    """`fields` are the names that the body annotates, in order: the parameters of a dataclass. ClassVars are left
    out."""

    name: str
    bases: tuple[Expression, ...]
    decorators: tuple[Expression, ...]
    body: Block
    span: Span
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """`import module as name`: without an alias `name` is the first part of the module's dotted name, and so is what
    is bound."""

    module: str
    name: str
    has_alias: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ImportFrom:
    """`from module import name as alias`, one pair of names for each; a star import has the pair ("*", "*").

    `level` counts the leading dots.
    """

    module: str
    level: int
    names: tuple[tuple[str, str], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Return:
    value: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class Assert:
    """What it says where the test fails is left out."""

    test: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Raise:
    value: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class Break:
    span: Span


@dataclass(frozen=True, slots=True)
class Continue:
    span: Span


DeclareKind = Literal["global", "nonlocal"]


@dataclass(frozen=True, slots=True)
class Declare:
    """`global` or `nonlocal` names; `kind` says which."""

    kind: DeclareKind
    names: tuple[str, ...]


Statement = (
    Evaluate
    | Assign
    | AugmentedAssign
    | Delete
    | If
    | While
    | For
    | Try
    | With
    | Match
    | Function
    | Class
    | Import
    | ImportFrom
    | Return
    | Raise
    | Assert
    | Break
    | Continue
    | Declare
)
Block = tuple[Statement, ...]
