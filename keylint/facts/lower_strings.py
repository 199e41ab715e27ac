"""String literals, adjacent strings, f-strings and template strings become facts."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from keylint.errors import InstallationError
from keylint.facts.expressions import Constant, Expression, Formatted, JoinedText, Opaque, Sequence
from keylint.findings import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PARTS = re.compile(r"([A-Za-z]*)('''|\"\"\"|'|\")(.*)\2", re.DOTALL)

if not hasattr(cst, "TemplatedString"):  # whoever installs without pip's look at what keylint requires
    raise InstallationError("the installed libcst is too old; install 1.9 or newer: python -m pip install -U libcst")

Piece = cst.SimpleString | cst.FormattedString | cst.TemplatedString


def text_pieces(node: cst.BaseString) -> list[Piece]:
    """The literals that stand side by side, in the order of the source."""
    pieces: list[Piece] = []
    rest: cst.BaseString = node
    while isinstance(rest, cst.ConcatenatedString):
        pieces.append(rest.left)
        rest = rest.right
    if isinstance(rest, Piece):
        pieces.append(rest)
    return pieces


def simple_string(literals: Iterable[str], span: Span) -> Expression:
    """The value of adjacent plain literals; Opaque for bytes and for escapes that Python rejects."""
    texts = []
    for literal in literals:
        parts = _PARTS.fullmatch(literal)
        if parts is None:
            return Opaque("string", (), span)
        prefix = parts.group(1).lower()
        if "b" in prefix:
            return Opaque("bytes", (), span)
        text = _unescape(parts.group(3), parts.group(2), "r" in prefix)
        if text is None:
            return Opaque("string", (), span)
        texts.append(text)
    return Constant("".join(texts), span)


def joined_text(pieces: list[Piece], span: Span, lower: Callable[[cst.CSTNode], Expression]) -> Expression:
    """An f-string with its neighbours. Its literal parts are merged and take the span of the whole.

    `{x}` is what `x` is; a hole with a conversion or a format specification is Formatted. `{x=}` is such a hole too:
    the text that it adds is not kept apart.
    """
    parts: list[Expression] = []
    is_template = False
    for piece in pieces:
        if isinstance(piece, cst.SimpleString):
            parts.append(simple_string((piece.value,), span))
            continue
        is_template |= isinstance(piece, cst.TemplatedString)
        is_raw = "r" in piece.prefix
        for part in piece.parts:
            if isinstance(part, cst.FormattedStringText | cst.TemplatedStringText):
                text = _unescape(part.value.replace("{{", "{").replace("}}", "}"), piece.end, is_raw)
                parts.append(Opaque("string", (), span) if text is None else Constant(text, span))
            elif isinstance(part, cst.FormattedStringExpression | cst.TemplatedStringExpression):
                value = _without_added_parentheses(lower(part.expression), part.expression)
                changed = part.conversion not in (None, "s") or part.format_spec or part.equal is not None
                parts.append(Formatted(value, value.span) if changed else value)
    if is_template:
        return Opaque("template string", tuple([part for part in parts if not isinstance(part, Constant)]), span)
    return JoinedText(_merge_constants(parts, span), span)


def _without_added_parentheses(value: Expression, node: cst.BaseExpression) -> Expression:
    """Before 3.12 Python wraps each hole in parentheses of its own, and gives them to the tuple in `{a, b}`."""
    if isinstance(value, Sequence) and isinstance(node, cst.Tuple) and not node.lpar:
        first, last = value.items[0].span, value.items[-1].span
        return replace(value, span=Span(first.line, first.column, last.end_line, last.end_column))
    return value


def _merge_constants(parts: list[Expression], span: Span) -> tuple[Expression, ...]:
    """Joins neighbouring literal parts. A constant in a hole has a span of its own, and stays apart."""
    merged: list[Expression] = []
    for part in parts:
        if isinstance(part, Constant) and part.span is span:
            last = merged[-1] if merged else None
            if isinstance(last, Constant) and last.span is span:
                merged[-1] = Constant(f"{last.value}{part.value}", span)
                continue
            if part.value == "":
                continue
        merged.append(part)
    return tuple(merged)


def _unescape(body: str, quote: str, is_raw: bool) -> str | None:
    """The text that the body of a literal stands for; None when Python rejects it."""
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    if is_raw or "\\" not in body:
        return body
    try:
        value = ast.literal_eval(f"{quote}{body}{quote}")
    except (SyntaxError, ValueError):
        return None
    return value if isinstance(value, str) else None
