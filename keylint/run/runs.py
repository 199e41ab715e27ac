"""Runs an app: every page symbolically from top to bottom, and every callback as a small run of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.findings import Unknown
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.calls import call
from keylint.run.execution.frames import Frame
from keylint.run.execution.interpreter import INTERPRETER, run_script
from keylint.run.execution.machine import Machine, Navigation, Program
from keylint.run.execution.path_condition import PathCondition
from keylint.run.trace import Context, Draw, Trace
from keylint.run.values import FunctionValue, PageValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from pathlib import Path

    from keylint.conditions.formulas import Condition, Conditions
    from keylint.conditions.questions import Questions
    from keylint.findings import Location
    from keylint.run.execution.frames import Callback
    from keylint.run.keys import Key
    from keylint.run.project import Project
    from keylint.run.trace import Shared, SharedRead
    from keylint.streamlit.versions import VersionRange


@dataclass(frozen=True, eq=False)
class CallbackRun:
    """A callback: the draws that wire it, and what it does. It runs before the script, in the run after a change."""

    draws: tuple[Draw, ...]
    name: str
    trace: Trace


@dataclass(frozen=True, eq=False)
class PageRun:
    """A page: its name (a file, or `file::function`), and what a run of it does under which conditions.

    `universe` are the runs that show this page. `location` is where the page begins, or is declared.
    """

    name: str
    trace: Trace
    universe: Condition
    callbacks: tuple[CallbackRun, ...]
    is_default: bool
    acts: bool
    changed_lists: Mapping[Key, Mapping[str, Location]]


@dataclass(frozen=True, eq=False)
class App:
    """An app after all of its runs. `kind` is "script", "pages" or "navigation".

    `calls` are the commands of Streamlit that the app calls, by name and place: for each way to there,
    its runs, and whether a `try` is around it that catches what the call raises when there is no such command.
    `shared_reads` are the places that look at what the server has once for all sessions.
    """

    entrypoint: str
    kind: str
    pages: tuple[PageRun, ...]
    conditions: Conditions
    questions: Questions
    versions: VersionRange
    target_source: str
    unknowns: tuple[Unknown, ...]
    files: frozenset[Path]
    trusted_keys: frozenset[str]
    calls: Mapping[tuple[str, Location], Set[tuple[Condition, bool]]]
    shared_reads: Mapping[Shared, tuple[SharedRead, ...]]

    @property
    def page_names(self) -> tuple[str, ...]:
        return tuple(page.name for page in self.pages)


def run_app(
    project: Project,
    entrypoint: Path,
    pages: Sequence[Path],
    versions: VersionRange,
    target_source: str,
    search_folders: tuple[Path, ...] = (),
) -> App:
    """Runs the entrypoint and every page of its `pages/` folder or of its `st.navigation`.

    Where no script is the entrypoint of the pages, the path of their folder stands for it.
    """
    program = Program(project, entrypoint, versions.newest, INTERPRETER, search_folders=search_folders)
    name = project.display[entrypoint]
    kind = "pages" if pages else "script"
    runs: list[PageRun] = []
    if entrypoint in project.facts:
        first = _machine(program, Navigation())
        run_script(first, entrypoint)
        if first.navigation.was_called:
            kind, pages = "navigation", ()
            runs += _run_navigation(program, entrypoint, first.navigation)
        runs = runs or [_page_run(first, name, is_default=True)]
    else:
        program.unknowns[Unknown(project.display[pages[0]], 1, f"no entrypoint of {name}/ was found")] = None
    for page in pages:
        machine = _machine(program, Navigation())
        run_script(machine, page)
        runs.append(_page_run(machine, project.display[page], is_default=False))
    return App(
        entrypoint=name,
        kind=kind,
        pages=tuple(run for run in runs if run.acts),
        conditions=program.conditions,
        questions=program.questions,
        versions=versions,
        target_source=target_source,
        unknowns=tuple(program.unknowns),
        files=frozenset(program.read_files),
        trusted_keys=frozenset(program.trusted_keys),
        calls=program.calls,
        shared_reads={shared: tuple(reads) for shared, reads in program.sharing.reads.items()},
    )


def _machine(program: Program, navigation: Navigation) -> Machine:
    return Machine(program, navigation=navigation)


def _run_navigation(program: Program, entrypoint: Path, navigation: Navigation) -> list[PageRun]:
    pages = list(navigation.pages)
    default = next((page for page in pages if page.is_default), pages[0] if pages else None)
    runs: list[PageRun] = []
    for page in pages:
        machine = _machine(program, Navigation(chosen=page))
        machine.context = Context(in_frame=True)
        run_script(machine, entrypoint)
        runs.append(_page_run(machine, _page_name(program, page), is_default=page == default))
    return runs


def _page_name(program: Program, page: PageValue) -> str:
    display = program.project.display
    if isinstance(page.target, FunctionValue):
        return f"{display[page.target.module]}::{getattr(page.target.definition, 'name', 'lambda')}"
    return display[page.target] if page.target is not None else page.location.path


def _page_run(machine: Machine, name: str, *, is_default: bool) -> PageRun:
    trace, universe = machine.trace, machine.universe
    return PageRun(
        name, trace, universe, tuple(_run_callbacks(machine)), is_default, machine.acts, machine.changed_lists
    )


def _run_callbacks(machine: Machine) -> list[CallbackRun]:
    """Each callback once, with the arguments it was wired with, on the state that the next run begins with."""
    trace = machine.trace
    wired: dict[tuple[object, ...], tuple[Callback, list[Draw]]] = {}
    for callback in machine.callbacks:
        draw = trace.events[callback.draw]
        identity = (callback.function, callback.positional, callback.keywords)
        if isinstance(draw, Draw):
            wired.setdefault(identity, (callback, []))[1].append(draw)
    runs = []
    for callback, draws in wired.values():
        machine.store.begin_run()
        machine.store.branch()
        machine.trace = Trace()
        machine.path, machine.guards = PathCondition(machine.conditions), ()
        machine.context = Context(route=callback.context.route, callback_of=callback.draw)
        module = next(iter(machine.script_scopes))
        machine.frames.append(Frame(machine.program.scopes[machine.script_scopes[module]]))
        span = draws[0].location.span
        expression = ex.Call(ex.Constant(None, span), (), span)
        call(machine, callback.function, Arguments(callback.positional, dict(callback.keywords)), expression)
        machine.frames.pop()
        machine.store.leave_branch()
        runs.append(CallbackRun(tuple(draws), _callback_name(callback), machine.trace))
    return runs


def _callback_name(callback: Callback) -> str:
    definition = getattr(callback.function, "definition", None)
    return getattr(definition, "name", "the callback")
