"""Writes changed files: each at once, those of one fix all or none, and none that has changed since it was read."""

from __future__ import annotations

import os
import signal
import stat
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keylint.findings import Finding
    from keylint.fixing.passes import Change


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was left alone, and why."""

    display: str
    reason: str


@dataclass(slots=True)
class Written:
    """The files that were written, and those that were not."""

    files: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def write_all(changes: Sequence[Change], fixed: Iterable[Finding], root: Path) -> Written:
    """Writes the changes; files that one fix changes together are written together or not at all."""
    written = Written()
    with _alone(root):
        for group in _groups(changes, fixed):
            failures = [failure for change in group if (failure := _objection(change)) is not None]
            if not failures:
                with _undisturbed():
                    failures = _write(group)
            if not failures:
                written.files += [change.display for change in group]
                continue
            written.failures += failures
            spoiled = {failure.display for failure in failures}
            partners = ", ".join(sorted(spoiled))
            written.failures += [
                Failure(change.display, f"left as it is, because it is fixed together with {partners}")
                for change in group
                if change.display not in spoiled
            ]
    return written


def _groups(changes: Sequence[Change], fixed: Iterable[Finding]) -> list[list[Change]]:
    """The changes, in groups that no fix crosses."""
    group_of = {change.display: {change.display} for change in changes}
    for finding in fixed:
        paths = {edit.location.path for edit in finding.fix.edits} if finding.fix is not None else set()
        joined = set().union(*(group_of.get(path, {path}) for path in paths))
        for path in joined:
            group_of[path] = joined
    groups: dict[int, list[Change]] = {}
    for change in changes:
        groups.setdefault(id(group_of[change.display]), []).append(change)
    return list(groups.values())


def _objection(change: Change) -> Failure | None:
    """What speaks against writing: the file is gone, was changed by somebody else, or is not to be written to."""
    try:
        current = change.path.read_bytes()
        mode = change.path.stat().st_mode
    except OSError as error:
        return Failure(change.display, f"cannot be read any more: {error.strerror or error}")
    if current != change.before:
        return Failure(change.display, "has changed since it was read, so it is left as it is; run keylint again")
    if not mode & stat.S_IWUSR or not os.access(change.path, os.W_OK):
        return Failure(change.display, "is read-only, so it is left as it is; make it writable and run keylint again")
    return None


def _write(group: list[Change]) -> list[Failure]:
    """Puts every file in place, or none: what is new is on the disk before the first file is replaced."""
    prepared: list[tuple[Change, Path, Path]] = []
    replaced: list[tuple[Change, Path]] = []
    change = group[0]
    try:
        for change in group:
            target = change.path.resolve()
            prepared.append((change, _prepare(target, change.after), target))
        for change, temporary, target in prepared:
            replaced.append((change, target))
            temporary.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        lost = [failure for failure in _restore(replaced) if failure.display != change.display]
        return [Failure(change.display, f"cannot be written: {reason}; it is left as it was"), *lost]
    except BaseException:  # an interrupt in the middle
        _restore(replaced)
        raise
    finally:
        for _, temporary, _ in prepared:
            temporary.unlink(missing_ok=True)
    return []


def _prepare(target: Path, data: bytes) -> Path:
    """A finished file beside the target, with its mode and, where possible, its owner."""
    import tempfile  # noqa: PLC0415 -- only writing needs it

    handle, name = tempfile.mkstemp(prefix=".keylint-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        known = target.stat()
        temporary.chmod(stat.S_IMODE(known.st_mode))
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(temporary, known.st_uid, known.st_gid)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _restore(replaced: Iterable[tuple[Change, Path]]) -> list[Failure]:
    """Puts back what files said before; the failures are those that now say something new."""
    failures = []
    for change, target in replaced:
        try:
            if target.read_bytes() != change.before:
                _prepare(target, change.before).replace(target)
        except OSError as error:  # noqa: PERF203 -- each file is put back, whatever happens to the others
            failures.append(Failure(change.display, f"is fixed, but its partners are not: {error.strerror or error}"))
    return failures


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Puts off what would end the process in the middle of a group of files until the group is whole."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is interrupted
        return
    received: list[int] = []
    wanted = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    former = {number: signal.signal(number, lambda number, _: received.append(number)) for number in wanted}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        for number in dict.fromkeys(received):
            signal.raise_signal(number)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Lets one process at a time write below `root`: another one waits, and then finds the files changed."""
    try:
        import fcntl  # noqa: PLC0415 -- not on Windows
    except ImportError:
        yield
        return
    folder = os.open(root, os.O_RDONLY)
    try:
        # Some network file systems lock no folders; there, what has changed is found by reading once more.
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
