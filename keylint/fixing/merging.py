"""Several fixes in one pass: those that do not meet, and the files after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts.source import decode
from keylint.fixing.compiling import no_longer_compiles
from keylint.splice import conflict, spliced_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from keylint.discover.contents import FileContents
    from keylint.findings import Edit, Finding, Fix


def compatible(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes do not touch those of an earlier one; a fix that several share counts once."""
    chosen: list[Finding] = []
    fixes: list[Fix] = []
    for finding in findings:
        fix = finding.fix
        if fix is None or any(conflict(fix, other) for other in fixes):
            continue
        chosen.append(finding)
        if fix not in fixes:
            fixes.append(fix)
    return chosen


def first_fixes(findings: Iterable[Finding], count: int) -> list[Finding]:
    """The findings that the first `count` fixes mend: a fix that several share is one."""
    listed = list(findings)
    fixes = list(dict.fromkeys(finding.fix for finding in listed))[:count]
    return [finding for finding in listed if finding.fix in fixes]


def with_edits(contents: FileContents, fixes: Iterable[Fix]) -> dict[Path, bytes]:
    """What is laid over the files once `fixes` are applied to them."""
    by_path: dict[str, dict[Edit, None]] = {}
    for fix in fixes:
        for edit in fix.edits:
            by_path.setdefault(edit.location.path, {})[edit] = None
    overlay = dict(contents.overlay)
    for display, edits in by_path.items():
        file = contents.file(display)
        data = contents.read(file)
        assert data is not None
        source = decode(data)
        overlay[file.path] = spliced_bytes(data, source, edits)
    return overlay


def breaks_code(contents: FileContents, overlay: dict[Path, bytes]) -> bool:
    """Whether Python would refuse a file with `overlay` laid over the files, which it takes as it is now."""
    return any(
        data != now and no_longer_compiles(now, data)
        for file in contents.files
        if (data := overlay.get(file.path)) is not None and (now := contents.read(file)) is not None
    )
