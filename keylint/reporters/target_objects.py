"""What apps were checked for, as objects of JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import AppTarget


def target_objects(targets: Iterable[AppTarget]) -> list[dict[str, str]]:
    """One object for each app."""
    return [
        {
            "app": target.app,
            "versions": target.versions,
            "certainty": target.certainty.value,
            "source": target.source,
        }
        for target in targets
    ]
