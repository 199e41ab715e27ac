"""Imports: modules of the app are run once to bind their names; everything else is streamlit or external."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Unknown
from keylint.run.execution.domains import streamlit_member
from keylint.run.execution.frames import Frame
from keylint.run.execution.machine import Machine
from keylint.run.execution.names import assign_name
from keylint.run.execution.noting import script_scope
from keylint.run.execution.shared_objects import note_name, own_module
from keylint.run.reasons import Reason
from keylint.run.values import External, ModuleValue, Value
from keylint.streamlit import names as streamlit_names
from keylint.streamlit.data import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from keylint.facts import statements as st
    from keylint.run.execution.machine import Program
    from keylint.run.execution.scopes import Scope

_STREAMLIT_NAMES = (
    frozenset(COMMANDS)
    | streamlit_names.CONTAINERS
    | streamlit_names.CONTAINER_LISTS
    | streamlit_names.CONTAINER_OBJECTS
    | streamlit_names.LEAVING
    | streamlit_names.DECORATORS
    | streamlit_names.OUTSIDE_VALUES
    | streamlit_names.OUTSIDE_OBJECTS
    | {streamlit_names.NAVIGATION, streamlit_names.PAGE, streamlit_names.SESSION_STATE}
)


def import_module(machine: Machine, statement: st.Import) -> None:
    path = find(machine, statement.module, 0)
    _note_unreadable(machine, statement, statement.module, 0)
    if path is None:
        machine.program.packages.add(statement.module.partition(".")[0])
    if statement.has_alias:
        assign_name(machine, statement.name, module_value(machine, statement.module, path))
        return
    root = statement.module.partition(".")[0]
    outer = find(machine, root, 0)
    if path is not None and root != statement.module:
        load(machine, path)
        if outer is None:
            machine.program.namespaces.update(_packages_around(statement.module))
    assign_name(machine, root, module_value(machine, root, outer))


def import_names(machine: Machine, statement: st.ImportFrom) -> None:
    path = find(machine, statement.module, statement.level)
    _note_unreadable(machine, statement, statement.module, statement.level)
    if path is None and not statement.level:
        machine.program.packages.add(statement.module.partition(".")[0])
    for name, alias in statement.names:
        if name == "*":
            _import_everything(machine, statement, path)
            continue
        assign_name(machine, alias, _imported(machine, statement, path, name))


def _imported(machine: Machine, statement: st.ImportFrom, path: Path | None, name: str) -> Value:
    if path is not None:
        load(machine, path)
        value = machine.store.get((scope_of(machine, path), name))
        if value is not None:
            note_name(machine, scope_of(machine, path), name, value, statement.span)
            return value
    dotted = f"{statement.module}.{name}" if statement.module else name
    submodule = find(machine, dotted, statement.level)
    if submodule is not None:
        load(machine, submodule)
        return ModuleValue(submodule)
    if path is not None:
        return machine.opaque("a name without value", name, path)
    if statement.level:
        return External(f".{dotted}")
    return named(machine, dotted)


def _import_everything(machine: Machine, statement: st.ImportFrom, path: Path | None) -> None:
    if path is not None:
        load(machine, path)
        for name, value in machine.store.names_of(scope_of(machine, path)):
            if not name.startswith("_"):
                assign_name(machine, name, value)
    elif statement.module == "streamlit":
        for name in sorted(_STREAMLIT_NAMES):
            assign_name(machine, name, streamlit_member(machine, name))


def module_value(machine: Machine, dotted: str, path: Path | None) -> Value:
    if path is not None:
        load(machine, path)
        return ModuleValue(path)
    return named(machine, dotted)


def named(machine: Machine, dotted: str) -> Value:
    """Something outside the app by its dotted name; streamlit's own things are known as such."""
    root, _, rest = dotted.partition(".")
    if root == "streamlit":
        return streamlit_member(machine, rest)
    return External(dotted)


def _packages_around(dotted: str) -> Iterator[str]:
    """`a`, then `a.b`, for `a.b.c`."""
    parts = dotted.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))


def named_in(machine: Machine, outer: str, name: str) -> Value:
    """`outer.name`, where `outer` is not a file of the app: it may be a folder of the app's modules."""
    dotted = f"{outer}.{name}"
    if outer in machine.program.namespaces:
        return module_value(machine, dotted, find(machine, dotted, 0))
    return External(dotted)


def find(machine: Machine, dotted: str, level: int) -> Path | None:
    """The file of a module of the app, or None when the name means something else."""
    project = machine.program.project
    root = dotted.partition(".")[0]
    if level == 0 and root == "streamlit":
        return None
    search = (machine.program.entrypoint.parent, *machine.program.search_folders)
    path = project.resolve(dotted, level, machine.scope.module, search)
    return path if path in project.facts else None


def _note_unreadable(machine: Machine, statement: st.Import | st.ImportFrom, dotted: str, level: int) -> None:
    """Says that an import leads to a file that cannot be read: what that would draw is drawn by nobody here."""
    program = machine.program
    search = (program.entrypoint.parent, *program.search_folders)
    if not program.project.unreadable or not (dotted or level):
        return
    if program.project.resolve(dotted, level, machine.scope.module, search) in program.project.unreadable:
        place = machine.location(statement.span)
        program.unknowns[Unknown(place.path, place.span.line, Reason.UNREADABLE_MODULE.value)] = None


def load(machine: Machine, path: Path) -> None:
    """Runs a module's body once per app, to bind its names. What it draws then is drawn in no later run: not
    recorded."""
    program = machine.program
    if script_scope(machine, path) is not None:
        return
    if path not in program.module_scopes:
        _load_first(machine, path)
    if path in program.unfinished_modules:
        machine.is_complete = False


def _load_first(machine: Machine, path: Path) -> None:
    program = machine.program
    scope = program.new_scope(None, path)
    program.module_scopes[path] = scope.number
    program.read_files.add(path)
    _initialise(program, path, scope)


def _initialise(program: Program, path: Path, scope: Scope) -> None:
    """Runs the body of an imported module into the names that all runs share."""
    machine = Machine(program, initialising=True)
    machine.frames.append(Frame(scope))
    machine.execute(program.project.facts[path].body)
    own_module(machine, scope)
    program.base.update(machine.store.leave_branch())
    if not machine.is_complete:
        program.unfinished_modules.add(path)
        reason = Reason.MODULE_TOO_LONG if machine.cut else Reason.MODULE_NOT_ANALYSED
        program.note_unknown(program.project.display[path], reason)


def scope_of(machine: Machine, path: Path) -> int:
    scope = script_scope(machine, path)
    if scope is not None:
        return scope
    load(machine, path)
    return machine.program.module_scopes[path]


def member(machine: Machine, path: Path, name: str) -> Value:
    """An attribute of a module: one of its names, or a module in the same package."""
    value = machine.store.get((scope_of(machine, path), name))
    if value is not None:
        return value
    if path.name == "__init__.py":
        for candidate in (path.parent / f"{name}.py", path.parent / name / "__init__.py"):
            if candidate in machine.program.project.facts:
                load(machine, candidate)
                return ModuleValue(candidate)
    return machine.opaque("a name without value", name, path)
