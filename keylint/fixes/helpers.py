"""The callback that saves what widgets hold: found where it was written before, else written once."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.imports import bound_names, end_of_imports, imported, session_state
from keylint.fixes.style import indented
from keylint.repairs import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.findings import Edit
    from keylint.fixes.tree import Tree

    # the file that imports, the dotted name with leading dots → the file, when it is one of the app's
    Importable = Callable[[str, str], Tree | None]

_NAMES = ("save_values", "save_widget_values")
_OF_THE_SESSION = frozenset({"query_params", "rerun", "secrets", "session_state", "user"})
_CHAINED_NAMES = ("save_values_then", "save_widget_values_then")


def save_values(tree: Tree, find: Importable) -> tuple[str, list[Edit]]:
    """The name of the saving callback in this file, and the edits that make it available.

    It is called with keys, and copies what each widget `_key` holds to `key`.
    """
    return _available(tree, find, _NAMES, _saving_body)


def save_values_then(tree: Tree, find: Importable) -> tuple[str, list[Edit]]:
    """The same for a callback that, once the key is saved, calls another one: `(key, callback, *args, **kwargs)`."""
    return _available(tree, find, _CHAINED_NAMES, _chaining_body)


def _saving_body(state: str, name: str) -> list[str]:
    return [
        f"def {name}(*keys):",
        '\t"""Copies what the widgets hold to the keys that keep their values while the widgets are not shown."""',
        "\tfor key in keys:",
        f'\t\tif f"{PREFIX}{{key}}" in {state}:',
        f'\t\t\t{state}[key] = {state}[f"{PREFIX}{{key}}"]',
    ]


def _chaining_body(state: str, name: str) -> list[str]:
    return [
        f"def {name}(key, callback, *args, **kwargs):",
        '\t"""Copies what the widget holds to the key that keeps its value, and then calls `callback`."""',
        f'\tif f"{PREFIX}{{key}}" in {state}:',
        f'\t\t{state}[key] = {state}[f"{PREFIX}{{key}}"]',
        "\tcallback(*args, **kwargs)",
    ]


def _available(
    tree: Tree,
    find: Importable,
    names: tuple[str, ...],
    body: Callable[[str, str], list[str]],
) -> tuple[str, list[Edit]]:
    if existing := _function_like(tree, body):
        return existing, []
    modules = [(module, found) for module in _modules_of(tree) if (found := find(tree.path, module)) is not None]
    for module, found in modules:
        if existing := _function_like(found, body):
            return _imported_from(tree, module, existing)
    for module, found in modules:
        if _holds_state_helpers(found):
            name, edits = _written(found, names, body, at_end=True)
            local, more = _imported_from(tree, module, name)
            return local, [*edits, *more]
    return _written(tree, names, body)


def _modules_of(tree: Tree) -> list[str]:
    return list(dict.fromkeys(module for module, member, _ in imported(tree) if member is not None))


def _function_like(tree: Tree, body: Callable[[str, str], list[str]]) -> str | None:
    """A function of the file's top level that does the same, statement by statement."""
    for statement in tree.module.body:
        if isinstance(statement, cst.FunctionDef) and not statement.decorators:
            for module, member, alias in imported(tree):
                state = alias if member == "session_state" else f"{alias}.session_state"
                if module == "streamlit" and _same(statement, body(state, statement.name.value)):
                    return statement.name.value
    return None


def _same(function: cst.FunctionDef, lines: list[str]) -> bool:
    import ast  # noqa: PLC0415 -- only a file with a candidate needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            written = ast.parse(cst.Module([function.with_changes(leading_lines=())]).code).body[0]
    except (SyntaxError, ValueError):  # newer than this Python, as what keylint writes never is
        return False
    wanted = ast.parse("\n".join(indented(line, "    ") for line in lines)).body[0]
    for parsed in (written, wanted):
        if not isinstance(parsed, ast.FunctionDef):
            return False
        if ast.get_docstring(parsed) is not None:
            parsed.body = parsed.body[1:]
        for argument in (*parsed.args.args, parsed.args.vararg, parsed.args.kwarg):
            if argument is not None:
                argument.annotation = None
        parsed.returns = None
    return ast.dump(written) == ast.dump(wanted)


def _imported_from(tree: Tree, module: str, name: str) -> tuple[str, list[Edit]]:
    """The local name of `name` of a module that the file imports from, and the edit of its import."""
    for other, member, alias in imported(tree):
        if other == module and member == name:
            return alias, []
    if name in bound_names(tree):
        raise Refused(f"the name {name} already means something else in {tree.path}")
    for statement in tree.module.body:
        if not isinstance(statement, cst.SimpleStatementLine):
            continue
        for small in statement.body:
            if not isinstance(small, cst.ImportFrom) or isinstance(small.names, cst.ImportStar):
                continue
            dotted = "." * len(small.relative) + (tree.source_of(small.module) if small.module else "")
            if dotted == module:
                return name, [_member_added(tree, small, small.names[-1], name)]
    raise Refused(f"the import of {module} cannot be extended")


def _member_added(tree: Tree, statement: cst.ImportFrom, last: cst.ImportAlias, name: str) -> Edit:
    """Adds a name to an import after its last one: on a line of its own where that one stands so."""
    has_lines = statement.lpar is not None and tree.begins_line(tree.start(last))
    separator = tree.newline + tree.indent_at(tree.start(last)) if has_lines else " "
    if not isinstance(last.comma, cst.Comma):
        return tree.insert(tree.end(last), f",{separator}{name}")
    after = tree.end(last) + len(tree.code_of(last.comma.whitespace_before)) + 1
    place = tree.line_end(after) if has_lines and tree.only_comment_follows(after) else after
    return tree.insert(place, f"{separator}{name},")


def _holds_state_helpers(tree: Tree) -> bool:
    """Whether the module is made of definitions, most of them about session state, and draws nothing."""
    allowed = (cst.FunctionDef, cst.ClassDef)
    for statement in tree.module.body:
        if isinstance(statement, cst.SimpleStatementLine):
            if not all(
                isinstance(small, (cst.Import, cst.ImportFrom, cst.Assign, cst.AnnAssign))
                or (isinstance(small, cst.Expr) and isinstance(small.value, cst.BaseString))
                for small in statement.body
            ):
                return False
        elif not isinstance(statement, allowed):
            return False
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


def _written(
    tree: Tree, names: tuple[str, ...], body: Callable[[str, str], list[str]], *, at_end: bool = False
) -> tuple[str, list[Edit]]:
    """Writes the function below the file's imports, or at its end."""
    taken = bound_names(tree)
    name = next((name for name in names if name not in taken), None)
    if name is None:
        raise Refused(f"the name {names[-1]} already means something else in {tree.path}")
    state, edits = session_state(tree)
    step = tree.module.default_indent
    code = "".join(indented(line, step) + tree.newline for line in body(state, name))
    place = len(tree.text) if at_end else end_of_imports(tree)
    return name, [*edits, tree.insert(place, with_blank_lines(tree, place, code, 2))]


def with_blank_lines(tree: Tree, place: int, code: str, count: int) -> str:
    """The code with `count` empty lines around it, as far as they are not there already."""
    before, after = (text.replace("\r\n", "\n").replace("\r", "\n") for text in (tree.text[:place], tree.text[place:]))
    above = len(before) - len(before.rstrip("\n")) - 1 if before.strip() else count
    below = len(after) - len(after.lstrip("\n")) if after.strip() else count
    return tree.newline * max(0, count - above) + code + tree.newline * max(0, count - below)
