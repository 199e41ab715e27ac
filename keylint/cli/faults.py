"""Says what keylint itself failed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.cli.streams import say
from keylint.reporters.cells import visible

if TYPE_CHECKING:
    from collections.abc import Collection

    from keylint.findings import Fault


def faults_told(faults: Collection[Fault]) -> bool:
    """Says on standard error in which app what failed, and what to send. Tells whether there is anything."""
    for fault in faults:
        where, what = visible(fault.app), visible(fault.error)
        say(f"keylint: internal error: {fault.part} failed on {where}: {what}")
    if faults:
        say(
            "keylint: this is a fault of keylint, not of the app; everything else was checked. "
            "Please report these lines, and the app or the part of it that the fault needs."
        )
    return bool(faults)
