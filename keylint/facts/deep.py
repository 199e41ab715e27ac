"""Runs a function with room for deep recursion."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_STACK_BYTES = 128 << 20

Result = TypeVar("Result")


def deeply(function: Callable[[], Result], frames: int) -> Result:
    """Calls `function` on a thread that has a large stack, with a recursion limit of at least `frames`.

    The main thread's stack is 8 MiB or less, and a native parser that overflows it takes the process down. What
    `function` raises is raised here; RecursionError when even `frames` are not enough.
    """
    results: list[Result] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:  # handed to the caller's thread
            failures.append(error)

    limit = sys.getrecursionlimit()
    size = threading.stack_size(_STACK_BYTES)
    try:
        thread = threading.Thread(target=run, name="keylint-deep", daemon=True)
        if frames > limit:
            sys.setrecursionlimit(frames)
        thread.start()
    finally:
        threading.stack_size(size)
    try:
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
    if failures:
        raise failures[0]
    return results[0]
