"""How the author writes: quotes and indentation, so that what is added looks as if it had always been there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.fixes.tree import Tree


def quote_of(tree: Tree, near: Iterable[cst.CSTNode] = ()) -> str:
    """The quote that the strings in `near` are written with, else that of most strings of the file."""
    for nodes in ([string for node in near for string in _strings(node)], tree.find_all(cst.SimpleString)):
        single = sum(node.quote == "'" for node in nodes)
        double = sum(node.quote == '"' for node in nodes)
        if single != double:
            return "'" if single > double else '"'
    return '"'


def text_literal(text: str, quote: str) -> str:
    """A string literal of `text`, with `quote` unless the other needs fewer escapes."""
    if quote in text and (other := "'" if quote == '"' else '"') not in text:
        quote = other
    escaped = repr(text + "'\"")[1:-1].replace("\\'", "'")[:-2]  # repr escapes only the apostrophes
    return quote + escaped.replace(quote, "\\" + quote) + quote


def indented(line: str, step: str) -> str:
    """A line of a template, its tabs at the beginning in the author's steps; others are the author's own."""
    code = line.lstrip("\t")
    return step * (len(line) - len(code)) + code


def with_blank_lines(tree: Tree, place: int, code: str, count: int) -> str:
    """The code with `count` empty lines around it, as far as they are not there already."""
    before, after = (text.replace("\r\n", "\n").replace("\r", "\n") for text in (tree.text[:place], tree.text[place:]))
    above = len(before) - len(before.rstrip("\n")) - 1 if before.strip() else count
    below = len(after) - len(after.lstrip("\n")) if after.strip() else count
    return tree.newline * max(0, count - above) + code + tree.newline * max(0, count - below)


def _strings(node: cst.CSTNode) -> Iterable[cst.SimpleString]:
    found: list[cst.SimpleString] = []

    def collect(inner: cst.CSTNode) -> None:
        if isinstance(inner, cst.SimpleString):
            found.append(inner)
        for child in inner.children:
            collect(child)

    collect(node)
    return found
