"""Given paths in which there is no app: probably another one was meant, and a check of nothing must not look clean."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.cli.streams import say
from keylint.reporters.cells import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import Report


def without_app_told(paths: Iterable[Path]) -> None:
    """Says on standard error that no app was found for these paths."""
    for path in paths:
        say(
            f"keylint: error: {visible(str(path))}: no Streamlit app was found for it; give the folder of the app, its "
            "script with --entrypoint, or --allow-empty"
        )


def without_app(paths: Iterable[Path], report: Report) -> list[Path]:
    """Those of the paths below which nothing was checked, found or left out as generated, of any app."""
    known = report.baseline.known if report.baseline is not None else ()
    shown = {finding.location.path for finding in (*report.findings, *known)} | set(report.generated_files)
    shown |= set(report.checked_files if report.totals.apps else ())
    files = [Path(os.path.realpath(file)) for file in shown]
    return [path for path in paths if not any(file.is_relative_to(os.path.realpath(path)) for file in files)]
