"""Repairs of tests for a key: one that is missing, one that asks for another key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.statements import put_under
from keylint.fixes.style import quote_of, text_literal

if TYPE_CHECKING:
    from keylint.findings import Edit, Location
    from keylint.fixes.tree import Tree
    from keylint.repairs import Guard, RenameTested

_BY_KEY = ("get", "pop", "setdefault")


def guard(tree: Tree, step: Guard) -> list[Edit]:
    first, last = (_node_at(tree, place) for place in (step.first, step.last))
    if any(isinstance(outer, cst.Lambda) for outer in tree.ancestors(first)):
        raise Refused("a lambda has no room for the test")
    key, state = key_and_state(tree, tree.find((cst.Call, cst.Attribute, cst.Subscript), step.access.span))
    return put_under(tree, first, last, f"{key} {'not in' if step.where_missing else 'in'} {state}")


def rename_tested(tree: Tree, step: RenameTested) -> list[Edit]:
    test = _node_at(tree, step.test)
    strings = [
        string
        for string in tree.find_all(cst.SimpleString)
        if string.evaluated_value == step.old and (string is test or test in tree.ancestors(string))
    ]
    if len(strings) != 1:
        raise Refused("the key that is tested is not written out")
    string = strings[0]
    return [tree.replace(tree.start(string), tree.end(string), text_literal(step.new, quote_of(tree, [string])))]


def key_and_state(tree: Tree, node: cst.CSTNode) -> tuple[str, str]:
    """The code of the key, and of session state, in an access such as `st.session_state["a"]`."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _BY_KEY:
        if node.args and not node.args[0].star and node.args[0].keyword is None:
            return _operand(tree, node.args[0].value), tree.source_of(node.func.value)
    elif isinstance(node, cst.Attribute):
        return text_literal(node.attr.value, quote_of(tree)), tree.source_of(node.value)
    elif isinstance(node, cst.Subscript) and isinstance(element := node.slice[0].slice, cst.Index):
        return _operand(tree, element.value), tree.source_of(node.value)
    raise Refused("the key is not written where it is used")


def _operand(tree: Tree, key: cst.BaseExpression) -> str:
    """The code of a key on the left of `in`."""
    code = tree.code_of(key)
    is_plain = isinstance(key, (cst.BaseString, cst.Name, cst.Attribute, cst.Subscript, cst.Call)) or key.lpar
    return code if is_plain else f"({code})"


def _node_at(tree: Tree, place: Location) -> cst.CSTNode:
    return tree.find(cst.CSTNode, place.span)
