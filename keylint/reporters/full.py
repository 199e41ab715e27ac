"""For people: the findings with their source, those of a cause together; many of them as a table first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.reporters.blocks import group_lines
from keylint.reporters.closing import closing
from keylint.reporters.groups import grouped
from keylint.reporters.next_step import LISTED, TOLD
from keylint.reporters.overview import is_long, overview
from keylint.reporters.paint import coloured, plain
from keylint.reporters.view import GroupBy

if TYPE_CHECKING:
    from keylint.findings import Report
    from keylint.reporters.paint import Line
    from keylint.reporters.places import ReadLines
    from keylint.reporters.view import View


def render(report: Report, view: View, read_lines: ReadLines) -> str:
    """The findings, an empty line between groups, then the summary. More findings than fit a screen or two are counted
    in a table, and told one by one where `view.group_by` says how."""
    found = view.shown(report)
    parts: list[list[Line]] = []
    if is_long(found) and not view.quiet:
        parts.append(list(overview(found, view, read_lines)))
    if not parts or view.group_by is not None:
        groups = grouped(found, view.group_by or GroupBy.CAUSE)
        parts += [list(group_lines(group, view, read_lines)) for group in groups]
    parts += closing(report, view, (LISTED, TOLD) if view.group_by is None else ())
    lines = [line for part in parts for line in ((), *part)][1:]
    return coloured(lines, links=view.hyperlinks) if view.colour else plain(lines)
