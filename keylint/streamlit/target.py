"""The Streamlit versions that an app is checked for, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.findings import AppTarget, Certainty
from keylint.streamlit.versions import NEWEST_KNOWN, VersionRange, version_label

if TYPE_CHECKING:
    from keylint.findings import Unknown
    from keylint.streamlit.versions import Version


@dataclass(frozen=True, slots=True)
class Target:
    """The versions to check for, how sure they are, and in words where they come from ("requirements.txt").

    `required` is what the project's requirements admit, lock files aside, None where they admit any. `unread` are the
    places that name Streamlit and cannot be read, so that they decided nothing.
    """

    versions: VersionRange
    certainty: Certainty
    source: str
    required: VersionRange | None = None
    unread: tuple[Unknown, ...] = ()

    @property
    def is_assumed(self) -> bool:
        return self.certainty is Certainty.ASSUMED

    @property
    def label(self) -> str:
        """The versions with where they come from."""
        return f"{self.versions.label} ({self.source})"

    @property
    def clause(self) -> str:
        """The versions as a part of a message: "this project: 1.50 to 1.59"."""
        return f"{_WHOSE[self.certainty]}: {self.versions.label}"

    @property
    def admits(self) -> str:
        """The same as a clause: "the project allows 1.50 to 1.59"."""
        return f"{_ADMITS[self.certainty]} {self.versions.label}"

    @property
    def every_version(self) -> str:
        """The same as a noun: "every Streamlit version of this project"."""
        if self.certainty is Certainty.KNOWN:
            return "every Streamlit version of this project"
        return f"Streamlit {self.versions.label}, {_WHICH[self.certainty]}"

    def of_app(self, entrypoint: str) -> AppTarget:
        """The target as reports have it."""
        return AppTarget(entrypoint, self.versions.label, self.certainty, self.source)

    def requires(self, version: Version) -> bool:
        """Whether the project's requirements keep every older release away."""
        return self.required is not None and self.required.all_from(version)


_WHOSE = {
    Certainty.KNOWN: "this project",
    Certainty.INFERRED: "this environment",
    Certainty.ASSUMED: "assumed",
}
_ADMITS = {
    Certainty.KNOWN: "the project allows",
    Certainty.INFERRED: "its environment has",
    Certainty.ASSUMED: "what is assumed is",
}
_WHICH = {Certainty.INFERRED: "which its environment has", Certainty.ASSUMED: "which is assumed"}


def told(versions: VersionRange, source: str) -> Target:
    """The target that somebody names."""
    return Target(versions, Certainty.KNOWN, source)


def assumed(unread: tuple[Unknown, ...] = ()) -> Target:
    """The target where nothing says what the app runs on."""
    newest = VersionRange(NEWEST_KNOWN, NEWEST_KNOWN)
    return Target(newest, Certainty.ASSUMED, "the newest known release", unread=unread)


def requirement(version: Version) -> str:
    """The line of the requirements that keeps older releases away."""
    return f"streamlit>={version_label(version)}"
