"""What a module is made of: whether it can be imported for a function, and whether one belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.imports import imported

if TYPE_CHECKING:
    from keylint.fixes.tree import Tree

_OF_THE_SESSION = frozenset({"query_params", "rerun", "secrets", "session_state", "user"})


def only_defines(tree: Tree) -> bool:
    """Whether the module is made of definitions, so that it can be imported for any of them."""
    for statement in tree.module.body:
        if isinstance(statement, cst.SimpleStatementLine):
            if not all(
                isinstance(small, (cst.Import, cst.ImportFrom, cst.Assign, cst.AnnAssign))
                or (isinstance(small, cst.Expr) and isinstance(small.value, cst.BaseString))
                for small in statement.body
            ):
                return False
        elif not isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
            return False
    return bool(tree.module.body)


def is_about_state(tree: Tree) -> bool:
    """Whether most functions of a module are about session state, and none draws."""
    functions = [statement for statement in tree.module.body if isinstance(statement, cst.FunctionDef)]
    about_state = sum("session_state" in tree.source_of(function) for function in functions)
    return 2 * about_state > len(functions) and not _draws(tree)


def _draws(tree: Tree) -> bool:
    """Whether the module uses anything of Streamlit but what it knows about the session."""
    modules = {alias for module, member, alias in imported(tree) if module == "streamlit" and member is None}
    members = {member for module, member, _ in imported(tree) if module == "streamlit" and member is not None}
    used = {
        attribute.attr.value
        for attribute in tree.find_all(cst.Attribute)
        if isinstance(attribute.value, cst.Name) and attribute.value.value in modules
    }
    return not used | members <= _OF_THE_SESSION
