"""Runs an app: every page symbolically from top to bottom, and every callback as a small run of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS
from keylint.run.callbacks import run_callbacks
from keylint.run.execution.drawing import draws_widget
from keylint.run.execution.interpreter import INTERPRETER, run_script
from keylint.run.execution.machine import Machine, Program
from keylint.run.execution.navigation_state import Navigation
from keylint.run.reasons import Reason
from keylint.run.trace import Context, Trace
from keylint.run.values import FunctionValue, PageValue

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence, Set

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition
    from keylint.conditions.questions import Questions
    from keylint.findings import Fault, Location, Unknown
    from keylint.outcomes import AppKind
    from keylint.run.callbacks import CallbackRun
    from keylint.run.keys import Key
    from keylint.run.project import Project
    from keylint.run.trace import Shared, SharedRead
    from keylint.streamlit.target import Target
    from keylint.streamlit.versions import VersionRange


@dataclass(frozen=True, eq=False)
class PageRun:
    """A page: its name (a file, or `file::function`), and what a run of it does under which conditions.

    `universe` are the runs that show this page. `is_complete` says that all of it was followed: what is cut short, or
    was never come to, draws and reads more than its trace has. `title` is what `st.Page` calls it, where that is known.
    """

    name: str
    trace: Trace
    universe: Condition
    callbacks: tuple[CallbackRun, ...]
    is_default: bool
    acts: bool
    changed_lists: Mapping[Key | Hashable, Mapping[str, Location]]
    is_complete: bool = True
    title: str | None = None


@dataclass(frozen=True, eq=False)
class App:
    """An app after all of its runs.

    `calls` are the commands of Streamlit that the app calls, by name and place: for each way to there,
    its runs, and whether a `try` is around it that catches what the call raises when there is no such command.
    `packages` are those outside the app that it imports, by the first part of their names.
    `shared_reads` are the places that look at what the server has once for all sessions. `pages_without_run` counts
    the pages that nothing could be run of, `pages_not_found` those of `pages` whose file is not there. With `faults`,
    keylint itself failed, and of no page anything is known.
    """

    entrypoint: str
    kind: AppKind
    pages: tuple[PageRun, ...]
    conditions: Conditions
    questions: Questions
    target: Target
    unknowns: tuple[Unknown, ...]
    files: frozenset[Path]
    packages: frozenset[str]
    trusted_keys: frozenset[str]
    calls: Mapping[tuple[str, Location], Set[tuple[Condition, bool]]]
    shared_reads: Mapping[Shared, tuple[SharedRead, ...]]
    pages_without_run: int = 0
    pages_not_found: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def versions(self) -> VersionRange:
        return self.target.versions

    @property
    def pages_not_analysed(self) -> int:
        """How many pages were not analysed, or not to their end. The unknowns say why."""
        return self.pages_without_run + sum(not page.is_complete for page in self.pages)

    @property
    def page_names(self) -> tuple[str, ...]:
        return tuple(page.name for page in self.pages)

    def beside_pages(self, unknown: Unknown) -> App:
        """This app where it is a script among the pages of another one that does not name it, which `unknown` says."""
        return replace(self, unknowns=(*self.unknowns, unknown))


def run_app(
    project: Project,
    entrypoint: Path,
    pages: Sequence[Path],
    target: Target,
    search_folders: tuple[Path, ...] = (),
    *,
    remembers: bool = True,
    keys_all_inputs: bool = False,
) -> App:
    """Runs the entrypoint and every page of its `pages/` folder or of its `st.navigation`.

    Where no script is the entrypoint of the pages, the path of their folder stands for it. `remembers` says that calls
    that are equal to an earlier one are not run again: only time tells the difference. With `keys_all_inputs` the
    widgets with a value that have no key are run as if they had one, which says what their parameters are.
    """
    program = Program(
        project,
        entrypoint,
        target.versions.newest,
        INTERPRETER,
        search_folders=search_folders,
        remembers=remembers,
        keys_all_inputs=keys_all_inputs,
    )
    name = project.display[entrypoint]
    kind: AppKind = "pages" if pages else "script"
    runs: list[PageRun] = []
    without_run = not_found = 0
    if entrypoint in project.facts:
        first = _machine(program, Navigation())
        run_script(first, entrypoint)
        if first.navigation.was_called:
            kind, pages = "navigation", ()
            without_run += first.navigation.has_unseen_pages
            not_found = sum(page.missing is not None for page in first.navigation.pages)
            runs += _run_navigation(program, entrypoint, first.navigation)
        runs = runs or [_page_run(first, name, is_default=True)]
    else:
        program.note_unknown(project.display[pages[0]], Reason.NO_ENTRYPOINT)
    for page in pages:
        if page in project.unreadable:
            program.note_unknown(project.display[page], Reason.PAGE_UNREADABLE)
            without_run += 1
            continue
        machine = _machine(program, Navigation())
        run_script(machine, page)
        runs.append(_page_run(machine, project.display[page], is_default=False))
    _note_uncalled(_machine(program, Navigation()))
    return App(
        entrypoint=name,
        kind=kind,
        pages=tuple(run for run in runs if run.acts or not run.is_complete),
        conditions=program.conditions,
        questions=program.questions,
        target=target,
        unknowns=tuple(program.unknowns),
        files=frozenset(program.read_files),
        packages=frozenset(program.packages),
        trusted_keys=frozenset(program.trusted_keys),
        calls=program.calls,
        shared_reads={shared: tuple(reads) for shared, reads in program.sharing.reads.items()},
        pages_without_run=without_run,
        pages_not_found=not_found,
    )


def failed_app(
    project: Project,
    entrypoint: Path,
    pages: Sequence[Path],
    target: Target,
    faults: Iterable[Fault],
) -> App:
    """What stands for an app on which keylint itself failed: its pages, none of them analysed."""
    name = project.display.get(entrypoint, str(entrypoint))
    program = Program(project, entrypoint, target.versions.newest, INTERPRETER)
    names = [project.display[page] for page in pages] or [name]
    return App(
        entrypoint=name,
        kind="pages" if pages else "script",
        pages=tuple(PageRun(each, Trace(), ALWAYS, (), False, False, {}, is_complete=False) for each in names),
        conditions=program.conditions,
        questions=program.questions,
        target=target,
        unknowns=(),
        files=frozenset((entrypoint, *pages)),
        packages=frozenset(),
        trusted_keys=frozenset(),
        calls={},
        shared_reads={},
        faults=tuple(faults),
    )


def _machine(program: Program, navigation: Navigation) -> Machine:
    if program.keys_all_inputs:
        program.recorded.clear()  # without a key, the same call on another page makes another widget
    return Machine(program, navigation=navigation)


def _run_navigation(program: Program, entrypoint: Path, navigation: Navigation) -> list[PageRun]:
    pages = list(navigation.pages)
    default = next((page for page in pages if page.is_default), pages[0] if pages else None)
    runs: list[PageRun] = []
    for page in pages:
        machine = _machine(program, Navigation(chosen=page))
        machine.context = Context(in_frame=True)
        run_script(machine, entrypoint)
        _note_missed(machine, page)
        runs.append(_page_run(machine, _page_name(program, page), is_default=page == default, title=page.title))
    return runs


def _note_missed(machine: Machine, page: PageValue) -> None:
    """Says why nothing of the page itself was run; `st.Page` has said so where it has no file or function."""
    program = machine.program
    if isinstance(page.target, Path) and page.target in program.project.unreadable:
        machine.is_complete = False
        machine.note_unknown(page.location, Reason.PAGE_UNREADABLE)
    elif page.target is None:
        machine.is_complete = False
    elif not machine.navigation.has_run and not machine.cut:
        machine.is_complete = False
        machine.note_unknown(page.location, Reason.PAGE_NEVER_RUN)


def _note_uncalled(machine: Machine) -> None:
    """Says which functions and classes with widgets nobody but their decorator can call."""
    for code, location in machine.program.unfollowed_decorators.waiting.values():
        if draws_widget(machine, code):
            machine.note_unknown(location, Reason.DECORATED)


def _page_name(program: Program, page: PageValue) -> str:
    display = program.project.display
    if isinstance(page.target, FunctionValue):
        return f"{display[page.target.module]}::{getattr(page.target.definition, 'name', 'lambda')}"
    return display[page.target] if page.target is not None else page.location.path


def _page_run(machine: Machine, name: str, *, is_default: bool, title: str | None = None) -> PageRun:
    trace, universe = machine.trace, machine.universe
    callbacks = run_callbacks(machine)
    if machine.cut:
        machine.program.note_unknown(name.partition("::")[0], Reason.PAGE_TOO_LONG)
    return PageRun(
        name, trace, universe, callbacks, is_default, machine.acts, machine.changed_lists, machine.is_complete, title
    )
