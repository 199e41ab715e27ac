"""Says what stands in the way of a whole result: what keylint itself failed at, and what it could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.cli.streams import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from keylint.findings import Fault, Finding


def faults_told(faults: Collection[Fault]) -> bool:
    """Says on standard error in which app what failed, and what to send. Tells whether there is anything."""
    for fault in faults:
        where = f" on {fault.app}" if fault.app else ""
        instead = f"; {fault.instead}" if fault.instead else ""
        say(f"keylint: internal error: {fault.part} failed{where}: {fault.error}{instead}")
    if faults:
        say(
            "keylint: this is a fault of keylint, not of the app; what else can be said was printed. "
            "Please report these lines, and the app or the part of it that the fault needs."
        )
    return bool(faults)


def notices_told(notices: Iterable[str]) -> None:
    """Says on standard error what configurations say in vain."""
    for notice in notices:
        say(f"keylint: {notice}")


def unread_told(unread: Collection[Finding]) -> bool:
    """Says on standard error what could not be read, where findings are not the result. Tells whether there is any."""
    for finding in unread:
        say(f"keylint: {finding.location.path}:{finding.location.span.line}: {finding.message} ({finding.code})")
    return bool(unread)
