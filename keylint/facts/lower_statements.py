"""LibCST statements become facts. `async` forms are lowered like the others; `pass` and type aliases leave no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from keylint.facts import statements as facts
from keylint.facts.expressions import Starred
from keylint.facts.lower_expressions import KEYWORD_CONSTANTS, expression, parameters
from keylint.facts.lower_patterns import pattern
from keylint.facts.lower_strings import text_pieces
from keylint.facts.lowering import Lowering, identifier
from keylint.facts.operators import AUGMENTED_SIGNS
from keylint.findings import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from keylint.facts.expressions import Expression

Out = list[facts.Statement]


def block(body: Sequence[cst.CSTNode], lowering: Lowering) -> facts.Block:
    """The facts of the statements of a module, of an indented block, or of what follows a colon on its line."""
    out: Out = []
    for node in body:
        if isinstance(node, cst.SimpleStatementLine):
            for small in node.body:
                _LOWER.get(small.__class__, _nothing)(small, lowering, out)
        else:
            _LOWER.get(node.__class__, _nothing)(node, lowering, out)
    return tuple(out)


def _suite(node: cst.BaseSuite, lowering: Lowering) -> facts.Block:
    return block(node.body, lowering)


def _nothing(node: cst.CSTNode, lowering: Lowering, out: Out) -> None:
    pass


def _up_to(start: Span, end: Span) -> Span:
    return Span(start.line, start.column, end.end_line, end.end_column)


def _keyword(start: Span, length: int) -> Span:
    return Span(start.line, start.column, start.line, start.column + length)


def _evaluate(node: cst.Expr, lowering: Lowering, out: Out) -> None:
    if not _is_bare_constant(node.value):
        value = expression(node.value, lowering)
        out.append(facts.Evaluate(value, value.span))


def _is_bare_constant(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.Name):
        return node.value in KEYWORD_CONSTANTS
    if isinstance(node, cst.ConcatenatedString):
        return all(isinstance(piece, cst.SimpleString) for piece in text_pieces(node))
    return isinstance(node, cst.SimpleString | cst.BaseNumber | cst.Ellipsis)


def _assign(node: cst.Assign, lowering: Lowering, out: Out) -> None:
    span = lowering.span_of(node)
    targets = tuple([expression(target.target, lowering) for target in node.targets])
    out.append(facts.Assign(targets, expression(node.value, lowering), span))


def _annotated_assign(node: cst.AnnAssign, lowering: Lowering, out: Out) -> None:
    if node.value is not None:
        span = lowering.span_of(node)
        target = expression(node.target, lowering)
        out.append(facts.Assign((target,), expression(node.value, lowering), span))


def _augmented_assign(node: cst.AugAssign, lowering: Lowering, out: Out) -> None:
    span = lowering.span_of(node)
    target = expression(node.target, lowering)
    sign = AUGMENTED_SIGNS[node.operator.__class__]
    out.append(facts.AugmentedAssign(target, sign, expression(node.value, lowering), span))


def _delete(node: cst.Del, lowering: Lowering, out: Out) -> None:
    span = lowering.span_of(node)
    target = node.target
    nodes: list[cst.CSTNode] = [target]
    if isinstance(target, cst.Tuple) and not target.lpar:
        nodes = [element.value for element in target.elements]
    out.append(facts.Delete(tuple([expression(part, lowering) for part in nodes]), span))


def _assert(node: cst.Assert, lowering: Lowering, out: Out) -> None:
    span = lowering.span_of(node)
    out.append(facts.Assert(expression(node.test, lowering), span))


def _return(node: cst.Return, lowering: Lowering, out: Out) -> None:
    span = lowering.span_of(node)
    out.append(facts.Return(None if node.value is None else expression(node.value, lowering), span))


def _raise(node: cst.Raise, lowering: Lowering, out: Out) -> None:
    span = lowering.span_of(node)
    out.append(facts.Raise(None if node.exc is None else expression(node.exc, lowering), span))


def _break(node: cst.Break, lowering: Lowering, out: Out) -> None:
    out.append(facts.Break(lowering.span_of(node)))


def _continue(node: cst.Continue, lowering: Lowering, out: Out) -> None:
    out.append(facts.Continue(lowering.span_of(node)))


def _declare(node: cst.Global | cst.Nonlocal, _: Lowering, out: Out) -> None:
    kind: facts.DeclareKind = "global" if isinstance(node, cst.Global) else "nonlocal"
    out.append(facts.Declare(kind, tuple([identifier(item.name) for item in node.names])))


def _dotted(node: cst.Attribute | cst.Name) -> str:
    parts = []
    rest: cst.BaseExpression = node
    while isinstance(rest, cst.Attribute):
        parts.append(identifier(rest.attr))
        rest = rest.value
    parts.append(identifier(cst.ensure_type(rest, cst.Name)))
    return ".".join(reversed(parts))


def _alias(node: cst.ImportAlias) -> str | None:
    return None if node.asname is None else identifier(cst.ensure_type(node.asname.name, cst.Name))


def _import(node: cst.Import | cst.LazyImport, lowering: Lowering, out: Out) -> None:
    span = lowering.span_of(node)
    for name in node.names:
        module = _dotted(name.name)
        alias = _alias(name)
        out.append(facts.Import(module, alias or module.split(".")[0], alias is not None, span))


def _import_from(node: cst.ImportFrom | cst.LazyImportFrom, lowering: Lowering, out: Out) -> None:
    span = lowering.span_of(node)
    names: tuple[tuple[str, str], ...] = (("*", "*"),)
    if not isinstance(node.names, cst.ImportStar):
        names = tuple([(_dotted(name.name), _alias(name) or _dotted(name.name)) for name in node.names])
    out.append(facts.ImportFrom(_dotted(node.module) if node.module else "", len(node.relative), names, span))


def _otherwise(node: cst.If | cst.Else | None, lowering: Lowering) -> facts.Block:
    if node is None:
        return ()
    return block((node,), lowering) if isinstance(node, cst.If) else _suite(node.body, lowering)


def _if(node: cst.If, lowering: Lowering, out: Out) -> None:
    start = lowering.span_of(node)
    test = expression(node.test, lowering)
    body = _suite(node.body, lowering)
    out.append(facts.If(test, body, _otherwise(node.orelse, lowering), _up_to(start, test.span)))


def _while(node: cst.While, lowering: Lowering, out: Out) -> None:
    start = lowering.span_of(node)
    test = expression(node.test, lowering)
    body = _suite(node.body, lowering)
    out.append(facts.While(test, body, _otherwise(node.orelse, lowering), _up_to(start, test.span)))


def _for(node: cst.For, lowering: Lowering, out: Out) -> None:
    start = lowering.span_of(node)
    target = expression(node.target, lowering)
    iterable = expression(node.iter, lowering)
    body = _suite(node.body, lowering)
    otherwise = _otherwise(node.orelse, lowering)
    out.append(facts.For(target, iterable, body, otherwise, _up_to(start, iterable.span)))


def _try(node: cst.Try | cst.TryStar, lowering: Lowering, out: Out) -> None:
    start = lowering.span_of(node)
    body = _suite(node.body, lowering)
    handlers = tuple([_handler(handler, lowering) for handler in node.handlers])
    otherwise = _otherwise(node.orelse, lowering)
    final = () if node.finalbody is None else _suite(node.finalbody.body, lowering)
    out.append(facts.Try(body, handlers, otherwise, final, _keyword(start, len("try"))))


def _handler(node: cst.ExceptHandler | cst.ExceptStarHandler, lowering: Lowering) -> facts.Handler:
    start = lowering.span_of(node)
    kind = None if node.type is None else expression(node.type, lowering)
    name = None if node.name is None else identifier(cst.ensure_type(node.name.name, cst.Name))
    span = _keyword(start, len("except")) if kind is None else _up_to(start, kind.span)
    return facts.Handler(kind, name, _suite(node.body, lowering), span)


def _with(node: cst.With, lowering: Lowering, out: Out) -> None:
    start = lowering.span_of(node)
    items = tuple([_with_item(item, lowering) for item in node.items])
    end = (items[-1].target or items[-1].context).span
    out.append(facts.With(items, _suite(node.body, lowering), _up_to(start, end)))


def _with_item(node: cst.WithItem, lowering: Lowering) -> facts.WithItem:
    context = expression(node.item, lowering)
    return facts.WithItem(context, None if node.asname is None else expression(node.asname.name, lowering))


def _match(node: cst.Match, lowering: Lowering, out: Out) -> None:
    start = lowering.span_of(node)
    subject = expression(node.subject, lowering)
    cases = tuple([_case(case, lowering) for case in node.cases])
    out.append(facts.Match(subject, cases, _up_to(start, subject.span)))


def _case(node: cst.MatchCase, lowering: Lowering) -> facts.Case:
    lowered = pattern(node.pattern, lowering)
    guard = None if node.guard is None else expression(node.guard, lowering)
    irrefutable = lowered.irrefutable and guard is None
    body = _suite(node.body, lowering)
    return facts.Case(lowered.values, irrefutable, lowered.captures, guard, body, lowered.span)


def _decorators(nodes: Sequence[cst.Decorator], lowering: Lowering) -> tuple[Expression, ...]:
    return tuple([expression(node.decorator, lowering) for node in nodes])


def _function(node: cst.FunctionDef, lowering: Lowering, out: Out) -> None:
    decorators = _decorators(node.decorators, lowering)
    span = lowering.span_of(node.name)
    lowered = parameters(node.params, lowering)
    outer, lowering.yields = lowering.yields, False
    body = _suite(node.body, lowering)
    is_generator, lowering.yields = lowering.yields, outer
    out.append(facts.Function(identifier(node.name), lowered, decorators, body, is_generator, span))


def _class(node: cst.ClassDef, lowering: Lowering, out: Out) -> None:
    decorators = _decorators(node.decorators, lowering)
    span = lowering.span_of(node.name)
    bases = tuple([_base(base, lowering) for base in node.bases])
    body = _suite(node.body, lowering)
    out.append(facts.Class(identifier(node.name), bases, decorators, body, span, tuple(_fields(node.body))))


def _fields(node: cst.BaseSuite) -> Iterator[str]:
    for line in node.body:
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else (line,):
            if (
                isinstance(small, cst.AnnAssign)
                and isinstance(small.target, cst.Name)
                and not _is_class_variable(small)
            ):
                yield identifier(small.target)


def _is_class_variable(node: cst.AnnAssign) -> bool:
    annotation = node.annotation.annotation
    named = annotation.value if isinstance(annotation, cst.Subscript) else annotation
    name = named.attr if isinstance(named, cst.Attribute) else named
    return isinstance(name, cst.Name) and name.value == "ClassVar"


def _base(node: cst.Arg, lowering: Lowering) -> Expression:
    value = expression(node.value, lowering)
    return Starred(value, value.span) if node.star else value


_LOWER: dict[type[cst.CSTNode], Callable[[Any, Lowering, Out], None]] = {
    cst.Expr: _evaluate,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated_assign,
    cst.AugAssign: _augmented_assign,
    cst.Del: _delete,
    cst.Assert: _assert,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Global: _declare,
    cst.Nonlocal: _declare,
    cst.Import: _import,
    cst.LazyImport: _import,
    cst.ImportFrom: _import_from,
    cst.LazyImportFrom: _import_from,
    cst.If: _if,
    cst.While: _while,
    cst.For: _for,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.With: _with,
    cst.Match: _match,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
}
