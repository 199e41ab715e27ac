"""Streamlit versions and ranges of them."""

from __future__ import annotations

from dataclasses import dataclass

from keylint.streamlit.data import RELEASES

Version = tuple[int, int, int]


def parse_version(text: str) -> Version:
    """`"1.49.1"` or `"1.50"` as three numbers; a missing patch number is 0. Raises ValueError on anything else."""
    parts = text.strip().split(".")
    if not 2 <= len(parts) <= 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        raise ValueError(f"not a Streamlit version: {text!r}")
    major, minor, patch = [int(part) for part in parts] + [0] * (3 - len(parts))
    return (major, minor, patch)


def version_label(version: Version) -> str:
    """As people write it: `1.50` for 1.50.0, `1.49.1` in full."""
    major, minor, patch = version
    return f"{major}.{minor}.{patch}" if patch else f"{major}.{minor}"


@dataclass(frozen=True, slots=True)
class VersionRange:
    """The Streamlit versions that a project admits, both ends included."""

    oldest: Version
    newest: Version

    def admits_before(self, version: Version) -> bool:
        """Whether some admitted version is older than `version`."""
        return self.oldest < version

    def admits_from(self, version: Version) -> bool:
        """Whether some admitted version is `version` or newer."""
        return self.newest >= version

    def all_from(self, version: Version) -> bool:
        """Whether every admitted version is `version` or newer."""
        return self.oldest >= version

    @property
    def label(self) -> str:
        if self.oldest == self.newest:
            return version_label(self.oldest)
        return f"{version_label(self.oldest)} to {version_label(self.newest)}"


KNOWN_VERSIONS: tuple[Version, ...] = tuple(parse_version(release) for release in RELEASES)
"""The releases that the data was read from, oldest first: one of each line; a release speaks for its line."""

OLDEST_KNOWN: Version = (KNOWN_VERSIONS[0][0], KNOWN_VERSIONS[0][1], 0)
NEWEST_KNOWN: Version = KNOWN_VERSIONS[-1]
