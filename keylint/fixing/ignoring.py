"""Comments that silence findings: at what hides the widgets where that can be silenced, else at the finding's place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.facts.comments import is_directive, logical_lines
from keylint.facts.source import decode
from keylint.findings import CauseKind, Edit, Location, Span
from keylint.fixing.compiling import no_longer_compiles
from keylint.fixing.writing import Failure
from keylint.splice import spliced_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from keylint.discover.contents import FileContents
    from keylint.facts.comments import LogicalLine
    from keylint.facts.source import Source
    from keylint.findings import Finding

NOT_SILENCED = frozenset({"KEY900", "KEY901"})
"""What a comment is no answer to: a file that cannot be read, and a comment that is of no use."""

_HIDES = frozenset({CauseKind.CONDITION, CauseKind.LEAVE, CauseKind.LOOP, CauseKind.CONTAINER})
# The reason ends where a comment for another tool begins.
_IGNORE = re.compile(
    r"#\s*keylint\s*:\s*ignore\s*\[(?P<codes>[^\]]*)\](?P<reason>.*?)(?=\s*$|\s+#\s*(?:[\w-]+\s*:|noqa\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Comments:
    """What the comments make of the files, how many are new or longer in each, and which files have none."""

    overlay: dict[Path, bytes]
    counts: dict[str, int]
    failures: tuple[Failure, ...]


def with_comments(findings: Iterable[Finding], contents: FileContents, given: Collection[str], reason: str) -> Comments:
    """The files with comments that silence the findings; each gives the `reason`. Only `given` files are changed."""
    codes_of_lines: dict[str, dict[int, set[str]]] = {}
    for finding in findings:
        place = _place(finding, given)
        codes_of_lines.setdefault(place.path, {}).setdefault(place.span.line, set()).add(finding.code)
    overlay, counts, failures = dict(contents.overlay), {}, []
    for path, codes in sorted(codes_of_lines.items()):
        file = contents.file(path)
        data = contents.read(file)
        assert data is not None
        source = decode(data)
        edits = _edits(path, source, codes, reason)
        after = _written(data, source, edits)
        if after is None:
            failures.append(Failure(path, "is left as it is, because its encoding cannot say the comment"))
            continue
        overlay[file.path] = after
        counts[path] = len(edits)
    return Comments(overlay, counts, tuple(failures))


def _place(finding: Finding, given: Collection[str]) -> Location:
    cause = finding.cause
    if cause is not None and cause.kind in _HIDES and cause.location.path in given:
        return cause.location
    return finding.location


def _edits(path: str, source: Source, codes: dict[int, set[str]], reason: str) -> list[Edit]:
    """One for each statement: what several lines of it need is said in one comment."""
    lines, above = source.split_lines(), 0
    edits = []
    earlier: list[LogicalLine] = []
    for line in logical_lines(source.text):
        if not line.is_code:
            # Only comments that suppress something may be stacked above the statement.
            is_next = line.first == above + 1
            earlier = [*(earlier if is_next else ()), line] if is_directive(line.comments[0][2]) else []
            above = line.last
            continue
        needed = {code for number in range(line.first, line.last + 1) for code in codes.get(number, ())}
        if needed:
            starts_there = all(number == line.first for number in range(line.first, line.last + 1) if number in codes)
            over = earlier if starts_there and line.first == above + 1 else []
            edits.append(_edit(path, line, over, lines, sorted(needed), reason))
        earlier = []
    return edits


def _edit(
    path: str, line: LogicalLine, above: Iterable[LogicalLine], lines: list[str], codes: list[str], reason: str
) -> Edit:
    """Adds the codes, and the reason after the one that is there, to the comment for the statement; or a comment to its
    last line."""
    beside = (comment for each in above for comment in each.comments)
    for number, column, text in (*line.comments, *beside):
        found = _IGNORE.search(text)
        if found is not None:
            named = [code for code in re.split(r"[\s,]+", found["codes"]) if code]
            missing = [code for code in codes if code not in named]
            start, end = column + found.start("codes"), column + found.end("reason")
            said = f"{', '.join([*named, *missing])}]{_with_reason(found['reason'], reason)}"
            return Edit(Location(path, Span(number, start, number, end)), said)
    end = len(lines[line.last - 1].rstrip()) + 1
    comment = f"  # keylint: ignore[{', '.join(codes)}]{f' {reason}' if reason else ''}"
    return Edit(Location(path, Span(line.last, end, line.last, end)), comment)


def _with_reason(known: str, reason: str) -> str:
    """The reason of a comment with another one, unless it says that already."""
    if not reason or reason in known:
        return known
    return f"{known}; {reason}" if known.strip() else f" {reason}"


def _written(data: bytes, source: Source, edits: list[Edit]) -> bytes | None:
    """The file with its comments; None where its encoding cannot say them, or Python would refuse the file."""
    try:
        after = spliced_bytes(data, source, edits)
    except UnicodeError:
        return None
    return None if no_longer_compiles(data, after) else after
