"""LibCST expressions become facts. Parentheses and type annotations leave no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from keylint.facts import expressions as facts
from keylint.facts.long_literals import KIND as LONG_LITERAL
from keylint.facts.lower_strings import joined_text, simple_string, text_pieces
from keylint.facts.lowering import Lowering, identifier
from keylint.facts.operators import BINARY_SIGNS, COMPARISON_SIGNS, UNARY_SIGNS
from keylint.facts.statements import Parameter
from keylint.findings import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keylint.facts.statements import ParameterKind

_MOST_DIGITS = 1000  # Python refuses to print or read numbers of more than some thousand digits
KEYWORD_CONSTANTS = {"None": None, "True": True, "False": False}


def expression(node: cst.CSTNode, lowering: Lowering) -> facts.Expression:
    """The facts of an expression; Opaque for a kind of node that this version does not know."""
    return _LOWER.get(node.__class__, _unknown)(node, lowering)


def _unknown(node: cst.CSTNode, lowering: Lowering) -> facts.Expression:
    return facts.Opaque(type(node).__name__, (), lowering.span_of(node))


def _name(node: cst.Name, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    value = node.value
    if value in KEYWORD_CONSTANTS:
        return facts.Constant(KEYWORD_CONSTANTS[value], span)
    return facts.Name(identifier(node), span)


def _integer(node: cst.Integer, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    if len(node.value) > _MOST_DIGITS:
        return facts.Opaque("number", (), span)
    return facts.Constant(int(node.value.replace("_", ""), 0), span)


def _float(node: cst.Float, lowering: Lowering) -> facts.Expression:
    return facts.Constant(float(node.value.replace("_", "")), lowering.span_of(node))


def _imaginary(node: cst.Imaginary, lowering: Lowering) -> facts.Expression:
    return facts.Opaque("complex number", (), lowering.span_of(node))


def _ellipsis(node: cst.Ellipsis, lowering: Lowering) -> facts.Expression:
    return facts.Opaque("ellipsis", (), lowering.span_of(node))


def _simple_string(node: cst.SimpleString, lowering: Lowering) -> facts.Expression:
    return simple_string((node.value,), lowering.span_of(node))


def _string_with_pieces(
    node: cst.FormattedString | cst.TemplatedString | cst.ConcatenatedString, lowering: Lowering
) -> facts.Expression:
    span = lowering.span_of(node)
    pieces = text_pieces(node)
    plain = [piece.value for piece in pieces if piece.__class__ is cst.SimpleString]
    if len(plain) == len(pieces):
        return simple_string(plain, span)
    return joined_text(pieces, span, lambda hole: expression(hole, lowering))


def _attribute(node: cst.Attribute, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    return facts.Attribute(expression(node.value, lowering), identifier(node.attr), span)


def _subscript(node: cst.Subscript, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    base = expression(node.value, lowering)
    return facts.Subscript(base, _subscript_index(node.slice, span, lowering), span)


def _subscript_index(elements: Sequence[cst.SubscriptElement], span: Span, lowering: Lowering) -> facts.Expression:
    """What stands between the brackets. An unparenthesised tuple and a slice take the span of the subscript."""
    first = elements[0]
    if _is_tuple_index(elements):
        lowering.span_of(first)  # the tuple's, which LibCST has no node for
        items = tuple([_subscript_part(element.slice, span, lowering) for element in elements])
        if any(element.slice.__class__ is cst.Slice for element in elements):
            return facts.Opaque("slices", items, span)
        return facts.Sequence("tuple", items, span)
    return _subscript_part(first.slice, span, lowering)


def _is_tuple_index(elements: Sequence[cst.SubscriptElement]) -> bool:
    first = elements[0]
    return (
        len(elements) > 1
        or first.comma.__class__ is cst.Comma
        or (isinstance(first.slice, cst.Index) and first.slice.star is not None)
    )


def _subscript_part(node: cst.BaseSlice, span: Span, lowering: Lowering) -> facts.Expression:
    if isinstance(node, cst.Index):
        if node.star is None:
            return expression(node.value, lowering)
        starred = lowering.span_of(node)
        return facts.Starred(expression(node.value, lowering), starred)
    if isinstance(node, cst.Slice):
        bounds = [_bound(bound, span, lowering) for bound in (node.lower, node.upper, node.step)]
        return facts.Opaque("slice", tuple(bounds), span)
    return _unknown(node, lowering)


def _bound(node: cst.BaseExpression | None, span: Span, lowering: Lowering) -> facts.Expression:
    return facts.Constant(None, span) if node is None else expression(node, lowering)


def arguments(nodes: Sequence[cst.Arg], lowering: Lowering) -> tuple[facts.Argument, ...]:
    return tuple(
        [
            facts.Argument(
                expression(node.value, lowering), None if node.keyword is None else identifier(node.keyword), node.star
            )
            for node in nodes
        ]
    )


def _call(node: cst.Call, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    return facts.Call(expression(node.func, lowering), arguments(node.args, lowering), span)


def _binary(node: cst.BinaryOperation, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    left = expression(node.left, lowering)
    return facts.Binary(BINARY_SIGNS[node.operator.__class__], left, expression(node.right, lowering), span)


def _unary(node: cst.UnaryOperation, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    return facts.Unary(UNARY_SIGNS[node.operator.__class__], expression(node.expression, lowering), span)


def _boolean(node: cst.BooleanOperation, lowering: Lowering) -> facts.Expression:
    """`a and b and c` is `(a and b) and c` to LibCST, and one operation to Python and to us."""
    span = lowering.span_of(node)
    operator = node.operator.__class__
    nodes = [node.right]
    left = node.left
    while left.__class__ is cst.BooleanOperation and not left.lpar and left.operator.__class__ is operator:
        nodes.append(left.right)
        left = left.left
    nodes.append(left)
    nodes.reverse()
    operands = tuple([expression(operand, lowering) for operand in nodes])
    return facts.Boolean("and" if operator is cst.And else "or", operands, span)


def _comparison(node: cst.Comparison, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    left = expression(node.left, lowering)
    rights = [
        (COMPARISON_SIGNS[target.operator.__class__], expression(target.comparator, lowering))
        for target in node.comparisons
    ]
    return facts.Comparison(left, tuple(rights), span)


def _conditional(node: cst.IfExp, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    body = expression(node.body, lowering)
    test = expression(node.test, lowering)
    return facts.Conditional(test, body, expression(node.orelse, lowering), span)


def _display(kind: facts.SequenceKind) -> Callable[[Any, Lowering], facts.Expression]:
    def lower(node: cst.List | cst.Tuple | cst.Set, lowering: Lowering) -> facts.Expression:
        span = lowering.span_of(node)
        items = tuple([_element(element, lowering) for element in node.elements])
        return facts.Opaque(LONG_LITERAL, (), span) if lowering.is_long(span) else facts.Sequence(kind, items, span)

    return lower


def _element(node: cst.BaseElement, lowering: Lowering) -> facts.Expression:
    return expression(node.value if node.__class__ is cst.Element else node, lowering)


def _starred(node: cst.StarredElement, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    return facts.Starred(expression(node.value, lowering), span)


def _mapping(node: cst.Dict, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    if lowering.is_long(span):
        return facts.Opaque(LONG_LITERAL, (), span)
    entries = []
    for element in node.elements:
        key = expression(element.key, lowering) if isinstance(element, cst.DictElement) else None
        entries.append((key, expression(element.value, lowering)))
    return facts.Mapping(tuple(entries), span)


def parameters(node: cst.Parameters, lowering: Lowering) -> tuple[Parameter, ...]:
    """The parameters of a function or lambda in the order of the source, without annotations."""
    lowered = [_parameter(param, "positional", lowering) for param in (*node.posonly_params, *node.params)]
    if isinstance(node.star_arg, cst.Param):
        lowered.append(_parameter(node.star_arg, "*", lowering))
    lowered += [_parameter(param, "keyword", lowering) for param in node.kwonly_params]
    if node.star_kwarg is not None:
        lowered.append(_parameter(node.star_kwarg, "**", lowering))
    return tuple(lowered)


def _parameter(node: cst.Param, kind: ParameterKind, lowering: Lowering) -> Parameter:
    default = None if node.default is None else expression(node.default, lowering)
    return Parameter(identifier(node.name), kind, default)


def _lambda(node: cst.Lambda, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    lowered = parameters(node.params, lowering)
    outer = lowering.yields
    body = expression(node.body, lowering)
    lowering.yields = outer
    return facts.Lambda(lowered, body, span)


def _comprehension(kind: facts.ComprehensionKind) -> Callable[[Any, Lowering], facts.Expression]:
    def lower(node: cst.BaseSimpleComp, lowering: Lowering) -> facts.Expression:
        span = lowering.span_of(node)
        element = expression(node.elt, lowering)
        clauses = _clauses(node.for_in, lowering)
        if kind == "generator" and not node.lpar:  # `f(x for x in y)`: its parentheses are the call's
            end = (clauses[-1].conditions or (clauses[-1].iterable,))[-1].span
            span = Span(element.span.line, element.span.column, end.end_line, end.end_column)
        return facts.Comprehension(kind, None, element, clauses, span)

    return lower


def _dict_comprehension(node: cst.DictComp | cst.StarredDictComp, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    key = expression(node.key, lowering) if isinstance(node, cst.DictComp) else None
    value = expression(node.value, lowering)
    return facts.Comprehension("dict", key, value, _clauses(node.for_in, lowering), span)


def _clauses(node: cst.CompFor, lowering: Lowering) -> tuple[facts.Clause, ...]:
    clauses = []
    clause: cst.CompFor | None = node
    while clause is not None:
        target = expression(clause.target, lowering)
        iterable = expression(clause.iter, lowering)
        conditions = tuple([expression(condition.test, lowering) for condition in clause.ifs])
        clauses.append(facts.Clause(target, iterable, conditions))
        clause = clause.inner_for_in
    return tuple(clauses)


def _walrus(node: cst.NamedExpr, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    return facts.Walrus(identifier(cst.ensure_type(node.target, cst.Name)), expression(node.value, lowering), span)


def _await(node: cst.Await, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    return facts.Opaque("await", (expression(node.expression, lowering),), span)


def _yield(node: cst.Yield, lowering: Lowering) -> facts.Expression:
    span = lowering.span_of(node)
    lowering.yields = True
    value = node.value.item if isinstance(node.value, cst.From) else node.value
    kind = "yield from" if isinstance(node.value, cst.From) else "yield"
    return facts.Opaque(kind, () if value is None else (expression(value, lowering),), span)


_LOWER: dict[type[cst.CSTNode], Callable[[Any, Lowering], facts.Expression]] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.Imaginary: _imaginary,
    cst.Ellipsis: _ellipsis,
    cst.SimpleString: _simple_string,
    cst.FormattedString: _string_with_pieces,
    cst.TemplatedString: _string_with_pieces,
    cst.ConcatenatedString: _string_with_pieces,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.Call: _call,
    cst.BinaryOperation: _binary,
    cst.UnaryOperation: _unary,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.List: _display("list"),
    cst.Tuple: _display("tuple"),
    cst.Set: _display("set"),
    cst.StarredElement: _starred,
    cst.Dict: _mapping,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension("list"),
    cst.SetComp: _comprehension("set"),
    cst.GeneratorExp: _comprehension("generator"),
    cst.DictComp: _dict_comprehension,
    cst.StarredDictComp: _dict_comprehension,
    cst.NamedExpr: _walrus,
    cst.Await: _await,
    cst.Yield: _yield,
}
