"""Writes a case of the matrix to disk, as it is and as `fix_all` makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.discover.contents import FileContents
from keylint.findings import Severity
from keylint.fixing.offers import fix_all
from keylint.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fixes.matrix import Case, Template


def write(case: Case, folder: Path) -> None:
    """Writes the app to `folder`."""
    for name, text in case.files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def write_fixed(case: Case, template: Template, folder: Path) -> str | None:
    """Writes the app to `folder` and fixes it there; the reason, when something that loses the value stays."""
    write(case, folder)
    settings = Settings(
        root=folder, target_option=template.target(case), cache=False, fix_strategy=template.strategy, jobs=1
    )
    outcome = fix_all([folder], settings, FileContents(), unsafe=True)
    reasons = [held.reason for held in outcome.withheld]
    # Where persist_state exists, any other template is a workaround, and KEY507 rightly says so. What KEY304 says of the
    # author's own callback loses nothing, as long as nobody deletes the key: then it is an info. KEY113 is about the
    # inputs beside the field.
    left = [
        finding
        for finding in outcome.report.findings
        if finding.code not in ("KEY507", "KEY113") and (finding.code != "KEY304" or finding.severity > Severity.INFO)
    ]
    reasons += [finding.no_fix or f"{finding.code} stays" for finding in left]
    for change in outcome.changes:
        change.path.write_bytes(change.after)
    return "; ".join(dict.fromkeys(reasons)) or None
