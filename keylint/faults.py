"""Faults of keylint itself: what failed, for which app. Everything else of a check goes on."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.errors import KeylintError
from keylint.findings import Fault

if TYPE_CHECKING:
    from types import TracebackType

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Blaming:
    """A context that adds what is raised within to `faults`, and lets everything else go on; but for what the user can
    mend."""

    faults: list[Fault]
    app: str
    part: str

    def __enter__(self) -> None:
        """Nothing is raised so far."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception) or isinstance(error, KeylintError):
            return False
        self.faults.append(fault(self.app, self.part, error))
        return True


def fault(app: str, part: str, error: Exception) -> Fault:
    """What is known of an exception that a `part` of keylint raised on an app."""
    return Fault(app, part, described(error))


def described(error: Exception) -> str:
    """What was raised, and where in keylint."""
    frames = traceback.extract_tb(error.__traceback__)
    # Paths of the user's machine are nobody's business.
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "no place"
    said = f"{type(error).__name__}: {error}"
    return f"{said[:_LONGEST]}, at {place}"
