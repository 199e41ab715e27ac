"""The failures that users cause: each message says what is wrong and what to do. Bugs are for `keylint.faults`."""

from __future__ import annotations

INTERRUPTED = 130
"""The exit status of a run that its user has ended."""


class KeylintError(Exception):
    """Ends the run with one line on standard error and exit status 2."""


class UsageError(KeylintError):
    """The command line asks for something that cannot be had: a missing path, an unknown rule code."""


class ConfigurationError(KeylintError):
    """A configuration file is broken or holds an unknown key."""


class LimitError(KeylintError):
    """The system refuses what no check can do without."""


class InstallationError(KeylintError):
    """A library that keylint is made for is not the one that is installed."""


class SourceError(Exception):
    """A Python file cannot be read, decoded or parsed. Becomes a KEY900 finding; the rest of the app is still analysed.

    `line` and `column` count from 1 and say where the reader gave up.
    """

    def __init__(self, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, int, int]]:
        return SourceError, (self.reason, self.line, self.column)


class UnreadError(SourceError):
    """A file that keylint itself failed to read; `said` is what was raised, and where."""

    def __init__(self, said: str) -> None:
        super().__init__("is not read, because keylint itself failed to")
        self.said = said
