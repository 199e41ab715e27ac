"""Statements: putting lines before one, and putting statements under a test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.style import indented

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keylint.findings import Edit
    from keylint.fixes.tree import Tree

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_STRINGS: tuple[type[cst.BaseString], ...] = (cst.SimpleString, cst.FormattedString, cst.TemplatedString)
_HEADERS = (cst.If, cst.With, cst.For, cst.Match)


def insert_before(tree: Tree, node: cst.CSTNode, lines: Sequence[str]) -> list[Edit]:
    """Puts lines before the statement that `node` stands in, so that they run right before it.

    Raises Refused where `node` is not evaluated just once, by that statement.
    """
    statement = tree.statement_of(node)
    if statement is None:
        suite = next(outer for outer in tree.ancestors(node) if isinstance(outer, cst.SimpleStatementSuite))
        _require_plain(tree, node, suite)
        return _as_block(tree, suite, lines)
    _require_plain(tree, node, statement)
    place = tree.start(statement)
    if isinstance(statement, cst.If) and isinstance(tree.parent(statement), cst.If):
        raise Refused("the widget stands in the test of an `elif`")
    indent = tree.indent_at(place)
    return [tree.insert(tree.line_start(place), _block(tree, lines, indent))]


def insert_after(tree: Tree, node: cst.CSTNode, lines: Sequence[str]) -> list[Edit]:
    """Puts lines after the simple statement that `node` stands in. Raises Refused where there is none of its own."""
    statement = tree.statement_of(node)
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) > 1:
        raise Refused("the assignment is not a line of its own")
    end = tree.line_end(tree.end(statement))
    text = _block(tree, lines, tree.indent_at(tree.start(statement)))
    if tree.text[end - 1] not in "\r\n":
        return [tree.insert(end, tree.newline + text.removesuffix(tree.newline))]
    return [tree.insert(end, text)]


def is_docstring(statement: cst.CSTNode) -> bool:
    return (
        isinstance(statement, cst.SimpleStatementLine)
        and isinstance(statement.body[0], cst.Expr)
        and isinstance(statement.body[0].value, (cst.SimpleString, cst.ConcatenatedString))
    )


def put_under(tree: Tree, first: cst.CSTNode, last: cst.CSTNode, test: str) -> list[Edit]:
    """Puts the statements from the one with `first` to the one with `last` under `if test:`."""
    begin, end = tree.statement_of(first), tree.statement_of(last)
    if begin is None or end is None:
        return _suite_under(tree, first, last, test)
    if not isinstance(begin, cst.SimpleStatementLine) or not isinstance(end, cst.SimpleStatementLine):
        raise Refused("it is part of a larger statement")
    if tree.parent(begin) is not tree.parent(end):
        raise Refused("the value is read in one block and stored in another")
    start, stop = tree.line_start(tree.start(begin)), tree.line_end(tree.end(end))
    indent = tree.indent_at(start)
    step = tree.module.default_indent
    strings = (string for kind in _STRINGS for string in tree.find_all(kind))
    if any(start <= tree.start(string) < stop and tree.spans_lines(string) for string in strings):
        raise Refused("a string of several lines would be changed")
    moved = "".join(_deeper(line, step) for line in _LINE.findall(tree.text[start:stop]))
    return [tree.replace(start, stop, f"{indent}if {test}:{tree.newline}{moved}")]


def _suite_under(tree: Tree, first: cst.CSTNode, last: cst.CSTNode, test: str) -> list[Edit]:
    """The same for `def save(): statement`, whose body becomes a block."""
    suites = [outer for outer in tree.ancestors(first) if isinstance(outer, cst.SimpleStatementSuite)]
    if not suites or suites[0] not in tree.ancestors(last):
        raise Refused("it is part of a larger statement")
    suite = suites[0]
    written = tree.text[tree.start(suite.body[0]) : tree.end(suite.body[-1])]
    header = tree.parent(suite)
    indent = tree.indent_at(tree.start(header)) + tree.module.default_indent
    step = tree.module.default_indent
    text = tree.newline + indent + f"if {test}:" + tree.newline + indent + step + written
    return [tree.replace(_after_colon(tree, suite), tree.end(suite.body[-1]), text)]


def _as_block(tree: Tree, suite: cst.SimpleStatementSuite, lines: Sequence[str]) -> list[Edit]:
    """`if test: statement` becomes a block with `lines` before the statement."""
    header = tree.parent(suite)
    if not tree.begins_line(tree.start(header)):
        raise Refused("several statements share its line")
    indent = tree.indent_at(tree.start(header)) + tree.module.default_indent
    text = tree.newline + _block(tree, lines, indent) + indent
    return [tree.replace(_after_colon(tree, suite), tree.start(suite.body[0]), text)]


def _after_colon(tree: Tree, suite: cst.SimpleStatementSuite) -> int:
    start = tree.start(suite.body[0])
    return len(tree.text[:start].rstrip(" \t"))


def _block(tree: Tree, lines: Iterable[str], indent: str) -> str:
    step = tree.module.default_indent
    return "".join((indent + indented(line, step) if line else "") + tree.newline for line in lines)


def _require_plain(tree: Tree, node: cst.CSTNode, statement: cst.CSTNode) -> None:
    """Raises Refused unless reaching the statement means evaluating the node in this scope, once."""
    inner = node
    for outer in tree.ancestors(node):
        if isinstance(outer, (cst.Lambda, cst.BaseComp)):
            raise Refused(f"the widget stands in a {'lambda' if isinstance(outer, cst.Lambda) else 'comprehension'}")
        if _is_conditional(outer, inner):
            raise Refused("the widget stands in a part of an expression that not every run evaluates")
        if isinstance(outer, (cst.While, cst.Decorator, cst.Param, cst.MatchCase)) and inner is not getattr(
            outer, "body", None
        ):
            raise Refused("the widget stands in a part of a statement that cannot be preceded by another")
        if outer is statement:
            break
        inner = outer
    if isinstance(statement, (cst.SimpleStatementLine, cst.SimpleStatementSuite)) and len(statement.body) > 1:
        raise Refused("several statements share its line")
    if not isinstance(statement, (cst.SimpleStatementLine, cst.SimpleStatementSuite, *_HEADERS)):
        raise Refused("the widget stands in a part of a statement that cannot be preceded by another")


def _is_conditional(outer: cst.CSTNode, inner: cst.CSTNode) -> bool:
    """Whether `outer` evaluates its part `inner` only for some values of another part."""
    return (isinstance(outer, cst.BooleanOperation) and inner is outer.right) or (
        isinstance(outer, cst.IfExp) and inner is not outer.test
    )


def _deeper(line: str, step: str) -> str:
    """The line, one step further in: what stands before a form feed does not count as indentation."""
    if not line.strip():
        return line
    begin = len(line) - len(line.lstrip(" \t\f"))
    begin = line.rfind("\f", 0, begin) + 1
    return line[:begin] + step + line[begin:]
