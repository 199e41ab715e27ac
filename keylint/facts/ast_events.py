"""The places in a file as the running Python's parser sees them, in the order in which the lowering asks for them.

An event stands for one node: a label and a span. The label of a name or an attribute is that identifier, any other
starts with `<`. The tables follow the source: a node comes before its parts, and parts from left to right. What the
lowering leaves out (annotations, type parameters, keywords of classes, messages of assertions) is left out here.
"""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING, Any

from keylint.findings import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.facts.source import Source

Event = tuple[str, Span]

_DEFINITION = re.compile(r"(?:(?:async[ \t\f]+)?def|class)[ \t\f]+")


class Disagreement(Exception):  # noqa: N818  (a reason to ask LibCST itself, not an error)
    """The two parsers do not say the same about a file."""


def events(tree: ast.Module, source: Source) -> list[Event]:
    """The events of a module. Raises Disagreement when a place does not hold what it should."""
    lines = source.split_lines()
    span_of = _span if source.text.isascii() else _converter(lines)
    found: list[Event] = []
    has_holes = False
    waiting: list[Any] = [tree.body]
    while waiting:
        node = waiting.pop()
        kind = node.__class__
        if kind is list:
            waiting += node[::-1]
        elif kind is ast.Name:
            found.append((node.id, span_of(node)))
        elif kind is ast.Attribute:
            found.append((node.attr, span_of(node)))
            waiting.append(node.value)
        elif kind is ast.Constant:
            value = node.value
            is_keyword = value is None or value is True or value is False
            found.append((str(value) if is_keyword else "<constant", span_of(node)))
        elif kind in _FIELDS:
            label, fields = _FIELDS[kind]
            if label:
                found.append((label, span_of(node)))
            for field in fields:
                part = getattr(node, field)
                if part:
                    waiting.append(part)
        elif kind in _PARTS:
            label, parts = _PARTS[kind]
            if label:
                found.append((label, span_of(node)))
                has_holes = has_holes or kind is ast.JoinedStr
            waiting.append(parts(node))
        elif kind in _DEFINITIONS:
            head = node.args if kind is not ast.ClassDef else _positional(node.bases)
            name = (node.name, _name_span(node.name, span_of(node), lines))
            waiting += (node.body, head, name, node.decorator_list)
        elif kind is tuple:  # the event of a definition's name, whose turn comes after the decorators
            found.append(node)
        elif kind is ast.AnnAssign and node.value is not None:
            found.append(("<annotated assign", span_of(node)))
            waiting += (node.value, node.target)
    if has_holes and sys.version_info < (3, 12):
        _verify(found, lines)
    return found


def _span(node: Any) -> Span:
    return Span(node.lineno, node.col_offset + 1, node.end_lineno, node.end_col_offset + 1)


def _converter(lines: list[str]) -> Callable[[Any], Span]:
    """Like `_span` for text that is not ASCII: the parser counts bytes of UTF-8."""

    def column(line: int, offset: int) -> int:
        text = lines[line - 1]
        return offset + 1 if text.isascii() else len(text.encode()[:offset].decode("utf-8", "replace")) + 1

    def span(node: Any) -> Span:
        line, end_line = node.lineno, node.end_lineno
        return Span(line, column(line, node.col_offset), end_line, column(end_line, node.end_col_offset))

    return span


def _name_span(name: str, definition: Span, lines: list[str]) -> Span:
    """The place of the name in `def name` or `class name`, which the parser does not keep."""
    line = definition.line
    keywords = _DEFINITION.match(lines[line - 1], definition.column - 1)
    if keywords is None or not lines[line - 1].startswith(name, keywords.end()):
        raise Disagreement
    column = keywords.end() + 1
    return Span(line, column, line, column + len(name))


def _verify(found: list[Event], lines: list[str]) -> None:
    """Checks that names are where they should be: Python before 3.12 misplaces some that are in f-strings."""
    for label, span in found:
        if label[0] != "<" and (
            span.end_line > len(lines) or not lines[span.end_line - 1].endswith(label, 0, span.end_column - 1)
        ):
            raise Disagreement


def _expression_parts(node: ast.Expr) -> Any:
    value = node.value
    return [] if isinstance(value, ast.Constant) else value


def _positional(arguments: list[ast.expr]) -> list[ast.expr]:
    """The arguments of a call without their stars: LibCST has no node for `*value` there."""
    return [argument.value if isinstance(argument, ast.Starred) else argument for argument in arguments]


def _call_parts(node: ast.Call) -> list[Any]:
    values = _positional(node.args)
    keywords = [keyword.value for keyword in node.keywords]
    if values and keywords and _start(values[-1]) > _start(keywords[0]):
        return [node.func, *sorted(values + keywords, key=_start)]
    return [node.func, *values, *keywords]


def _start(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _dict_parts(node: ast.Dict) -> list[Any]:
    return [part for entry in zip(node.keys, node.values, strict=True) for part in entry if part is not None]


def _arguments_parts(node: ast.arguments) -> list[Any]:
    return node.defaults + [default for default in node.kw_defaults if default is not None]


def _hole_parts(node: Any) -> list[Any]:
    return [part.value for part in node.values if not isinstance(part, ast.Constant)]


def _table(entries: dict[str, tuple[str, str]]) -> dict[type[ast.AST], tuple[str, tuple[str, ...]]]:
    """Fields by class, last first, as a stack wants them; without the classes that this Python does not have."""
    return {
        getattr(ast, name): (label, tuple(reversed(fields.split())))
        for name, (label, fields) in entries.items()
        if hasattr(ast, name)
    }


_FIELDS = _table(
    {
        "Subscript": ("<subscript", "value slice"),
        "Slice": ("", "lower upper step"),
        "BinOp": ("<binary", "left right"),
        "UnaryOp": ("<unary", "operand"),
        "BoolOp": ("<boolean", "values"),
        "Compare": ("<comparison", "left comparators"),
        "IfExp": ("<conditional", "body test orelse"),
        "List": ("<list", "elts"),
        "Tuple": ("<tuple", "elts"),
        "Set": ("<set", "elts"),
        "Starred": ("<starred", "value"),
        "Lambda": ("<lambda", "args body"),
        "ListComp": ("<list comprehension", "elt generators"),
        "SetComp": ("<set comprehension", "elt generators"),
        "GeneratorExp": ("<generator", "elt generators"),
        "DictComp": ("<dict comprehension", "key value generators"),
        "comprehension": ("", "target iter ifs"),
        "NamedExpr": ("<walrus", "value"),
        "Await": ("<await", "value"),
        "Yield": ("<yield", "value"),
        "YieldFrom": ("<yield", "value"),
        "Assign": ("<assign", "targets value"),
        "AugAssign": ("<augmented assign", "target value"),
        "Delete": ("<delete", "targets"),
        "Assert": ("<assert", "test"),
        "Return": ("<return", "value"),
        "Raise": ("<raise", "exc"),
        "Break": ("<break", ""),
        "Continue": ("<continue", ""),
        "Import": ("<import", ""),
        "ImportFrom": ("<import from", ""),
        "If": ("<if", "test body orelse"),
        "While": ("<while", "test body orelse"),
        "For": ("<for", "target iter body orelse"),
        "AsyncFor": ("<for", "target iter body orelse"),
        "Try": ("<try", "body handlers orelse finalbody"),
        "TryStar": ("<try", "body handlers orelse finalbody"),
        "ExceptHandler": ("<except", "type body"),
        "With": ("<with", "items body"),
        "AsyncWith": ("<with", "items body"),
        "withitem": ("", "context_expr optional_vars"),
        "Match": ("<match", "subject cases"),
        "match_case": ("", "pattern guard body"),
        "MatchValue": ("<match value", "value"),
        "MatchSingleton": ("<match singleton", ""),
        "MatchSequence": ("<match sequence", ""),
        "MatchMapping": ("<match mapping", ""),
        "MatchClass": ("<match class", ""),
        "MatchAs": ("<match as", "pattern"),
        "MatchOr": ("<match or", "patterns"),
    }
)
_PARTS: dict[type[ast.AST], tuple[str, Callable[[Any], Any]]] = {
    ast.Call: ("<call", _call_parts),
    ast.Dict: ("<dict", _dict_parts),
    ast.Expr: ("", _expression_parts),
    ast.arguments: ("", _arguments_parts),
    ast.JoinedStr: ("<joined text", _hole_parts),
}
if hasattr(ast, "TemplateStr"):
    _PARTS[ast.TemplateStr] = ("<template string", _hole_parts)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
