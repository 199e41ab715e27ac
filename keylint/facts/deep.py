"""Runs a function with room for deep recursion."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, TypeVar

from keylint.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable

_STACK_BYTES = 128 << 20

Result = TypeVar("Result")


class _DeepThread(threading.Thread):
    """A thread with a large stack."""


def deeply(function: Callable[[], Result], frames: int) -> Result:
    """Calls `function` on a thread that has a large stack, with a recursion limit of at least `frames`.

    The main thread's stack is 8 MiB or less, and a native parser that overflows it takes the process down. What
    `function` raises is raised here; RecursionError when even `frames` are not enough, LimitError when there can be no
    such thread.
    """
    limit = sys.getrecursionlimit()
    if isinstance(threading.current_thread(), _DeepThread) and frames <= limit:
        return function()
    results: list[Result] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:  # handed to the caller's thread
            failures.append(error)

    size = threading.stack_size(_STACK_BYTES)
    try:
        thread = _DeepThread(target=run, name="keylint-deep", daemon=True)
        if frames > limit:
            sys.setrecursionlimit(frames)
        thread.start()
    except RuntimeError as error:
        sys.setrecursionlimit(limit)
        raise LimitError(
            f"the system refuses a thread with {_STACK_BYTES >> 20} MiB of stack ({error}); "
            "allow more processes (ulimit -u) or more memory (ulimit -v)"
        ) from error
    finally:
        threading.stack_size(size)
    try:
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
    if failures:
        raise failures[0]
    return results[0]
