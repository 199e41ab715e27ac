"""SARIF 2.1.0, the format of OASIS for the results of static analysis, as code scanning and editors read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from keylint import __version__
from keylint.reporters.cells import escaped
from keylint.reporters.headline import documentation
from keylint.reporters.marked import marked
from keylint.reporters.sarif_places import BASE, message, place_in
from keylint.reporters.sarif_results import result
from keylint.reporters.sarif_rules import descriptors
from keylint.reporters.target_objects import target_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Report
    from keylint.reporters.view import View

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, view: View) -> str:
    """The report as a log of one run: the findings that are listed, their rules, and what could not be resolved."""
    listed = marked(report, view)
    rules = sorted({finding.code for finding, _ in listed})
    driver: dict[str, object] = {"name": "keylint", "version": __version__, "rules": descriptors(rules)}
    if home := documentation():
        driver["informationUri"] = home
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {"executionSuccessful": not report.faults, "toolExecutionNotifications": list(_notifications(report))}
        ],
        "originalUriBaseIds": {BASE: {"description": message("The folder that keylint ran in.")}},
        "columnKind": "unicodeCodePoints",
        "results": [result(finding, mark, rules.index(finding.code)) for finding, mark in listed],
        "properties": {"target": target_objects(report.targets)},
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _notifications(report: Report) -> Iterator[dict[str, object]]:
    """What keylint failed at, and what it could not resolve."""
    for fault in dict.fromkeys(report.faults):
        where = f" on {fault.app}" if fault.app else ""
        instead = f"; {fault.instead}" if fault.instead else ""
        yield {"level": "error", "message": message(f"{fault.part} failed{where}: {fault.error}{instead}")}
    for unknown in report.unknowns:
        yield {
            "level": "note",
            "message": message(unknown.reason),
            "locations": [place_in(unknown.path, unknown.line)],
        }
