"""Scopes: which names a block binds, and which of them belong to somebody else."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.facts import statements as st

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# Methods by which lists, sets and dicts change.
CHANGING_METHODS = frozenset(
    {
        "append", "appendleft", "extend", "insert", "add", "update", "remove", "pop", "popleft", "popitem",
        "clear", "sort", "reverse", "discard", "setdefault", "__setitem__",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """A module, class body, function call or comprehension. `global_names` and `outer_names` are declared so."""

    number: int
    parent: int | None
    module: Path
    is_class: bool = False
    global_names: frozenset[str] = frozenset()
    outer_names: frozenset[str] = frozenset()


def bound_names(block: st.Block) -> Iterator[str]:
    """Names that a block assigns, without those of nested functions and classes."""
    for statement in block:
        match statement:
            case st.Assign(targets=targets):
                for target in targets:
                    yield from target_names(target)
                yield from walrus_names(statement.value)
            case st.AugmentedAssign(target=target):
                yield from target_names(target)
            case st.For(target=target, body=body, otherwise=otherwise):
                yield from target_names(target)
                yield from bound_names(body)
                yield from bound_names(otherwise)
            case st.If(test=test, body=body, otherwise=otherwise) | st.While(test=test, body=body, otherwise=otherwise):
                yield from walrus_names(test)
                yield from bound_names(body)
                yield from bound_names(otherwise)
            case st.Try(body=body, handlers=handlers, otherwise=otherwise, final=final):
                for part in (body, otherwise, final):
                    yield from bound_names(part)
                for handler in handlers:
                    if handler.name:
                        yield handler.name
                    yield from bound_names(handler.body)
            case st.With(items=items, body=body):
                for item in items:
                    if item.target is not None:
                        yield from target_names(item.target)
                yield from bound_names(body)
            case st.Match(cases=cases):
                for case in cases:
                    yield from case.captures
                    yield from bound_names(case.body)
            case st.Function(name=name) | st.Class(name=name) | st.Import(name=name):
                yield name
            case st.ImportFrom(names=names):
                yield from (alias for _, alias in names if alias != "*")
            case st.Evaluate(value=value) | st.Assert(test=value):
                yield from walrus_names(value)
            case _:
                pass


def target_names(target: ex.Expression) -> Iterator[str]:
    match target:
        case ex.Name(identifier=identifier):
            yield identifier
        case ex.Sequence(items=items):
            for item in items:
                yield from target_names(item)
        case ex.Starred(value=value):
            yield from target_names(value)
        case _:
            pass


def walrus_names(expression: ex.Expression) -> Iterator[str]:
    match expression:
        case ex.Walrus(name=name, value=value):
            yield name
            yield from walrus_names(value)
        case ex.Boolean(operands=operands):
            for operand in operands:
                yield from walrus_names(operand)
        case ex.Comparison(left=left, rights=rights):
            yield from walrus_names(left)
            for _, right in rights:
                yield from walrus_names(right)
        case ex.Unary(operand=operand):
            yield from walrus_names(operand)
        case ex.Conditional(test=test, body=body, otherwise=otherwise):
            for part in (test, body, otherwise):
                yield from walrus_names(part)
        case ex.Call(arguments=arguments):
            for argument in arguments:
                yield from walrus_names(argument.value)
        case _:
            pass


def declared(block: st.Block, kind: st.DeclareKind) -> frozenset[str]:
    """Names that a function declares `global` or `nonlocal`, at any depth of its own statements."""
    names: set[str] = set()
    for statement in block:
        if isinstance(statement, st.Declare) and statement.kind == kind:
            names.update(statement.names)
        for part in ("body", "otherwise", "final"):
            inner = getattr(statement, part, ())
            if isinstance(inner, tuple) and not isinstance(statement, (st.Function, st.Class)):
                names |= declared(inner, kind)
        for inner_part in getattr(statement, "handlers", ()) + getattr(statement, "cases", ()):
            names |= declared(inner_part.body, kind)
    return frozenset(names)


def makes_functions(block: st.Block) -> bool:
    """Whether code makes functions, lambdas or classes that may outlive the call they are made in."""
    known = _MAKERS.get(id(block))
    if known is None or known[0] is not block:
        known = _MAKERS[id(block)] = (block, any(_makes(statement) for statement in block))
    return known[1]


_MAKERS: dict[int, tuple[st.Block, bool]] = {}


def _makes(node: object) -> bool:
    if isinstance(node, (ex.Lambda, st.Function, st.Class)):
        return True
    return any(_makes(part) for part in (node if isinstance(node, tuple) else _parts(node)))


def changed_names(block: st.Block | ex.Expression) -> tuple[str, ...]:
    """Names of which a block, or the body of a lambda, changes what they hold: by an index, or by a method that may."""
    known = _CHANGED.get(id(block))
    if known is None or known[0] is not block:
        known = _CHANGED[id(block)] = (block, tuple(dict.fromkeys(_changed(block))))
    return known[1]


_CHANGED: dict[int, tuple[object, tuple[str, ...]]] = {}


def _changed(node: object) -> Iterator[str]:
    match node:
        case st.Function() | st.Class() | ex.Lambda():
            return
        case st.Assign(targets=targets) | st.Delete(targets=targets):
            for target in targets:
                yield from _indexed_name(target)
        case st.AugmentedAssign(target=target):
            yield from _indexed_name(target)
        case ex.Call(function=ex.Attribute(base=ex.Name(identifier=name), attribute=method)) if (
            method in CHANGING_METHODS
        ):
            yield name
    for part in node if isinstance(node, tuple) else _parts(node):
        yield from _changed(part)


def _indexed_name(target: ex.Expression) -> Iterator[str]:
    if isinstance(target, ex.Subscript) and isinstance(target.base, ex.Name):
        yield target.base.identifier


def _parts(node: object) -> Iterator[object]:
    """What a statement or an expression is made of."""
    if is_dataclass(node):
        yield from (getattr(node, field.name) for field in fields(node) if field.name != "span")
