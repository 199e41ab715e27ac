"""Calls that an edit makes too long for their line are broken as Ruff and Black do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keylint.findings import Edit
    from keylint.fixes.tree import Tree


def fitted(tree: Tree, call: cst.Call, edits: Sequence[Edit], length: int) -> list[Edit]:
    """The edits, with those of the call in one that breaks it if it stands in a line that becomes longer than `length`,
    and has not been so before."""
    begin, end = tree.start(call), tree.end(call)
    own = [edit for edit in edits if begin < tree.start_of(edit) < end]
    line = tree.text[tree.line_start(begin) : tree.line_end(end)]
    if not own or "\n" in line or "\r" in line or len(line) > length:
        return list(edits)
    text = tree.edited(begin, end, own)
    if len(line) - (end - begin) + len(text) <= length or "\n" in text or "\r" in text:
        return list(edits)
    indent = tree.indent_at(begin)
    broken = _broken(text, indent, indent + tree.module.default_indent, length, tree.newline)
    return [*(edit for edit in edits if edit not in own), tree.replace(begin, end, broken)]


def _broken(text: str, indent: str, inner: str, length: int, newline: str) -> str:
    call = cst.parse_expression(text)
    assert isinstance(call, cst.Call)
    module = cst.Module([])
    arguments = [module.code_for_node(each.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for each in call.args]
    joined = ", ".join(arguments)
    has_comma = bool(call.args) and isinstance(call.args[-1].comma, cst.Comma)
    lines: Iterable[str] = [joined]
    if has_comma or len(inner) + len(joined) > length:
        lines = [f"{each}," for each in arguments]
    return newline.join([f"{module.code_for_node(call.func)}(", *(inner + each for each in lines), f"{indent})"])
