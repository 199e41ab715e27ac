"""The apps of a project: the layouts that were found, run, as far as they show anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from keylint.app.entrypoints.effects import Effect
from keylint.app.entrypoints.layouts import each_by_itself, find_layouts
from keylint.app.entrypoints.scripts import PAGES, Scripts
from keylint.faults import Blaming
from keylint.findings import Unknown
from keylint.run.reasons import beside_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from keylint.app.entrypoints.layouts import Layout, Named
    from keylint.findings import Fault
    from keylint.outcomes import AppOutcome
    from keylint.run.project import Project
    from keylint.run.runs import App

# What becomes of an app that is run: all of it, or what is remembered of it.
Ran = TypeVar("Ran", "App", "AppOutcome")


def find_apps(
    project: Project,
    named: Named,
    run: Callable[[Project, Layout], Ran],
    progress: Callable[[int, int], None],
    faults: list[Fault],
) -> Iterator[Ran]:
    """The apps, by the path of their entrypoint; `named` are those that were. What keylint itself fails at
    is added to `faults`.

    A script that looks like an app, and shows nothing when it is run, is none: what had been taken for a part of it is
    looked at again.
    """
    project = replace(project, display={**_folders_of_pages(project), **project.display})
    scripts = Scripts(project, faults)
    apps: dict[Layout, Ran | None] = {}
    idle: set[Path] = set()
    shown: set[str] = set()
    layouts = _layouts(scripts, named, idle)
    while new := [layout for layout in layouts if layout not in apps]:
        # What navigates may show the rest as its pages, which then need no run of their own.
        for layout in sorted(new, key=lambda layout: _turn(scripts, layout)):
            progress(len(apps), len(apps.keys() | layouts))
            left = _without_shown(project, layout, shown)
            app = apps[layout] = None if left is None else run(project, left)
            if app is not None and app.kind == "navigation":
                shown.update(app.page_names)
            if app is not None and not app.page_names:
                idle.add(layout.entrypoint)
        layouts = _layouts(scripts, named, idle)
    found = [app for layout in layouts if (app := apps[layout]) is not None and app.page_names]
    once = _once(app for app in found if app.kind == "navigation" or app.entrypoint not in shown)
    yield from _noting_unnamed_pages(once, {project.display[path] for path in named.entrypoints})


def _layouts(scripts: Scripts, named: Named, idle: set[Path]) -> list[Layout]:
    with Blaming(scripts.faults, "", "the choice of the apps", "each script that shows something is taken for one"):
        return find_layouts(scripts, named, idle)
    return each_by_itself(scripts, idle)


def _folders_of_pages(project: Project) -> dict[Path, str]:
    """How folders of pages are shown, which stand for an entrypoint that is not found."""
    pages = (path for path in project.facts if path.parent.name == PAGES)
    return {path.parent: project.display[path].rpartition("/")[0] for path in pages}


def _turn(scripts: Scripts, layout: Layout) -> tuple[bool, bool, int, Path]:
    path = layout.entrypoint
    is_script = path in scripts.project.facts
    navigates = is_script and Effect.NAVIGATES in scripts.outline(path).effects
    return not navigates, not is_script, len(path.parts), path


def _without_shown(project: Project, layout: Layout, shown: set[str]) -> Layout | None:
    """What of a layout no app with a navigation shows."""
    if project.display.get(layout.entrypoint) in shown:
        return None
    if layout.entrypoint in project.facts:
        return layout
    pages = tuple(page for page in layout.pages if project.display[page] not in shown)
    return replace(layout, pages=pages) if pages else None


def _once(apps: Iterable[Ran]) -> Iterator[Ran]:
    """Of the apps that navigate among the same pages, the first."""
    navigations: set[frozenset[str]] = set()
    for app in apps:
        pages = frozenset(app.page_names)
        if app.kind == "navigation" and pages in navigations:
            continue
        if app.kind == "navigation":
            navigations.add(pages)
        yield app


def _noting_unnamed_pages(apps: Iterable[Ran], named: set[str]) -> Iterator[Ran]:
    """The apps, with a word on each script that is in a folder of pages which `st.navigation` takes by name, and which
    it does not name: a page that was forgotten, or is left out on purpose. The `named` entrypoints are no such pages:
    the user says so."""
    every: list[Ran] = list(apps)
    owners = {
        folder: app.entrypoint
        for app in every
        if app.kind == "navigation"
        for folder in {_folder(page) for page in app.page_names if "::" not in page} - {_folder(app.entrypoint)}
    }
    for app in every:
        owner = owners.get(_folder(app.entrypoint)) if app.kind == "script" and app.entrypoint not in named else None
        if owner is None:
            yield app
        else:
            yield app.beside_pages(Unknown(app.entrypoint, 1, beside_pages(owner)))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
