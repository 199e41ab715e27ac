"""Calls that an edit makes too long for their line are broken as Ruff and Black do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keylint.findings import Edit
    from keylint.fixes.tree import Tree

# What is said to tools in a comment does not count, as it does not for Ruff: it may have to stay in its line.
_PRAGMA = re.compile(
    r"\s*#\s*(?:fmt|flake8|isort|keylint|mypy|noqa|nosec|pragma|pylint|pyright|ruff|ty|type)\b[^#]*$", re.IGNORECASE
)
_LINE_END = re.compile(r"(\r\n|\r|\n)")
_MODULE = cst.Module([])


def fitted(tree: Tree, call: cst.Call, edits: Sequence[Edit], length: int) -> list[Edit]:
    """The edits, with those of the call in one that breaks it if it stands in a line that becomes longer than `length`,
    and has not been so before; of a call over several lines, what becomes too long."""
    begin, end = tree.start(call), tree.end(call)
    own = [edit for edit in edits if _is_inside(tree, edit, begin, end)]
    if not own or any(isinstance(outer, cst.FormattedString) for outer in tree.ancestors(call)):
        return list(edits)  # a string of one line stays one
    text = tree.edited(begin, end, own)
    indent, step, newline = tree.indent_at(begin), tree.module.default_indent, tree.newline
    around = tree.text[tree.line_start(begin) : begin], tree.text[end : tree.line_end(end)]
    around = around[0], _PRAGMA.sub("", around[1])
    before = set(_LINE_END.split(f"{around[0]}{tree.text[begin:end]}{around[1]}"))
    lines = [line for line in _LINE_END.split(f"{around[0]}{text}{around[1]}") if line not in before]
    if all(len(line) <= length for line in lines) or any(len(line) > length for line in before):
        return list(edits)
    if not _LINE_END.search(text):
        broken = _broken(_call(text), indent, step, length, newline)
    else:
        inside = _with_short_lines(text, before, step, length, newline)
        broken = inside if inside is not None else _rebroken(text, indent, step, length, newline)
    return [*(edit for edit in edits if edit not in own), tree.replace(begin, end, broken)]


def _is_inside(tree: Tree, edit: Edit, begin: int, end: int) -> bool:
    """Whether the edit is one of the call's text: not what is put before it, but what breaks `f(x)` in `f(x).g(y)`."""
    start, span = tree.start_of(edit), edit.location.span
    is_put_before = (span.line, span.column) == (span.end_line, span.end_column)
    return begin < start < end or (start == begin and not is_put_before)


def _call(text: str) -> cst.Call:
    call = cst.parse_expression(f"({text})")  # a chain of methods may go over lines in the brackets around it
    assert isinstance(call, cst.Call)
    return call.with_changes(lpar=call.lpar[1:], rpar=call.rpar[:-1])


def _bare(argument: cst.Arg) -> cst.Arg:
    """The argument without what stands behind it."""
    return argument.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=cst.SimpleWhitespace(""))


def _broken(call: cst.Call, indent: str, step: str, length: int, newline: str) -> str:
    """The call over several lines: with all arguments in one, or one each where that is too long or was wanted."""
    inner = indent + step
    arguments = [_bare(each) for each in call.args]
    joined = ", ".join(map(_MODULE.code_for_node, arguments))
    has_comma = bool(call.args) and isinstance(call.args[-1].comma, cst.Comma)
    lines: Iterable[str] = [inner + joined]
    if has_comma or len(inner) + len(joined) > length:
        lines = [f"{_argument(each, inner, step, length, newline)}," for each in arguments]
    return newline.join([f"{_MODULE.code_for_node(call.func)}(", *lines, f"{indent})"])


def _argument(argument: cst.Arg, indent: str, step: str, length: int, newline: str) -> str:
    """An argument on a line of its own, broken in its turn where it is a call and too long."""
    code = indent + _MODULE.code_for_node(argument)
    call = argument.value
    if len(code) < length or _LINE_END.search(code) or not isinstance(call, cst.Call) or not call.args:
        return code
    return code.removesuffix(_MODULE.code_for_node(call)) + _broken(call, indent, step, length, newline)


def _with_short_lines(text: str, before: set[str], step: str, length: int, newline: str) -> str | None:
    """The text of a call whose arguments have lines of their own, with the new lines that are too long broken; None
    where one of those has several arguments."""
    pieces = _LINE_END.split(text)
    for place, line in enumerate(pieces):
        if len(line) <= length or line in before:
            continue
        code = line.strip()
        try:
            alone = _call(f"_({code}\n)")
        except cst.ParserSyntaxError:
            return None
        if len(alone.args) != 1:
            return None
        (argument,) = alone.args
        indent = line[: len(line) - len(line.lstrip())]
        rest = code.removeprefix(_MODULE.code_for_node(_bare(argument)))
        pieces[place] = _argument(_bare(argument), indent, step, length, newline) + rest
    return "".join(pieces)


def _rebroken(text: str, indent: str, step: str, length: int, newline: str) -> str:
    """A call whose arguments share lines, broken anew; as it is where something between them would be lost."""
    call = _call(text)
    parts = (call.func, *map(_bare, call.args))
    if "#" in text or any(_LINE_END.search(_MODULE.code_for_node(part)) for part in parts):
        return text
    return _broken(call, indent, step, length, newline)
