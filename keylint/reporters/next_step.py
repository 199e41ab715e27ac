"""What to type after a check."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

from keylint.reporters.overview import is_long
from keylint.reporters.paint import Line, Piece
from keylint.reporters.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keylint.findings import Finding, Report
    from keylint.reporters.view import View

_START = "Next: "
_INDENT = 8

Step = tuple[str, str]
"""A command, or the options to add to it, and what it does."""

LISTED: Step = ("--output-format grouped", "lists each of them under its cause")
TOLD: Step = ("--group-by cause", "shows each with its code and what to do")


def next_steps(report: Report, view: View, closer: Sequence[Step]) -> Iterator[Line]:
    """`Next: keylint check --fix repairs 3 of them`, a line for each command that is of use.

    `closer` are options that tell more of many findings than the report does.
    """
    steps = list(_steps(report, view, closer)) if view.next_step is None else [view.next_step]
    longest = max((len(command) for command, _ in steps), default=0)
    for number, (command, what) in enumerate(steps):
        start = _START if number == 0 else " " * len(_START)
        padding = " " * (longest - len(command) + 2)
        line = Piece(start, "note"), Piece(command, "note"), Piece(f"{padding}{what}")
        yield from wrapped(line, view.width, _INDENT)


def _steps(report: Report, view: View, closer: Sequence[Step]) -> Iterator[Step]:
    found = view.shown(report)
    if not report.totals.apps and not found:
        yield f"{view.command} --entrypoint FILE", "checks the script that you give to `streamlit run`"
    if is_long(found):
        yield from ((f"{view.command} {options}", what) for options, what in closer)
    yield from _repairs(found, view.command)
    if found and not any(finding.fix for finding in found):
        yield _explanation(found)
    if not found and report.findings:
        lowest = min(finding.severity for finding in report.findings)
        yield f"{_without_threshold(view.command)} --min-severity {lowest.label}", "shows what is hidden"


def _without_threshold(command: str) -> str:
    """The command for another threshold than the one that was typed."""
    words = shlex.split(command)
    places = [place for place, word in enumerate(words) if word == "--min-severity"]
    return shlex.join(word for place, word in enumerate(words) if place not in places and place - 1 not in places)


def _repairs(findings: Sequence[Finding], command: str) -> Iterator[Step]:
    """How to have repaired what can be, looking first."""
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    safe = sum(fix.safe for fix in fixes)
    unsafe = len(fixes) - safe
    does = "repairs" if all(fix.is_tried for fix in fixes) else "tries to repair"
    if safe:
        yield f"{command} --fix", f"{does} {_of(safe, len(findings))} (add --diff to look at the changes first)"
    if unsafe:
        what = f"{unsafe} more" if safe else _of(unsafe, len(findings))
        look = "" if safe else " (add --diff to look at the changes first)"
        yield f"{command} --fix --unsafe-fixes", f"{does} {what}{look}"


def _of(count: int, total: int) -> str:
    if count == total:
        return "it" if total == 1 else "all of them"
    return f"{count} of them"


def _explanation(findings: Sequence[Finding]) -> Step:
    """The rule to read about: the most severe, of these the most frequent."""
    counts = Counter((finding.severity, finding.code) for finding in findings)
    (_, code), _ = max(counts.items(), key=lambda item: (item[0][0], item[1]))
    return f"keylint rule {code}", "explains what happens, and how to write it instead"
