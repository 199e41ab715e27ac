"""What is left of an app when it has been run and judged: what a report, and the other apps of a check, need of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from keylint.repairs import Refusal, Repair, Shadow, ShadowInForm

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Fault, Finding, Location, Unknown
    from keylint.streamlit.target import Target


_NO_HOME = "whether this script is a page of another app is not known, so nor is where it can import a helper from"


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
    `is_beside_pages` says what `beside_pages` does.
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
    is_beside_pages: bool = False

    def beside_pages(self, unknown: Unknown) -> AppOutcome:
        """This app where it is a script among the pages of another one that does not name it, which `unknown` says.

        It may be shown by that one or started by itself: no helper of a fix can be imported in both cases.
        """
        found = (
            replace(each, repair=Refusal(_NO_HOME)) if _has_helper(each.repair) else each for each in self.findings
        )
        unknowns = (*self.unknowns, unknown)
        return replace(self, unknowns=unknowns, findings=tuple(found), is_beside_pages=True)


def _has_helper(repair: Repair | Refusal | None) -> bool:
    return isinstance(repair, Repair) and any(isinstance(step, (Shadow, ShadowInForm)) for step in repair.steps)
