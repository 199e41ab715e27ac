"""Apps that are written down in a test: read into facts and run, without touching the disk."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from keylint.app.entrypoints.layouts import pages_beside
from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.conditions.questions import Answer
from keylint.discover.imports import resolve_module
from keylint.facts.deep import deeply
from keylint.facts.extract import extract
from keylint.facts.source import decode
from keylint.run.project import Project
from keylint.run.runs import App, PageRun, run_app
from keylint.run.trace import Atom, Draw
from keylint.streamlit.target import told
from keylint.streamlit.versions import VersionRange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from keylint.conditions.formulas import Conditions
    from keylint.facts.module import ModuleFacts

ROOT = Path("/app").absolute()
VERSIONS = VersionRange((1, 60, 0), (1, 60, 0))


def project_of(files: Mapping[str, str]) -> Project:
    """The files of an app, by their paths below its root."""
    facts: dict[Path, ModuleFacts] = {
        ROOT / name: extract(decode(dedent(text).encode())) for name, text in files.items()
    }
    existing = frozenset(facts)

    def resolve(dotted: str, level: int, importer: Path, search: tuple[Path, ...]) -> Path | None:
        return resolve_module(dotted, level, importer, search, existing)

    return Project(facts, {path: path.relative_to(ROOT).as_posix() for path in facts}, resolve)


def run(
    files: Mapping[str, str] | str,
    entrypoint: str = "app.py",
    *,
    remembers: bool = True,
    versions: VersionRange = VERSIONS,
) -> App:
    """Runs an app; a single text is its entrypoint."""
    project = project_of({entrypoint: files} if isinstance(files, str) else files)
    path = ROOT / entrypoint
    search = tuple(folder for folder in path.parents if folder.is_relative_to(ROOT))
    pages = pages_beside(project, path)
    return deeply(lambda: run_app(project, path, pages, told(versions, "a test"), search, remembers=remembers), 60_000)


def draws(app: App, page: int = 0) -> list[Draw]:
    """The keyed draws of one of the app's pages."""
    return [draw for draw in app.pages[page].trace.draws() if draw.key is not None]


def keys(app: App, page: int = 0) -> list[str]:
    """The keys that a page draws, in order, under whatever condition; `*` stands for what is not known."""
    return [draw.key.text for draw in draws(app, page) if draw.key is not None]


def certain_keys(app: App, page: int = 0) -> list[str]:
    """The keys that every run of a page draws."""
    return [
        draw.key.text
        for draw in draws(app, page)
        if draw.key is not None and app.questions.implies(ALWAYS, draw.condition) is Answer.YES
    ]


def sites(app: App, page: int = 0) -> dict[str, str]:
    """Where findings about each key of a page would point, as `file:line`."""
    return {
        draw.key.text: f"{draw.site.path}:{draw.site.span.line}" for draw in draws(app, page) if draw.key is not None
    }


def page_named(app: App, name: str) -> PageRun:
    return next(page for page in app.pages if page.name == name)


def reasons(app: App) -> list[str]:
    """Why something in the app could not be resolved."""
    return [unknown.reason for unknown in app.unknowns]


def holds(conditions: Conditions, condition: Condition, answer: Callable[[Atom], bool]) -> bool:
    """Whether a condition is met when `answer` decides its atoms."""

    def decided(test: Condition) -> Condition:
        atom = test.variable.about
        assert isinstance(atom, Atom)
        if test.variable.aspect != "value":
            return ALWAYS if answer(atom) == test.values.truthy else NEVER
        for constant in test.values.exceptions:
            if answer(atom.asking("equals", constant)):
                return ALWAYS if constant in test.values else NEVER
        is_true = answer(atom.asking("true"))
        return ALWAYS if (test.values.truthy if is_true else test.values.falsy) else NEVER

    decision = conditions.replaced(condition, -1, decided)
    assert decision in (ALWAYS, NEVER)
    return decision is ALWAYS
