"""A file on its way to being edited: its text, its LibCST tree, and where each node stands."""

from __future__ import annotations

import ast
import warnings
from bisect import bisect_right
from dataclasses import fields
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from keylint.facts.long_literals import shortened
from keylint.facts.syntax import parse
from keylint.findings import Edit, Location, Span
from keylint.fixes.errors import Refused
from keylint.fixes.touched import Statements
from keylint.splice import spliced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from libcst.metadata import CodeRange

    from keylint.facts.source import Source

Node = TypeVar("Node", bound=cst.CSTNode)


class Tree:
    """A parsed file. Offsets count from 0 in characters of `text`. Raises SourceError when it cannot be parsed."""

    def __init__(self, path: str, source: Source) -> None:
        self.path = path
        self.text = source.text
        self.newline = source.newline
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            without = shortened(source)
            module, tree = parse(without.source)
        self._source = source
        self._shortened = without.ranges
        self._statements = None if tree is None else Statements(tree, source.split_lines())
        self.module = module
        self._ranges = _Wrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
        self._parents = _parents_in(module)
        self._starts = source.line_starts()
        self._by_kind: dict[type[cst.CSTNode], list[Any]] = {}

    # -- places --------------------------------------------------------------------------------------------------

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column that both count from 1."""
        return self._starts[line - 1] + column - 1

    def start(self, node: cst.CSTNode) -> int:
        place = self._ranges[node].start
        return self.offset(place.line, place.column + 1)

    def end(self, node: cst.CSTNode) -> int:
        place = self._ranges[node].end
        return self.offset(place.line, place.column + 1)

    def line_start(self, offset: int) -> int:
        return self._starts[bisect_right(self._starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """The offset of the line ending after `offset`, or of the end of the file."""
        return offset + len(self.text[offset : self.next_line(offset)].rstrip("\r\n"))

    def next_line(self, offset: int) -> int:
        """The offset at which the line after that of `offset` starts, or of the end of the file."""
        following = bisect_right(self._starts, offset)
        return self._starts[following] if following < len(self._starts) else len(self.text)

    def source_of(self, node: cst.CSTNode) -> str:
        """The text of a node, without parentheses around it."""
        return self.text[self.start(node) : self.end(node)]

    def code_of(self, node: cst.CSTNode) -> str:
        """The text of a node with the parentheses around it, so that it means the same as an argument or an item."""
        if self._shortened and node in self._ranges:
            begin, end = self.start(node), self.end(node)
            if any(opens < end and begin < closes for opens, closes in self._shortened):
                raise Refused("it has a literal of very many elements")
        code = self.module.code_for_node(node)
        # A generator that is the only argument of a call does without its own.
        return f"({code})" if isinstance(node, cst.GeneratorExp) and not node.lpar else code

    def indent_at(self, offset: int) -> str:
        """The white space that the line of `offset` begins with."""
        line = self.text[self.line_start(offset) : self.line_end(offset)]
        return line[: len(line) - len(line.lstrip(" \t\f"))]

    def begins_line(self, offset: int) -> bool:
        """Whether nothing but white space stands before `offset` on its line."""
        return not self.text[self.line_start(offset) : offset].strip()

    def only_comment_follows(self, offset: int) -> bool:
        """Whether nothing but white space or a comment stands after `offset` on its line."""
        rest = self.text[offset : self.line_end(offset)].strip()
        return not rest or rest.startswith("#")

    def spans_lines(self, node: cst.CSTNode) -> bool:
        """Whether a node ends on another line than it begins on."""
        place = self._ranges[node]
        return place.start.line != place.end.line

    def end_of_line_before(self, offset: int) -> int:
        """The offset of the line ending above the line of `offset`; the line must not be the first."""
        return self.line_end(self.line_start(self.line_start(offset) - 1))

    # -- nodes ---------------------------------------------------------------------------------------------------

    def parent(self, node: cst.CSTNode) -> cst.CSTNode:
        return self._parents[node]

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes around `node`, innermost first."""
        while node in self._parents:
            node = self._parents[node]
            yield node

    def find(self, kind: type[Node] | tuple[type[Node], ...], span: Span) -> Node:
        """The node of a kind that has this span."""
        for node in self._by_span.get(span, ()):
            if isinstance(node, kind):
                return node
        raise Refused("its source cannot be matched with what was analysed")

    @cached_property
    def _by_span(self) -> dict[Span, list[cst.CSTNode]]:
        table: dict[Span, list[cst.CSTNode]] = {}
        for node, place in self._ranges.items():
            table.setdefault(_span(place), []).append(node)
        return table

    def find_all(self, kind: type[Node]) -> list[Node]:
        """Every node of a kind, in the order of the source."""
        if kind not in self._by_kind:
            self._by_kind[kind] = sorted((node for node in self._ranges if isinstance(node, kind)), key=self.start)
        return self._by_kind[kind]

    def statement_of(self, node: cst.CSTNode) -> cst.SimpleStatementLine | cst.BaseCompoundStatement | None:
        """The innermost statement that stands in a block of lines and holds `node`; None in a one-line suite."""
        for outer in (node, *self.ancestors(node)):
            if isinstance(outer, cst.SimpleStatementSuite):
                return None
            if isinstance(outer, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
                return outer
        raise Refused("it is not part of a statement")

    def require_code(self, edits: Sequence[Edit]) -> None:
        """Raises SyntaxError, ValueError or ParserSyntaxError when what the edits make of this file is no code, or
        cannot be written in its encoding.

        Python's own parser is asked where it can read the file as it is, and only for the statements that the edits
        touch: a file with many fixes is not read once for each.
        """
        if self._statements is None:
            text = spliced(self._source, edits)
            self._source.encode(text)
            cst.parse_module(text)
            return
        excerpt = self._statements.around(
            min(edit.location.span.line for edit in edits), max(edit.location.span.end_line for edit in edits)
        )
        begin = self._starts[excerpt.first - 1]
        finish = self._starts[excerpt.last] if excerpt.last < len(self._starts) else len(self.text)
        text = spliced(self._source, edits, begin, finish)
        self._source.encode(text)
        separator = "" if text.endswith(("\n", "\r")) else "\n"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(f"{excerpt.before}{text}{separator}{excerpt.after}")

    def start_of(self, edit: Edit) -> int:
        """The offset at which an edit begins."""
        return self.offset(edit.location.span.line, edit.location.span.column)

    def edited(self, start: int, end: int, edits: Sequence[Edit]) -> str:
        """What edits make of the text from `start` to `end`, in which all of them are."""
        return spliced(self._source, edits, start, end)

    # -- edits ---------------------------------------------------------------------------------------------------

    def replace(self, start: int, end: int, replacement: str) -> Edit:
        return Edit(Location(self.path, self.span(start, end)), replacement)

    def insert(self, offset: int, text: str) -> Edit:
        """Puts text in between. Where line ends are mixed, a carriage return and a line feed that meet there would be
        one: the line that this costs is added."""
        if text.startswith("\n") and self.text[:offset].endswith("\r"):
            text = "\n" + text
        if text.endswith("\r") and self.text[offset:].startswith("\n"):
            text += "\r"
        return self.replace(offset, offset, text)

    def span(self, start: int, end: int) -> Span:
        return Span(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _Wrapper(MetadataWrapper):
    """LibCST visits a module, and so copies it, for providers that look at nodes, even where there are none."""

    def visit_batched(self, *_: object) -> cst.Module:
        return self.module


def _parents_in(module: cst.Module) -> dict[cst.CSTNode, cst.CSTNode]:
    """The parent of each node. LibCST's own provider visits the tree, and so copies it: ten times as slow."""
    parents: dict[cst.CSTNode, cst.CSTNode] = {}
    pending: list[cst.CSTNode] = [module]
    while pending:
        node = pending.pop()
        for name in _names_of_fields(node.__class__):
            value = getattr(node, name)
            for child in value if isinstance(value, (list, tuple)) else (value,):
                if isinstance(child, cst.CSTNode):
                    parents[child] = node
                    pending.append(child)
    return parents


@cache
def _names_of_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _span(place: CodeRange) -> Span:
    return Span(place.start.line, place.start.column + 1, place.end.line, place.end.column + 1)
