"""Which files are apps: entrypoints, with the pages of their `pages/` folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.facts import statements as st
from keylint.run.execution.sealing import imports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from keylint.run.project import Project


@dataclass(frozen=True, slots=True)
class Layout:
    """A file that may be an entrypoint, and its pages in the order of the sidebar."""

    entrypoint: Path
    pages: tuple[Path, ...]


def find_layouts(project: Project, entrypoints: Sequence[Path]) -> list[Layout]:
    """Entrypoints that were named, else every script that nobody imports and that is not itself a page of another."""
    if entrypoints:
        return [Layout(path, pages_beside(project, path)) for path in entrypoints]
    imported = imported_files(project)
    candidates = [
        path
        for path, facts in project.facts.items()
        if path not in imported
        and not is_test(path)
        and path.name not in ("__init__.py", "setup.py")
        and _acts(facts.body)
    ]
    paged = {page for path in candidates if path.parent.name != "pages" for page in pages_beside(project, path)}
    return [Layout(path, pages_beside(project, path)) for path in candidates if path not in paged]


def pages_beside(project: Project, entrypoint: Path) -> tuple[Path, ...]:
    """The files of the `pages/` folder beside an entrypoint, as Streamlit takes them."""
    folder = entrypoint.parent / "pages"
    return tuple(
        sorted(
            path
            for path in (*project.facts, *project.unreadable)
            if path.parent == folder and path.name != "__init__.py" and path.name[0] != "."
        )
    )


def imported_files(project: Project) -> set[Path]:
    """Files that another file of the project imports; what tests import does not count."""
    found: set[Path] = set()
    for path, facts in project.facts.items():
        if is_test(path):
            continue
        search = (path.parent, *path.parents)
        for module, level, names in imports(facts.body):
            targets = [module, *(f"{module}.{name}" if module else name for name in names)]
            for dotted in targets:
                target = project.resolve(dotted, level, path, search) if dotted or level else None
                if target is not None and target != path:
                    found.add(target)
    return found


def is_test(path: Path) -> bool:
    return (
        path.name.startswith("test_")
        or path.stem.endswith("_test")
        or path.name == "conftest.py"
        or any(part in ("tests", "test") for part in path.parts[-4:-1])
    )


def _acts(block: st.Block) -> bool:
    """Whether running the file does something beyond binding names."""
    return any(
        isinstance(statement, (st.Evaluate, st.With, st.For, st.While, st.If, st.Match, st.Try, st.Assign))
        for statement in block
    )
