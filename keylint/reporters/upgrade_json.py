"""What an upgrade changes as one JSON object. Its form is a contract: `version` changes when it does."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from keylint import __version__
from keylint.findings import Severity
from keylint.reporters.cells import escaped
from keylint.reporters.fault_objects import fault_objects, unread_objects
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.upgrade.change import Change, UpgradeReport

FORMAT_VERSION = 1


def render(report: UpgradeReport, changes: Sequence[Change]) -> str:
    """The report as JSON with these of its `changes`, which `summary` counts."""
    severities = Counter(change.severity for change in changes)
    totals = report.checked.totals
    document = {
        "version": FORMAT_VERSION,
        "tool": {"name": "keylint", "version": __version__},
        "upgrade": {
            "from": version_label(report.upgrade.start),
            "to": version_label(report.upgrade.end),
            "changes": [_change(change) for change in changes],
        },
        "unknowns": [
            {"path": unknown.path, "line": unknown.line, "reason": unknown.reason}
            for unknown in report.checked.unknowns
        ],
        "faults": fault_objects(report.checked.faults),
        "unread": unread_objects(report.unread),
        "summary": {
            "files": totals.files,
            "generated": len(report.checked.generated_files),
            "backups": len(report.checked.backup_files),
            "apps": totals.apps,
            "widgets": totals.widgets,
            "keys": totals.keys,
            "errors": severities[Severity.ERROR],
            "warnings": severities[Severity.WARNING],
            "infos": severities[Severity.INFO],
        },
    }
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _change(change: Change) -> dict[str, object]:
    span = change.location.span
    return {
        "since": version_label(change.since),
        "kind": change.kind,
        "severity": change.severity.label,
        "code": change.code,
        "path": change.location.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "key": change.key,
        "command": change.command,
        "message": change.message,
        "advice": change.advice,
    }
