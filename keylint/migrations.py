"""The plan of a migration: for each key, what keeps it today, what will, what goes, and what stays. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keylint.findings import AppTarget, Fault, Finding
    from keylint.repairs import Version


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, from 1, and what it says of the key: "saves '_city' to 'city'"."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Migration:
    """One key. `today` and `then` are clauses; `reason` says why nothing is done, and is None where something is.

    `goes` and `stays` are lines of the files as they are.
    """

    app: str
    key: str
    today: str
    then: str | None
    goes: tuple[Line, ...] = ()
    stays: tuple[Line, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`cleared` are keep-alives, and files, that go without a key of their own; `diff` are all
    changes, as a unified diff.

    `requires` is the oldest Streamlit that runs the changed apps, where the project does not require that yet; `unread`
    are the findings about files that could not be read.
    """

    targets: tuple[AppTarget, ...]
    migrations: tuple[Migration, ...]
    cleared: tuple[Line, ...]
    files: tuple[str, ...]
    diff: bytes
    faults: tuple[Fault, ...] = ()
    requires: Version | None = None
    unread: tuple[Finding, ...] = ()

    @property
    def done(self) -> tuple[Migration, ...]:
        return tuple(migration for migration in self.migrations if migration.reason is None)

    @property
    def refused(self) -> tuple[Migration, ...]:
        return tuple(migration for migration in self.migrations if migration.reason is not None)
