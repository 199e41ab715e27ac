"""What is to be done about a finding: by keylint, or by its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Finding, Fix


def remedy(finding: Finding) -> Iterator[tuple[str, str]]:
    """The fix, the advice and the reason why there is no fix: as far as there are, each with its name."""
    fix, advice = finding.fix, finding.advice
    if fix is not None:
        if advice is not None and fix.title in advice:
            yield "fix", f"{advice}; {by(fix)}"
            return
        yield "fix", f"{fix.title}; {by(fix)}"
    if advice is not None:
        yield "help", advice
    if fix is None and finding.no_fix is not None:
        yield "no automatic fix", finding.no_fix


def told(finding: Finding) -> str:
    """What is wrong, and below it a line for each part of the remedy."""
    return "\n".join([finding.message, *(f"{name}: {text}" for name, text in remedy(finding))])


def clause(finding: Finding) -> str:
    """The same in one clause, for formats with one line for a finding."""
    if finding.fix is not None:
        return f"fix: {finding.fix.title}; {by(finding.fix)}"
    return f"no automatic fix: {finding.no_fix}" if finding.no_fix is not None else ""


def by(fix: Fix) -> str:
    """Who applies it: nothing is promised of one that has not been tried."""
    return f"applied by {option(fix)}" if fix.is_tried else f"{option(fix)} will try it"


def option(fix: Fix) -> str:
    """What to pass to have it applied."""
    return "--fix" if fix.safe else "--fix --unsafe-fixes"
