"""What a file calls a module that an edit needs, or the import that has to be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from libcst.helpers import get_full_name_for_node

from keylint.fixes.errors import Refused
from keylint.fixes.statements import is_docstring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from keylint.findings import Edit
    from keylint.fixes.tree import Tree

_SEARCH_PATHS = frozenset({"sys.path", "site.addsitedir"})


def session_state(tree: Tree) -> tuple[str, list[Edit]]:
    """The code for `st.session_state` in this file, and the import that it needs if it has none yet."""
    for module, name, alias in imported(tree):
        if module == "streamlit" and name == "session_state":
            return alias, []
    base, edits = named_module(tree, "streamlit", ("st",))
    return f"{base}.session_state", edits


def named_module(tree: Tree, module: str, names: Sequence[str]) -> tuple[str, list[Edit]]:
    """The name of a module in this file, and the import that it needs if it has none yet, under the first free name."""
    for name, member, alias in imported(tree):
        if name == module and member is None:
            return alias, []
    taken = bound_names(tree)
    for name in names:
        if name not in taken:
            return name, [add_import(tree, f"import {module}" if name == module else f"import {module} as {name}")]
    raise Refused(f"the name {names[-1]} already means something else in {tree.path}")


def imported(tree: Tree) -> Iterator[tuple[str, str | None, str]]:
    """What the top level of the file imports: the module, the member if any, and the name that it is bound to."""
    for statement in _imports(tree):
        if isinstance(statement, cst.Import):
            for alias in statement.names:
                name = get_full_name_for_node(alias.name) or ""
                if alias.asname is not None or "." not in name:
                    yield name, None, alias.evaluated_alias or name
        elif not isinstance(statement.names, cst.ImportStar):
            module = _dotted(statement)
            for alias in statement.names:
                yield module, alias.evaluated_name, alias.evaluated_alias or alias.evaluated_name


def bound_names(tree: Tree) -> frozenset[str]:
    """Every name that occurs in the file, as a conservative answer to what is taken."""
    return frozenset(name.value for name in tree.find_all(cst.Name))


def add_import(tree: Tree, line: str) -> Edit:
    """Adds a line below the file's first imports, or at its top."""
    return tree.insert(end_of_imports(tree), line + tree.newline)


def local_name(tree: Tree, module: str, name: str) -> str:
    """What the file calls `name` of `module`, or may call it where it does not import it yet."""
    known = next((alias for other, member, alias in imported(tree) if (other, member) == (module, name)), None)
    if known is not None:
        return known
    taken = bound_names(tree)
    for free in (name, f"{name}_value", f"{name}_widget"):
        if free not in taken:
            return free
    raise Refused(f"the name {name} already means something else in {tree.path}")


def import_from(tree: Tree, module: str, names: Mapping[str, str], is_own: Callable[[str], bool]) -> list[Edit]:
    """The edits that import `names` of `module`, each under its local name, as far as nothing does yet.

    `is_own` tells of the name of a module whether it is one of the project: the new one stands below the last of those,
    or else apart from the others.
    """
    known = {member for other, member, _ in imported(tree) if other == module}
    wanted = [name if local == name else f"{name} as {local}" for name, local in names.items() if name not in known]
    if not wanted:
        return []
    for statement in _imports(tree):
        if not isinstance(statement, cst.ImportFrom) or isinstance(statement.names, cst.ImportStar):
            continue
        if _dotted(statement) == module:
            return [_members_added(tree, statement, statement.names[-1], wanted)]
    line = f"from {module} import {', '.join(wanted)}{tree.newline}"
    floor, place = _below_search_path(tree) or (0, end_of_imports(tree))
    above = [each for each in _imports(tree) if floor <= tree.start(each) < place]
    own = [each for each in above if any(is_own(name) for name in _modules(each))]
    if own:
        place = tree.next_line(tree.end(own[-1]))
    elif above and not _is_below_empty_line(tree, place):
        line = tree.newline + line
    return [tree.insert(place, line)]


def _modules(statement: cst.Import | cst.ImportFrom) -> list[str]:
    if isinstance(statement, cst.ImportFrom):
        return [_dotted(statement)]
    return [get_full_name_for_node(alias.name) or "" for alias in statement.names]


def _is_below_empty_line(tree: Tree, place: int) -> bool:
    return not tree.text[tree.line_start(place - 1) : place].strip()


def _members_added(tree: Tree, statement: cst.ImportFrom, last: cst.ImportAlias, names: Sequence[str]) -> Edit:
    """Adds names to an import after its last one: each on a line of its own where that one stands so."""
    has_lines = statement.lpar is not None and tree.begins_line(tree.start(last))
    separator = tree.newline + tree.indent_at(tree.start(last)) if has_lines else " "
    added = f",{separator}".join(names)
    if not isinstance(last.comma, cst.Comma):
        return tree.insert(tree.end(last), f",{separator}{added}")
    after = tree.end(last) + len(tree.code_of(last.comma.whitespace_before)) + 1
    place = tree.line_end(after) if has_lines and tree.only_comment_follows(after) else after
    return tree.insert(place, f"{separator}{added},")


def end_of_imports(tree: Tree, module: str | None = None) -> int:
    """The offset of the line below the imports that the file starts with, or below its docstring.

    With `module`, below the imports of the top level among which it is imported.
    """
    place = 0
    is_leading, wanted = True, module is not None
    below_future = _end_of_future_imports(tree)
    for statement in tree.module.body:
        small = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
        is_import = _is_import(statement)
        is_above = tree.start(statement) < below_future
        if not is_import and not is_above and not (place == 0 and is_docstring(statement)):
            is_leading = False
            if not wanted:
                break
            continue
        if wanted and any(_imports_from(part, module) for part in small):
            wanted, is_leading = False, True
        if is_leading:
            place = tree.next_line(tree.end(statement))
    if place and place == len(tree.text):
        raise Refused("the file ends with its imports")
    return place or _below_first_comments(tree)


def _below_search_path(tree: Tree) -> tuple[int, int] | None:
    """The offsets of the lines below the last change of the folders in which modules are found, and below the imports
    that follow it, as in pages in a folder of their own; None where the file changes none before all else it does."""
    floor = place = 0
    for statement in tree.module.body:
        changes = _changes_search_path(tree, statement)
        if not changes and not _prepares(statement):
            break
        if changes or (place and _is_import(statement)):
            place = tree.next_line(tree.end(statement))
            floor = place if changes else floor
    return (floor, place) if 0 < place < len(tree.text) else None


def _changes_search_path(tree: Tree, statement: cst.CSTNode) -> bool:
    start, end = tree.start(statement), tree.end(statement)
    return any(
        start <= tree.start(name) < end and get_full_name_for_node(name) in _SEARCH_PATHS
        for name in tree.find_all(cst.Attribute)
    )


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and all(
        isinstance(part, (cst.Import, cst.ImportFrom)) for part in statement.body
    )


def _prepares(statement: cst.CSTNode) -> bool:
    """Whether a statement only imports, documents the file or gives names to values."""
    small = statement.body if isinstance(statement, cst.SimpleStatementLine) else (statement,)
    kinds = (cst.Import, cst.ImportFrom, cst.Assign, cst.AnnAssign)
    return is_docstring(statement) or all(isinstance(part, kinds) for part in small)


def _end_of_future_imports(tree: Tree) -> int:
    """The offset of the line below the last `from __future__`, whatever shares its line; 0 without one. Nothing may be
    put above it."""
    future = [statement for statement in _imports(tree) if _imports_from(statement, "__future__")]
    return tree.next_line(tree.end(future[-1])) if future else 0


def _imports_from(statement: cst.CSTNode, module: str | None) -> bool:
    if isinstance(statement, cst.Import):
        return any(get_full_name_for_node(alias.name) == module for alias in statement.names)
    return isinstance(statement, cst.ImportFrom) and get_full_name_for_node(statement.module or "") == module


def _below_first_comments(tree: Tree) -> int:
    """Where code may begin: below `#!`, the declared encoding and the other comments that open the file."""
    place = 0
    for line in tree.module.header:
        text = tree.code_of(line)
        if line.comment is None:
            break
        place += len(text)
    return place


def _dotted(statement: cst.ImportFrom) -> str:
    """The module that names are imported from, with its leading dots."""
    module = get_full_name_for_node(statement.module) if statement.module else None
    return "." * len(statement.relative) + (module or "")


def _imports(tree: Tree) -> Iterator[cst.Import | cst.ImportFrom]:
    for statement in tree.module.body:
        if isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                if isinstance(small, (cst.Import, cst.ImportFrom)):
                    yield small
