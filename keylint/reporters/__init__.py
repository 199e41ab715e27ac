"""The reporters: functions from a report to the text that is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keylint.findings import Report
    from keylint.reporters.view import View

FORMATS = ("full", "grouped", "concise", "json", "github", "sarif", "gitlab", "markdown")
GROUPED_FORMATS = ("full", "grouped")
MACHINE_FORMATS = ("json", "github", "sarif", "gitlab")
"""Those that other programs read: always UTF-8, and never adapted to a terminal."""
UPGRADE_FORMATS = ("full", "grouped", "concise", "json", "github")
"""Those in which the changes of an upgrade can be told, which are no findings."""


def render(report: Report, output_format: str, view: View, read_lines: Callable[[str], Sequence[str]]) -> str:
    """The text of `report` in `output_format`, one of FORMATS; it ends with a line break, or is empty.

    `read_lines` gives the lines of a file, without line ends, for a path as the findings have it; none when the file
    cannot be read. Only `full` and `grouped` ask for them.
    """
    # Only the reporter that is asked for is imported.
    if output_format == "json":
        from keylint.reporters import json_object  # noqa: PLC0415

        return json_object.render(report, view)
    if output_format == "github":
        from keylint.reporters import github  # noqa: PLC0415

        return github.render(report, view)
    if output_format == "sarif":
        from keylint.reporters import sarif  # noqa: PLC0415

        return sarif.render(report, view)
    if output_format == "gitlab":
        from keylint.reporters import gitlab  # noqa: PLC0415

        return gitlab.render(report, view)
    if output_format == "markdown":
        from keylint.reporters import markdown  # noqa: PLC0415

        return markdown.render(report, view)
    if output_format == "concise":
        from keylint.reporters import concise  # noqa: PLC0415

        return concise.render(report, view)
    if output_format == "grouped":
        from keylint.reporters import compact  # noqa: PLC0415

        return compact.render(report, view, read_lines)
    from keylint.reporters import full  # noqa: PLC0415

    return full.render(report, view, read_lines)
