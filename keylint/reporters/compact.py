"""Findings by what they have in common, a line or two for each: what is where, without its source and story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.reporters.closing import closing
from keylint.reporters.groups import grouped
from keylint.reporters.headline import INDENT, headline_of, rule_page, sign
from keylint.reporters.next_step import TOLD
from keylint.reporters.paint import Piece, coloured, plain
from keylint.reporters.titles import has_title, title
from keylint.reporters.view import GroupBy, suppression_comment
from keylint.reporters.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Finding, Report
    from keylint.reporters.groups import Group
    from keylint.reporters.paint import Line
    from keylint.reporters.places import ReadLines
    from keylint.reporters.view import View


def render(report: Report, view: View, read_lines: ReadLines) -> str:
    """The groups, an empty line between them, then the summary."""
    groups = grouped(view.shown(report), view.group_by or GroupBy.CAUSE)
    parts = [list(_group(group, view, read_lines)) for group in groups]
    parts += closing(report, view, (TOLD,))
    lines = [line for part in parts for line in ((), *part)][1:]
    return coloured(lines, links=view.hyperlinks) if view.colour else plain(lines)


def _group(group: Group, view: View, read_lines: ReadLines) -> Iterator[Line]:
    if not has_title(group):
        yield from headline_of(group.first, view.width)
        yield from _suppression(group.first, view)
        return
    yield from wrapped(title(group, read_lines), view.width, INDENT)
    for finding in group.findings:
        yield from wrapped((Piece(" " * INDENT), *_entry(finding, group.by)), view.width, 2 * INDENT)
        yield from _suppression(finding, view)


def _entry(finding: Finding, by: GroupBy) -> Iterator[Piece]:
    yield sign(finding.severity)
    yield Piece(f" {finding.location.path}:{finding.location.span.line} ", "path")
    yield Piece(finding.code, "", rule_page(finding.code))
    yield Piece(" ")
    if by is GroupBy.CAUSE and finding.keys:
        for number, key in enumerate(finding.keys):
            yield Piece(", " if number else "")
            yield Piece(f"'{key}'", "key")
    else:
        yield Piece(finding.message)


def _suppression(finding: Finding, view: View) -> Iterator[Line]:
    if view.verbose:
        yield Piece(" " * 2 * INDENT), Piece(suppression_comment(finding))
