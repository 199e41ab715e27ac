"""The patterns of `match` statements: which constants they stand for, and what they bind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from keylint.facts.expressions import Constant, Expression
from keylint.facts.lower_expressions import KEYWORD_CONSTANTS, expression
from keylint.facts.lowering import Lowering, identifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.findings import Span


@dataclass(frozen=True, slots=True)
class Pattern:
    """`values` is empty for a pattern that is more than a choice between values."""

    values: tuple[Expression, ...]
    irrefutable: bool
    captures: tuple[str, ...]
    span: Span


def pattern(node: cst.MatchPattern, lowering: Lowering) -> Pattern:
    span = lowering.span_of(node)
    if isinstance(node, cst.MatchValue):
        return Pattern((expression(node.value, lowering),), False, (), span)
    if isinstance(node, cst.MatchSingleton):
        return Pattern((Constant(KEYWORD_CONSTANTS[node.value.value], span),), False, (), span)
    if isinstance(node, cst.MatchOr):
        return _alternatives(node, span, lowering)
    if isinstance(node, cst.MatchAs):
        captures = () if node.name is None else (identifier(node.name),)
        if node.pattern is None:
            return Pattern((), True, captures, span)
        inner = pattern(node.pattern, lowering)
        return Pattern(inner.values, inner.irrefutable, inner.captures + captures, span)
    return Pattern((), False, tuple(_captures(node)), span)


def _alternatives(node: cst.MatchOr, span: Span, lowering: Lowering) -> Pattern:
    alternatives = [pattern(element.pattern, lowering) for element in node.patterns]
    irrefutable = any(alternative.irrefutable for alternative in alternatives)
    values: tuple[Expression, ...] = ()
    if all(alternative.values for alternative in alternatives):
        values = tuple([value for alternative in alternatives for value in alternative.values])
    captures = dict.fromkeys(name for alternative in alternatives for name in alternative.captures)
    return Pattern(values, irrefutable, tuple(captures), span)


def _captures(node: cst.CSTNode) -> list[str]:
    """The names that a pattern of any kind binds, each once, in the order of the source."""
    names: dict[str, None] = {}
    waiting: list[cst.CSTNode] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, cst.MatchValue):
            continue
        if isinstance(part, cst.MatchAs | cst.MatchStar) and part.name is not None:
            names[identifier(part.name)] = None
        if isinstance(part, cst.MatchMapping) and part.rest is not None:
            names[identifier(part.rest)] = None
        waiting.extend(reversed([child for child in _parts(part) if child is not None]))
    return list(names)


def _parts(node: cst.CSTNode) -> Sequence[cst.CSTNode | None]:
    if isinstance(node, cst.MatchSequence):
        return node.patterns
    if isinstance(node, cst.MatchMapping):
        return [element.pattern for element in node.elements]
    if isinstance(node, cst.MatchClass):
        return [element.value for element in node.patterns] + [element.pattern for element in node.kwds]
    if isinstance(node, cst.MatchOr):
        return [element.pattern for element in node.patterns]
    if isinstance(node, cst.MatchAs):
        return [node.pattern]
    if isinstance(node, cst.MatchSequenceElement):
        return [node.value]
    return []
