"""Faults of keylint itself: what failed, for which app. Everything else of a check goes on."""

from __future__ import annotations

import traceback
from pathlib import Path

from keylint.findings import Fault

_LONGEST = 200


def fault(app: str, part: str, error: Exception) -> Fault:
    """What is known of an exception that a `part` of keylint raised on an app."""
    frames = traceback.extract_tb(error.__traceback__)
    # Paths of the user's machine are nobody's business.
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "no place"
    said = f"{type(error).__name__}: {error}"
    return Fault(app, part, f"{said[:_LONGEST]}, at {place}")
