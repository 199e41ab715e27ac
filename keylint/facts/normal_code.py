"""Code without what a formatter, or a move, may change: layout, quotes, comments, the order of keyword arguments."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import libcst

from keylint.content_hash import hash_of_texts
from keylint.facts import expressions as facts
from keylint.facts.deep import deeply
from keylint.facts.lower_expressions import expression
from keylint.facts.lowering import Lowering
from keylint.findings import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.facts.statements import Parameter

_LONGEST = 200
_DIGITS = 8
_FRAMES = 2_500
_COMPOSITE = (
    facts.Binary,
    facts.Unary,
    facts.Boolean,
    facts.Comparison,
    facts.Conditional,
    facts.Lambda,
    facts.Walrus,
    facts.Starred,
)
_BRACKETS = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}"), "dict": ("{", "}"), "generator": ("(", ")")}
_PREFIX_OF_PARAMETER = {"*": "*", "**": "**", "positional": "", "keyword": ""}


@lru_cache(maxsize=4096)  # the passes of `--fix` ask for the same findings again
def normal_code(text: str) -> str:
    """The code of an expression in one line, the same for all ways to write it, whatever Python runs keylint.

    Names of Python files in it are left out: they change when a page is renamed. A long text ends in a hash of all of
    it. What is no expression is only folded.
    """
    try:
        normal = deeply(lambda: _text(_parsed(text)), _FRAMES)
    except (libcst.ParserSyntaxError, RecursionError):
        normal = " ".join(text.split())
    if len(normal) <= _LONGEST:
        return normal
    return f"{normal[:_LONGEST]}…#{hash_of_texts(normal)[:_DIGITS]}"


def _parsed(text: str) -> facts.Expression:
    # In brackets, so that lines may end anywhere; a comment ends with its line.
    return expression(libcst.parse_expression(f"({text}\n)"), Lowering(lambda _: Span(0, 0, 0, 0)))


def _text(node: facts.Expression) -> str:
    match node:
        case facts.Constant(value):
            return _constant(value)
        case facts.Name(identifier):
            return identifier
        case facts.Attribute(base, attribute):
            return f"{_part(base)}.{attribute}"
        case facts.Subscript(base, index):
            return f"{_part(base)}[{_text(index)}]"
        case facts.Call(function, arguments):
            return f"{_part(function)}({', '.join(_arguments(arguments))})"
        case facts.JoinedText(parts):
            return f'f"{"".join(map(_piece, parts))}"'
        case facts.Formatted(value):
            return _piece(value)
        case facts.Binary(operator, left, right):
            return f"{_part(left)} {operator} {_part(right)}"
        case facts.Unary(operator, operand):
            return f"{operator} {_part(operand)}" if operator == "not" else f"{operator}{_part(operand)}"
        case facts.Boolean(operator, operands):
            return f" {operator} ".join(map(_part, operands))
        case facts.Comparison(left, rights):
            return " ".join([_part(left), *(f"{operator} {_part(right)}" for operator, right in rights)])
        case facts.Conditional(test, body, otherwise):
            return f"{_part(body)} if {_part(test)} else {_part(otherwise)}"
        case facts.Sequence(kind, items):
            return _between(kind, map(_text, items))
        case facts.Mapping(entries):
            return _between("dict", (_entry(key, value) for key, value in entries))
        case facts.Starred(value):
            return f"*{_part(value)}"
        case facts.Lambda(parameters, body):
            return f"lambda {', '.join(map(_parameter, parameters))}: {_text(body)}"
        case facts.Comprehension(kind, key, element, clauses):
            made = _text(element) if key is None else _entry(key, element)
            return _between(kind, [" ".join([made, *map(_clause, clauses)])])
        case facts.Walrus(name, value):
            return f"{name} := {_part(value)}"
        case facts.Opaque(kind, parts):
            return f"<{kind} {', '.join(map(_text, parts))}>"


def _part(node: facts.Expression) -> str:
    """The text of a part of something else."""
    return f"({_text(node)})" if isinstance(node, _COMPOSITE) else _text(node)


def _constant(value: facts.Scalar) -> str:
    if not isinstance(value, str):
        return str(value)
    return json.dumps("*.py" if value.endswith(".py") else value, ensure_ascii=False)


def _piece(node: facts.Expression) -> str:
    """A part of an f-string."""
    if isinstance(node, facts.Constant) and isinstance(node.value, str):
        return json.dumps(node.value, ensure_ascii=False)[1:-1]
    return f"{{{_text(node)}}}"


def _arguments(arguments: Iterable[facts.Argument]) -> list[str]:
    """Those with a keyword mean the same in any order."""
    listed = list(arguments)
    placed = [f"{each.unpacking}{_text(each.value)}" for each in listed if each.keyword is None]
    return placed + sorted(f"{each.keyword}={_text(each.value)}" for each in listed if each.keyword is not None)


def _entry(key: facts.Expression | None, value: facts.Expression) -> str:
    return f"**{_part(value)}" if key is None else f"{_text(key)}: {_text(value)}"


def _between(kind: str, items: Iterable[str]) -> str:
    opening, closing = _BRACKETS[kind]
    return f"{opening}{', '.join(items)}{closing}"


def _parameter(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f"={_text(parameter.default)}"
    return f"{_PREFIX_OF_PARAMETER[parameter.kind]}{parameter.name}{default}"


def _clause(clause: facts.Clause) -> str:
    return " ".join(
        [
            f"for {_text(clause.target)} in {_part(clause.iterable)}",
            *(f"if {_part(each)}" for each in clause.conditions),
        ]
    )
