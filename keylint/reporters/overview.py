"""Many findings at a glance: how many, by cause and by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from keylint.findings import Severity
from keylint.reporters.groups import Group, all_pages, grouped, inputs_of, pages_of
from keylint.reporters.headline import rule_page
from keylint.reporters.paint import Line, Piece
from keylint.reporters.titles import SHORT_CODE, cause_pieces
from keylint.reporters.view import GroupBy, View
from keylint.reporters.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keylint.findings import Finding
    from keylint.reporters.places import ReadLines

_MOST_IN_DETAIL = 20
_MOST_ROWS = 20
_GAP = "  "
# On a narrower terminal, what does not fit beside the numbers goes on below them.
_WIDE = 120
_NARROW_INDENT = 6
_STYLES = {severity.label + "s": severity.label for severity in Severity}


class _Row(NamedTuple):
    """Numbers, those of `_Table.heads`, and what they are of."""

    numbers: tuple[int, ...]
    name: Line


class _Table(NamedTuple):
    """`heads` name the numbers, `subject` what stands beside them; `more` is what rows that do not fit are."""

    heads: tuple[str, ...]
    subject: str
    more: str
    rows: list[_Row]


def is_long(findings: Sequence[Finding]) -> bool:
    """Whether there are more findings than anybody reads one by one."""
    return len(findings) > _MOST_IN_DETAIL


def overview(findings: Sequence[Finding], view: View, read_lines: ReadLines) -> Iterator[Line]:
    """The findings by cause, then by page, the worst first."""
    severities = sorted({finding.severity for finding in findings}, reverse=True)
    yield from _lines(_by_cause(findings, severities, read_lines), view.width)
    yield ()
    yield from _lines(_by_page(findings, severities), view.width)


def _by_cause(findings: Iterable[Finding], severities: Sequence[Severity], read_lines: ReadLines) -> _Table:
    rows = [
        _Row(
            (*_counts(group.findings, severities), inputs_of(group.findings), len(pages_of(group.findings))),
            (*cause_pieces(group, read_lines, SHORT_CODE), *_codes(group)),
        )
        for group in grouped(findings, GroupBy.CAUSE)
    ]
    return _Table((*_heads(severities), "inputs", "pages"), "cause", "causes", rows)


def _by_page(findings: Sequence[Finding], severities: Sequence[Severity]) -> _Table:
    """The table by page, in which a finding counts on each of its pages."""
    on: dict[str, list[Finding]] = {}
    for finding in findings:
        for page in all_pages(finding):
            on.setdefault(page, []).append(finding)
    rows = [_Row(_counts(found, severities), (Piece(page, "path"),)) for page, found in on.items()]
    rows.sort(key=lambda row: (*(-number for number in row.numbers), row.name))
    is_shared = any(len(all_pages(finding)) > 1 for finding in findings)
    subject = "page (what shared code does counts on each)" if is_shared else "page"
    return _Table(_heads(severities), subject, "pages", rows)


def _heads(severities: Iterable[Severity]) -> tuple[str, ...]:
    return tuple(f"{severity.label}s" for severity in severities)


def _counts(findings: Iterable[Finding], severities: Sequence[Severity]) -> tuple[int, ...]:
    found = [finding.severity for finding in findings]
    return tuple(found.count(severity) for severity in severities)


def _codes(group: Group) -> Iterator[Piece]:
    for number, code in enumerate(sorted({finding.code for finding in group.findings})):
        yield Piece(", " if number else " (")
        yield Piece(code, "", rule_page(code))
    yield Piece(")")


def _lines(table: _Table, columns: int | None) -> Iterator[Line]:
    indent = sum(len(head) + len(_GAP) for head in table.heads)
    beside = indent if columns is None or columns >= _WIDE else _NARROW_INDENT
    heads = (Piece(f"{head}{_GAP}", "note") for head in table.heads)
    yield from wrapped((*heads, Piece(table.subject, "note")), columns, beside)
    for row in table.rows[:_MOST_ROWS]:
        numbers = (_number(number, head) for number, head in zip(row.numbers, table.heads, strict=True))
        yield from wrapped((*numbers, *row.name), columns, beside)
    left = len(table.rows) - _MOST_ROWS
    if left > 0:
        yield (Piece(f"{' ' * beside}and {left} more {table.more}"),)


def _number(number: int, head: str) -> Piece:
    return Piece(f"{number or '·':>{len(head)}}{_GAP}", _STYLES.get(head, "") if number else "")
