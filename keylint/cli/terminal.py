"""What the terminal can do, and progress on it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from types import TracebackType


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`: on a terminal, unless NO_COLOR is set; FORCE_COLOR colours anything."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_links(stream: TextIO) -> bool:
    """Whether what goes to `stream` may be clicked on: on a terminal that takes colours, and nowhere else."""
    return wants_colour(stream) and stream.isatty() and os.environ.get("TERM") != "dumb"


def columns(stream: TextIO) -> int | None:
    """The width of the terminal that `stream` is, None when it is none."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


class Progress:
    """A line on standard error that says how far the work is; only on a terminal, and only when the work takes long."""

    DELAY = 0.7
    INTERVAL = 0.1

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._enabled = self._stream.isatty()
        self._next = time.monotonic() + self.DELAY
        self._written = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Shows that `done` of `total` steps of `stage` are done."""
        if not self._enabled or (now := time.monotonic()) < self._next:
            return
        self._next = now + self.INTERVAL
        self._written = True
        self._show(f"{stage} {done}/{total}")

    def _show(self, text: str) -> None:
        try:
            self._stream.write(f"\r\x1b[K{text}")
            self._stream.flush()
        except OSError:  # the terminal is gone, and the work need not be
            self._enabled = self._written = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._written:
            self._show("")
