"""Calls that note a key and give it back, as in `key=persist("city")`: the key alone takes their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.removal import is_pure, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.fixes.tree import Tree

_NOTING = frozenset({"add", "append"})


def given_back(tree: Tree, function: cst.FunctionDef, call: cst.Call) -> str:
    """The code of the argument that the call gives back. Raises Refused where the function does more than note it."""
    name = function.name.value
    parameters = [each.name.value for each in function.params.params]
    *statements, last = list(_lines(function.body)) or [cst.Pass()]
    given = last.value.value if isinstance(last, cst.Return) and isinstance(last.value, cst.Name) else None
    is_plain = not function.decorators and function.asynchronous is None
    if given is None or not is_plain or not all(_only_notes(each, given) for each in statements):
        raise Refused(f"{name}() does more than to note the key")
    for place, argument in enumerate(call.args):
        keyword = argument.keyword.value if argument.keyword else None
        if not argument.star and given == (keyword or (parameters[place] if place < len(parameters) else None)):
            return tree.code_of(argument.value)
    raise Refused(f"the arguments of {name}() cannot be told apart")


def _lines(block: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    for each in block.body:
        if isinstance(each, cst.SimpleStatementLine):
            yield from () if is_text(each) else each.body
        else:
            yield each


def _only_notes(statement: cst.CSTNode, key: str) -> bool:
    match statement:
        case cst.If(orelse=None):
            return is_pure(statement.test) and all(_only_notes(each, key) for each in _lines(statement.body))
        case cst.Assign():
            into_state = all(isinstance(each.target, (cst.Subscript, cst.Attribute)) for each in statement.targets)
            return into_state and is_pure(statement.value)
        case cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name(value=method)), args=[argument])):
            noted = argument.value
            return method in _NOTING and isinstance(noted, cst.Name) and noted.value == key
    return False
