"""What is left of an app when it has been run and judged: what a report, and the other apps of a check, need of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Fault, Finding, Location, Unknown
    from keylint.streamlit.target import Target


@dataclass(frozen=True, slots=True)
class DrawnWidget:
    """A keyed widget call of an app. `site_path` is the file where its key is known, `key` None where nothing of it is.

    `obstacle` says why no repair may keep its value, None when nothing speaks against it.
    """

    location: Location
    site_path: str
    command: str
    key: str | None
    obstacle: str | None


# What shows the pages: nothing, there is one script; the folder `pages/`; `st.navigation`.
AppKind = Literal["script", "pages", "navigation"]


@dataclass(frozen=True, slots=True)
class AppOutcome:
    """An app, as `keylint.run.runs.App` names its parts, with the findings of all rules about it.

    `inputs_without_key` are those of the `places_without_key` whose widgets hold a value from run to run.
    """

    entrypoint: str
    kind: AppKind
    page_names: tuple[str, ...]
    pages_without_run: int
    pages_not_analysed: int
    pages_not_found: int
    target: Target
    files: frozenset[Path]
    unknowns: tuple[Unknown, ...]
    widgets: tuple[DrawnWidget, ...]
    places_without_key: tuple[Location, ...]
    inputs_without_key: tuple[Location, ...]
    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...] = ()
