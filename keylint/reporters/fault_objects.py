"""What keylint itself failed at, and what it could not read, as every JSON object lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import Fault, Finding


def fault_objects(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """The faults, each once."""
    return [
        {"app": fault.app, "part": fault.part, "error": fault.error, "instead": fault.instead}
        for fault in dict.fromkeys(faults)
    ]


def unread_objects(unread: Iterable[Finding]) -> list[dict[str, object]]:
    """The findings about files that could not be read, where no findings are listed."""
    return [
        {"path": finding.location.path, "line": finding.location.span.line, "reason": finding.message}
        for finding in unread
    ]
