"""Code that knows nothing of Streamlit: it is run for what it returns, and its exceptions are taken not to happen.

A helper module that neither imports streamlit nor a module that does cannot draw, read state or stop the run. Whether
it raises depends on files and data, and a run that an exception ends drops no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import statements as st
from keylint.run.execution.frames import SealedCallTooLongError
from keylint.run.values import (
    Choice,
    ClassValue,
    Container,
    FunctionValue,
    Partial,
    Reference,
    StateValue,
    StreamlitValue,
)
from keylint.streamlit.packages import draws_with_streamlit

# One call of a helper outside Streamlit: loading settings takes some hundred.
MOST_SEALED_STEPS = 2_000

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value


def is_sealed(machine: Machine, function: FunctionValue, arguments: Arguments) -> bool:
    """Whether a call stays within code that knows nothing of Streamlit."""
    return stays_outside(machine, function.module, arguments)


def stays_outside(machine: Machine, module: Path, arguments: Arguments) -> bool:
    """Whether code of a module that is given these arguments cannot come to Streamlit."""
    return not knows_streamlit(machine, module) and not any(_may_draw(machine, v) for v in arguments.all_values)


def followed(machine: Machine, run: Callable[[], Value], otherwise: Callable[[], Value]) -> Value:
    """The result of code that knows nothing of Streamlit, followed for its value as far as that is short.

    It draws nothing and ends nothing: all that giving up costs is to know what it returns. `otherwise` gives that.
    """
    if machine.sealed_until is not None:
        return run()
    go_back = machine.checkpoint()
    machine.sealed_until = machine.steps + MOST_SEALED_STEPS
    try:
        return run()
    except SealedCallTooLongError:
        go_back()
        return otherwise()
    finally:
        machine.sealed_until = None


def _may_draw(machine: Machine, value: Value) -> bool:
    """Whether calling into a value could reach Streamlit."""
    match value:
        case StreamlitValue() | Container() | Partial():
            return True
        case FunctionValue(module=module) | ClassValue(module=module):
            return knows_streamlit(machine, module)
        case Reference(class_=ClassValue(module=module)):
            return knows_streamlit(machine, module)
        case StateValue(seed=seed) if seed is not None:
            return _may_draw(machine, seed)
        case Choice(alternatives=alternatives):
            return any(_may_draw(machine, inner) for _, inner in alternatives)
        case _:
            return False


def knows_streamlit(machine: Machine, path: Path) -> bool:
    """Whether a file imports streamlit, or a file that does, over any number of steps."""
    known = machine.program.streamlit_files
    if path not in known:
        reached: set[Path] = set()
        known[path] = _reaches(machine, path, reached)
        if not known[path]:
            known.update(dict.fromkeys(reached, False))
    return known[path]


def _reaches(machine: Machine, path: Path, seen: set[Path]) -> bool:
    if path in seen:
        return False
    seen.add(path)
    project = machine.program.project
    search = (machine.program.entrypoint.parent, *machine.program.search_folders)
    for module, level, names in imports(project.facts[path].body):
        if not level and draws_with_streamlit(module.partition(".")[0]):
            return True
        for dotted in (module, *(f"{module}.{name}" if module else name for name in names)):
            target = project.resolve(dotted, level, path, search) if dotted or level else None
            if target is not None and target in project.facts and _reaches(machine, target, seen):
                return True
    return False


def imports(block: st.Block) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Every import below a block: the module, its leading dots, and the names that are taken from it."""
    for statement in block:
        match statement:
            case st.Import(module=module):
                yield module, 0, ()
            case st.ImportFrom(module=module, level=level, names=names):
                yield module, level, tuple(name for name, _ in names if name != "*")
            case _:
                for part in ("body", "otherwise", "final"):
                    yield from imports(getattr(statement, part, ()))
                for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                    yield from imports(inner.body)
