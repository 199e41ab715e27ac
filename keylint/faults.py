"""Faults of keylint itself: what failed, for which app. Everything else of a check goes on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from keylint.errors import KeylintError
from keylint.findings import Fault
from keylint.places import require_working_directory

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    Result = TypeVar("Result")

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Blaming:
    """A context that adds what is raised within to `faults`, and lets everything else go on; but for what the user can
    mend. `app`, `part` and `instead` are those of a `Fault`."""

    faults: list[Fault]
    app: str
    part: str
    instead: str = ""

    def __enter__(self) -> None:
        """Nothing is raised so far."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception) or isinstance(error, KeylintError):
            return False
        if isinstance(error, OSError):
            require_working_directory()  # nothing is found any more once that is gone
        found = Fault(self.app, self.part, described(error), self.instead)
        if found not in self.faults:
            self.faults.append(found)
        return True


def attempt(blaming: Blaming, function: Callable[[], Result], otherwise: Result) -> Result:
    """What `function` gives; `otherwise` where keylint itself fails at it."""
    with blaming:
        return function()
    return otherwise


def described(error: BaseException) -> str:
    """What was raised, and where in keylint."""
    import traceback  # noqa: PLC0415 -- nothing fails, mostly

    frames = traceback.extract_tb(error.__traceback__)
    # Paths of the user's machine are nobody's business.
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "no place"
    said = f"{type(error).__name__}: {error}"
    return f"{said[:_LONGEST]}, at {place}"
