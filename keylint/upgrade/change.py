"""What is said of an upgrade: from where to where, and each change with the version in which it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from keylint.streamlit.versions import KNOWN_VERSIONS, Version, version_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.findings import Finding, Location, Report, Severity

Kind = Literal[
    "command",  # a command that the app calls comes or goes
    "parameter",  # an argument that the app passes is accepted, or no longer is
    "identity",  # a parameter no longer makes the widget another one, or does so from now on
    "page-switch",  # a key is gone earlier after another page was opened
    "invalid-preset",  # a value that the widget does not have gives its default
    "default-warning",  # the warning about two first values leaves the app
    "empty-key",  # an empty key raises
    "adopted-key",  # a widget takes the value that its key was given in an earlier run
    "settable",  # a key that could not be assigned can be
    "persist",  # a value that is lost can be kept by a parameter
    "finding",  # keylint check says something else
]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """From the version `start` to the newer version `end`."""

    start: Version
    end: Version

    def passes(self, version: Version) -> bool:
        """Whether what `version` brings is new to who comes from `start`, and there on `end`."""
        return self.start < version <= self.end

    def steps(self) -> Iterator[tuple[Version, Version]]:
        """Each line of releases that begins on the way, as (the version before, its first version), oldest first."""
        before = self.start
        for major, minor, _ in KNOWN_VERSIONS:
            if self.passes((major, minor, 0)):
                yield before, (major, minor, 0)
                before = (major, minor, 0)

    @property
    def label(self) -> str:
        return f"Streamlit {version_label(self.start)} → {version_label(self.end)}"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is otherwise from the version `since` on.

    `severity` is `error` for an exception, `warning` for what can behave worse or needs an edit, `info` for what gets
    better or becomes possible. `key` has `*` for each part that only the run knows. `command` is the Streamlit command
    that it is about, if it is about one; `code` the rule, for a finding that comes or goes.
    """

    since: Version
    kind: Kind
    severity: Severity
    location: Location
    key: str | None
    command: str | None
    message: str
    advice: str | None = None
    code: str | None = None

    @property
    def sort_key(self) -> tuple[Version, Location, str, str]:
        return (self.since, self.location, self.kind, self.key or "")


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """The outcome: the changes, oldest version first, and `checked`, which says what was looked at (no findings).

    `unread` are the findings about files that could not be read.
    """

    upgrade: Upgrade
    changes: tuple[Change, ...]
    checked: Report
    unread: tuple[Finding, ...] = ()


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes, sorted. The same one of several pages, routes or apps is one change, the most severe."""
    found: dict[tuple[object, ...], Change] = {}
    for change in changes:
        identity = (change.since, change.kind, change.location, change.key, change.code)
        known = found.get(identity)
        if known is None or change.severity > known.severity:
            found[identity] = change
    return tuple(sorted(found.values(), key=lambda change: change.sort_key))
