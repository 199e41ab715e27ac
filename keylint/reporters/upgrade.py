"""What an upgrade changes: the text for people, by version, and the workflow commands. JSON stands in upgrade_json."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.reporters import summary, upgrade_json
from keylint.reporters.excerpt import Mark, excerpt, gutter_width
from keylint.reporters.github import workflow_command
from keylint.reporters.headline import INDENT, headline, message_pieces
from keylint.reporters.notes import Note, note_lines
from keylint.reporters.paint import Line, Piece, coloured, plain
from keylint.reporters.wrapping import wrapped
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from keylint.reporters.view import View
    from keylint.upgrade.change import Change, UpgradeReport


def render(report: UpgradeReport, output_format: str, view: View, read_lines: Callable[[str], Sequence[str]]) -> str:
    """The text of `report` in `output_format`, one of UPGRADE_FORMATS; `read_lines` as for the findings."""
    if output_format == "json":
        return upgrade_json.render(report, shown(report, view))
    if output_format == "github":
        return "".join(_workflow_command(change) for change in shown(report, view))
    lines: list[Line] = []
    for since, changes in groupby(shown(report, view), key=lambda change: change.since):
        if output_format != "concise":
            lines += [(Piece(f"Streamlit {version_label(since)}", "note"),), ()]
        for change in changes:
            lines += [_concise(change)] if output_format == "concise" else _full(change, view, read_lines)
    following = _appendix(report, view)
    if lines and output_format == "concise":
        following = ["", *following]
    room = None if output_format == "concise" else view.width
    lines += [line for text in following for line in wrapped((Piece(text),), room, INDENT)]
    return coloured(lines) if view.colour else plain(lines)


def shown(report: UpgradeReport, view: View) -> tuple[Change, ...]:
    """The changes at or above the threshold, oldest version first."""
    return tuple(change for change in report.changes if report.checked.is_shown(change, view.threshold))


def _full(change: Change, view: View, read_lines: Callable[[str], Sequence[str]]) -> Iterator[Line]:
    style = change.severity.label
    span = change.location.span
    yield from headline(
        change.severity,
        change.location,
        Piece(f"{change.kind}[{style}]", style),
        message_pieces(change.message, (change.key,)),
        view.width,
    )
    mark = Mark(span, "", style, primary=True)
    digits = gutter_width([mark])
    source = read_lines(change.location.path)
    if source:
        yield from excerpt([mark], source, digits, view.width)
    if change.advice:
        yield from note_lines([Note("fix", change.advice)], digits, view.width)
    yield ()


def _concise(change: Change) -> Line:
    span = change.location.span
    place = f"{change.location.path}:{span.line}:{span.column}"
    since = version_label(change.since)
    return (Piece(f"{place}: {since} {change.kind}[{change.severity.label}] {change.message}"),)


def _workflow_command(change: Change) -> str:
    title = f"Streamlit {version_label(change.since)} {change.kind}"
    return f"{workflow_command(change.severity, change.location, title, change.message)}\n"


def _appendix(report: UpgradeReport, view: View) -> list[str]:
    """The lists that were asked for, then the summary; an empty line after each but the last."""
    listed = summary.appendix(report.checked, replace(view, quiet=True, statistics=False))
    lines = [*listed[1:], ""] if listed else []
    if view.statistics and (counts := Counter(change.kind for change in shown(report, view))):
        lines = [*(f"{count}  {kind}" for kind, count in counts.most_common()), "", *lines]
    return lines if view.quiet else [*lines, _summary(report, view)]


def _summary(report: UpgradeReport, view: View) -> str:
    totals = report.checked.totals
    if not totals.apps:
        return f"No Streamlit app found in {summary.python_files(report.checked)}."
    counts = Counter(change.severity for change in shown(report, view))
    said = summary.counted(counts) if counts else "nothing changes"
    hidden = Counter(
        change.severity for change in report.changes if not report.checked.is_shown(change, view.threshold)
    )
    if hidden:
        said = said if counts else "nothing gets worse" if view.threshold <= Severity.WARNING else "nothing to show"
        labels = ", ".join(
            f"{count} hidden at {severity.label}" for severity, count in sorted(hidden.items(), reverse=True)
        )
        said += f" ({labels}; --min-severity {min(hidden).label} shows what gets better or becomes possible)"
    sentence = f"{report.upgrade.label}: {said}, in {summary.scope(totals)}"
    return sentence + "".join(f"; {gap}" for gap in summary.unchecked(report.checked, view)) + "."
