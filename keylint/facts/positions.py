"""Where the nodes of a LibCST tree stand in the file.

LibCST computes positions by generating the code again, which costs several times the parse. The running Python's parser
has them at hand: when it can read the file, its nodes are paired with LibCST's, one by one. Any difference between the
two, and LibCST is asked after all.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from keylint.facts.ast_events import Disagreement, events
from keylint.facts.lower_strings import text_pieces
from keylint.findings import Span

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from keylint.facts.lowering import SpanOf
    from keylint.facts.source import Source


def paired_positions(tree: ast.Module, source: Source) -> tuple[SpanOf, Callable[[], None]]:
    """Positions from Python's own tree, to be asked for in the order of the source, and a check that none is left over.

    Both raise Disagreement; so does the pairing itself when a place does not hold what it should.
    """
    stream = iter(events(tree, source))
    advance = stream.__next__

    def span_of(node: cst.CSTNode) -> Span:
        try:
            label, span = advance()
        except StopIteration:
            raise Disagreement from None
        kind = node.__class__
        if kind is cst.Name or kind is cst.Attribute:
            name = node.value if kind is cst.Name else node.attr.value  # type: ignore[attr-defined]
            if label != name and label != unicodedata.normalize("NFKC", name):
                raise Disagreement
        elif label != _LABELS.get(kind) and label != _label_of_adjacent_strings(node):
            raise Disagreement
        return span

    def finish() -> None:
        if next(stream, None) is not None:
            raise Disagreement

    return span_of, finish


def _label_of_adjacent_strings(node: cst.CSTNode) -> str | None:
    if not isinstance(node, cst.ConcatenatedString):
        return None
    kinds = {piece.__class__ for piece in text_pieces(node)}
    return next((_LABELS[kind] for kind in (cst.TemplatedString, cst.FormattedString) if kind in kinds), "<constant")


def provided_positions(module: cst.Module) -> SpanOf:
    """Positions from LibCST itself. A tuple or a generator includes its own parentheses, as in Python's tree.

    Raises RecursionError for a tree that is too deep.
    """
    ranges = None
    with suppress(RecursionError, KeyError):  # what is left of a RecursionError once LibCST has cleaned up
        ranges = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    if ranges is None:  # raised here, away from thousands of chained exceptions that crash Python when shown
        raise RecursionError

    def span_of(node: cst.CSTNode) -> Span:
        start = end = ranges[node]
        if isinstance(node, _OWNERS_OF_PARENTHESES) and node.lpar:
            start, end = ranges[node.lpar[-1]], ranges[node.rpar[0]]
        return Span(start.start.line, start.start.column + 1, end.end.line, end.end.column + 1)

    return span_of


_OWNERS_OF_PARENTHESES = (cst.Tuple, cst.GeneratorExp, cst.MatchTuple)
_LABELS: dict[type[cst.CSTNode], str] = {
    cst.Integer: "<constant",
    cst.Float: "<constant",
    cst.Imaginary: "<constant",
    cst.Ellipsis: "<constant",
    cst.SimpleString: "<constant",
    cst.FormattedString: "<joined text",
    cst.TemplatedString: "<template string",
    cst.Subscript: "<subscript",
    cst.SubscriptElement: "<tuple",
    cst.Index: "<starred",
    cst.Call: "<call",
    cst.BinaryOperation: "<binary",
    cst.UnaryOperation: "<unary",
    cst.BooleanOperation: "<boolean",
    cst.Comparison: "<comparison",
    cst.IfExp: "<conditional",
    cst.List: "<list",
    cst.Tuple: "<tuple",
    cst.Set: "<set",
    cst.StarredElement: "<starred",
    cst.Dict: "<dict",
    cst.Lambda: "<lambda",
    cst.ListComp: "<list comprehension",
    cst.SetComp: "<set comprehension",
    cst.GeneratorExp: "<generator",
    cst.DictComp: "<dict comprehension",
    cst.NamedExpr: "<walrus",
    cst.Await: "<await",
    cst.Yield: "<yield",
    cst.Assign: "<assign",
    cst.AnnAssign: "<annotated assign",
    cst.AugAssign: "<augmented assign",
    cst.Del: "<delete",
    cst.Assert: "<assert",
    cst.Return: "<return",
    cst.Raise: "<raise",
    cst.Break: "<break",
    cst.Continue: "<continue",
    cst.Import: "<import",
    cst.ImportFrom: "<import from",
    cst.If: "<if",
    cst.While: "<while",
    cst.For: "<for",
    cst.Try: "<try",
    cst.TryStar: "<try",
    cst.ExceptHandler: "<except",
    cst.ExceptStarHandler: "<except",
    cst.With: "<with",
    cst.Match: "<match",
    cst.MatchValue: "<match value",
    cst.MatchSingleton: "<match singleton",
    cst.MatchList: "<match sequence",
    cst.MatchTuple: "<match sequence",
    cst.MatchMapping: "<match mapping",
    cst.MatchClass: "<match class",
    cst.MatchAs: "<match as",
    cst.MatchOr: "<match or",
}
