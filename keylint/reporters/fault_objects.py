"""What keylint itself failed at, as every JSON object lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import Fault


def fault_objects(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """The faults, each once."""
    return [
        {"app": fault.app, "part": fault.part, "error": fault.error, "instead": fault.instead}
        for fault in dict.fromkeys(faults)
    ]
