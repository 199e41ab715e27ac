"""Which lines go with statements that are taken away: their comments, and one of the gaps around them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.fixes.tree import Tree


def runs(tree: Tree, nodes: Iterable[cst.CSTNode]) -> Iterator[list[cst.CSTNode]]:
    """Statements that follow one another, with nothing but empty lines between."""
    group: list[cst.CSTNode] = []
    for node in sorted(nodes, key=partial(_start, tree)):
        follows = group and not tree.text[tree.end(group[-1]) : _start(tree, node)].strip()
        if follows and tree.parent(group[-1]) is tree.parent(node):
            group.append(node)
            continue
        if group:
            yield group
        group = [node]
    if group:
        yield group


def lines_of(tree: Tree, group: list[cst.CSTNode]) -> tuple[int, int, str]:
    """The offsets of the lines to cut, with the comments that speak of them alone and one of the gaps around them; and
    the gap that is left where the only ones were between them."""
    text = tree.text
    start = tree.line_start(_start(tree, group[0]))
    stop = tree.next_line(_end(tree, group[-1]))
    indent = tree.indent_at(start)
    ends_paragraph = _is_blank(tree, stop) or stop >= len(text) or len(tree.indent_at(stop)) < len(indent)
    above = start
    while above > 0:
        before = tree.line_start(above - 1)
        line = text[before:above].strip()
        if not line.startswith("#") or line.startswith("#!") or tree.indent_at(before) != indent:
            break
        above = before
    if ends_paragraph:
        start = above
    above, below = _blank_above(tree, start), _blank_below(tree, stop)
    opens, closes = not above and _opens_block(tree, start, indent), stop + below >= len(text)
    ends = closes or len(tree.indent_at(stop + below)) < len(indent)
    if opens and not ends:
        stop += below
    elif ends:
        # The gap below a block belongs to what follows it.
        start -= above
    elif above and below:
        # Of two gaps the larger one stays.
        if above >= below:
            stop += below
        else:
            start -= above
    elif not above and not below and not opens:
        inner = max((_blank_above(tree, tree.line_start(_start(tree, each))) for each in group[1:]), default=0)
        return start, stop, tree.newline if inner else ""
    return start, stop, ""


def _blank_above(tree: Tree, offset: int) -> int:
    """The length of the empty lines above."""
    start = offset
    while start > 0 and _is_blank(tree, tree.line_start(start - 1)):
        start = tree.line_start(start - 1)
    return offset - start


def _blank_below(tree: Tree, offset: int) -> int:
    """The length of the empty lines below."""
    stop = offset
    while _is_blank(tree, stop):
        stop = tree.next_line(stop)
    return stop - offset


def _start(tree: Tree, node: cst.CSTNode) -> int:
    """The start of a statement; that of a function is its first decorator's."""
    decorators = node.decorators if isinstance(node, (cst.FunctionDef, cst.ClassDef)) else ()
    return tree.start(decorators[0] if decorators else node)


def _end(tree: Tree, node: cst.CSTNode) -> int:
    """The end of a statement; that of a block is the end of its last line, without the empty ones below."""
    end = tree.end(node)
    return len(tree.text[:end].rstrip()) if 0 < end == tree.line_start(end) else end


def _is_blank(tree: Tree, offset: int) -> bool:
    return offset < len(tree.text) and not tree.text[offset : tree.line_end(offset)].strip()


def _opens_block(tree: Tree, offset: int, indent: str) -> bool:
    """Whether the line above is the header of the block."""
    if offset == 0:
        return True
    above = tree.line_start(offset - 1)
    return len(tree.indent_at(above)) < len(indent)
