"""Findings with their source, as a good compiler shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import StoryAct
from keylint.reporters import summary
from keylint.reporters.excerpt import Mark, excerpt, gutter_width
from keylint.reporters.paint import Line, Piece, coloured, plain
from keylint.reporters.remedy import remedy
from keylint.reporters.view import View, suppression_comment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from keylint.findings import Finding, Report


def render(report: Report, view: View, read_lines: Callable[[str], Sequence[str]]) -> str:
    """The findings with excerpts of the source, an empty line between them, then the summary."""
    lines: list[Line] = []
    for finding in view.shown(report):
        if lines:
            lines.append(())
        lines.extend(_finding(finding, view, read_lines))
    following: list[Line] = [(Piece(text),) for text in summary.appendix(report, view)]
    lines.extend(following if lines else following[1:])
    return coloured(lines) if view.colour else plain(lines)


def _finding(finding: Finding, view: View, read_lines: Callable[[str], Sequence[str]]) -> Iterator[Line]:
    style = finding.severity.label
    span = finding.location.span
    yield (
        Piece(f"{finding.location.path}:{span.line}:{span.column} ", "path"),
        Piece(f"{finding.code}[{style}]", style),
        Piece(f" {finding.message}", "path"),
    )
    yield from _story(finding)
    marks_by_path = {finding.location.path: [Mark(span, "", style, primary=True)]}
    for related in finding.related:
        mark = Mark(related.location.span, related.message, "secondary")
        marks_by_path.setdefault(related.location.path, []).append(mark)
    digits = gutter_width(mark for marks in marks_by_path.values() for mark in marks)
    margin = " " * (digits + 1)
    for path, marks in marks_by_path.items():
        source = read_lines(path)
        if path != finding.location.path:
            first = min(mark.span for mark in marks)
            yield Piece(f"{margin}::: ", "gutter"), Piece(f"{path}:{first.line}:{first.column}")
        if source or any(mark.label for mark in marks):
            yield from excerpt(marks, source, digits, view.width)
    for name, text in _notes(finding, view):
        yield Piece(f"{margin}= ", "gutter"), Piece(f"{name}:", "note"), Piece(f" {text}")


def _story(finding: Finding) -> Iterator[Line]:
    """What a user does to see the damage, as numbered sentences; that the app is opened goes without saying."""
    told = [step for step in finding.story if step.act is not StoryAct.OPEN]
    for number, step in enumerate(told, 1):
        yield Piece(f"  {number}. ", "gutter"), Piece(step.text)


def _notes(finding: Finding, view: View) -> Iterator[tuple[str, str]]:
    yield from remedy(finding)
    if len(finding.route) > 1:
        yield "route", " → ".join(finding.route)
    if finding.page and finding.page != finding.location.path:
        yield "page", finding.page
    if view.verbose:
        yield "to suppress", suppression_comment(finding)
