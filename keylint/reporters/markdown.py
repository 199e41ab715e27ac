"""Markdown, for the summary of a job or a comment: a table of the findings, those of a cause together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keylint.reporters.cells import visible
from keylint.reporters.closing import SENTENCES
from keylint.reporters.groups import grouped
from keylint.reporters.headline import rule_page, sign
from keylint.reporters.remedy import remedy
from keylint.reporters.view import GroupBy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Finding, Report
    from keylint.reporters.view import View

_MOST_ROWS = 200
"""What anybody reads, and less than a job's summary holds."""

# What Markdown, HTML or a table would act on.
_ACTIVE = re.compile(r"[\\`*_\[\]<>|~&#@$]")


def render(report: Report, view: View) -> str:
    """The table, where there is something to list, then the sentences of the summary."""
    listed = [each for group in grouped(view.shown(report), GroupBy.CAUSE) for each in group.findings]
    parts = [list(_table(listed))] if listed else []
    if not view.quiet:
        parts.append([_inactive(text) for part in SENTENCES for text in part(report, view)])
    paragraphs = ["### keylint", *("\n".join(lines) for lines in parts)]
    return "\n\n".join(paragraphs) + "\n"


def _table(listed: list[Finding]) -> Iterator[str]:
    yield "| | Where | Rule | What is wrong | What to do |"
    yield "| --- | --- | --- | --- | --- |"
    for finding in listed[:_MOST_ROWS]:
        yield f"| {' | '.join(_cells(finding))} |"
    if len(listed) > _MOST_ROWS:
        yield f"\nand {len(listed) - _MOST_ROWS} more."


def _cells(finding: Finding) -> Iterator[str]:
    span = finding.location.span
    page = rule_page(finding.code)
    yield f"{sign(finding.severity).text} {finding.severity.label}"
    yield _inactive(f"{finding.location.path}:{span.line}:{span.column}")
    yield f"[{finding.code}]({page})" if page else finding.code
    yield _inactive(finding.message)
    yield "<br>".join(_inactive(f"{name}: {text}") for name, text in remedy(finding))


def _inactive(text: str) -> str:
    """The text as it is, on one line."""
    return _ACTIVE.sub(r"\\\g<0>", visible(text))
