"""The keep-alive template: a key is assigned to itself at the top of every run that could lose it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.imports import end_of_imports, session_state
from keylint.fixes.style import indented, quote_of, text_literal, with_blank_lines

if TYPE_CHECKING:
    from keylint.findings import Edit
    from keylint.fixes.tree import Tree
    from keylint.repairs import KeepAlive


def keep_alive(tree: Tree, step: KeepAlive) -> list[Edit]:
    state, edits = session_state(tree)
    key = text_literal(step.key, quote_of(tree))
    lines = [f"if {key} in {state}:", f"\t{state}[{key}] = {state}[{key}]"]
    place = _top(tree)
    indent = tree.module.default_indent
    code = "".join(indented(line, indent) + tree.newline for line in lines)
    return [*edits, tree.insert(place, with_blank_lines(tree, place, code, 1))]


def _top(tree: Tree) -> int:
    """Below the imports, and below `st.set_page_config`, which wants to be the first command of a page."""
    place = end_of_imports(tree, "streamlit")
    for statement in tree.module.body:
        start = tree.start(statement)
        if start < place:
            continue
        if not _sets_page_config(statement):
            break
        place = tree.next_line(tree.end(statement))
        if place == len(tree.text):
            raise Refused("the script ends before anything could be kept")
    return place


def _sets_page_config(statement: cst.CSTNode) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine) or not isinstance(statement.body[0], cst.Expr):
        return False
    called = statement.body[0].value
    if not isinstance(called, cst.Call):
        return False
    name = called.func.attr if isinstance(called.func, cst.Attribute) else called.func
    return isinstance(name, cst.Name) and name.value == "set_page_config"
