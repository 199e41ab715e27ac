"""Writes changed files: each at once, those of one fix all or none, and none that has changed since it was read."""

from __future__ import annotations

import os
import signal
import stat
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from keylint.content_hash import hash_of_content
from keylint.faults import Blaming, attempt
from keylint.fixing.alone import alone
from keylint.fixing.journal import PREFIX, SUFFIX, Replacement, journal_of
from keylint.places import real_path
from keylint.regular_files import read_regular
from keylint.whole_files import remove_if_there

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from keylint.findings import Fault, Finding
    from keylint.fixing.journal import Journal
    from keylint.fixing.passes import Change


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was left alone, and why."""

    display: str
    reason: str


@dataclass(slots=True)
class Written:
    """The files that were written, and those that were not; `faults` are those of keylint that are to blame."""

    files: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def write_all(changes: Sequence[Change], fixed: Iterable[Finding], root: Path) -> Written:
    """Writes the changes; files that one fix changes together are written together or not at all.

    Raises UsageError when another process writes below `root` and comes to no end.
    """
    written = Written()
    journal = journal_of(root)
    with alone(root):
        with Blaming(written.faults, "", "the end of what a killed run began", "it is left as it is"):
            journal.recover()
        for group in _groups(changes, fixed):
            failed = [Failure(group[0].display, "cannot be written: keylint itself failed to; it is left as it was")]
            blaming = Blaming(written.faults, group[0].display, "the writing of the file")
            failures = attempt(blaming, partial(_write_if_possible, group, real_path(root), journal), failed)
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


def _write_if_possible(group: list[Change], root: Path, journal: Journal) -> list[Failure]:
    targets = [real_path(change.path) for change in group]
    failures = _objections(group, targets, root)
    if failures:
        return failures
    with _undisturbed():
        return _write(group, targets, root, journal)


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


def recover(root: Path, faults: list[Fault] | None = None) -> None:
    """Ends what an earlier run in `root` was killed in the middle of; asked before files are read that will be written.
    What keylint itself fails at is added to `faults`.

    Raises UsageError as `write_all` does.
    """
    with (
        alone(root),
        Blaming([] if faults is None else faults, "", "the end of what a killed run began", "it is left as it is"),
    ):
        journal_of(root).recover()


def _objections(group: Iterable[Change], targets: Iterable[Path], root: Path) -> list[Failure]:
    found = (_objection(change, target, root) for change, target in zip(group, targets, strict=True))
    return [failure for failure in found if failure is not None]


def _objection(change: Change, target: Path, root: Path) -> Failure | None:
    """What speaks against writing: the file is gone, was changed by somebody else, or is not to be written to."""
    if change.is_new:
        return _objection_to_new(change, target, root)
    try:
        current = read_regular(target)
        status = target.stat()
    except OSError as error:
        return Failure(change.display, f"cannot be read any more: {error.strerror or error}")
    if current != change.before or real_path(change.path) != target:
        return Failure(change.display, "has changed since it was read, so it is left as it is; run keylint again")
    if not target.is_relative_to(root):
        return Failure(change.display, f"is a link to {target}, outside of the project, so it is left as it is")
    if status.st_nlink > 1:
        reason = "has hard links, of which only one would change, so it is left as it is; make it a file of its own"
        return Failure(change.display, reason)
    if not status.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        return Failure(change.display, "is read-only, so it is left as it is; make it writable and run keylint again")
    return None


def _objection_to_new(change: Change, target: Path, root: Path) -> Failure | None:
    if os.path.lexists(target):
        return Failure(change.display, "is there by now, so it is left as it is; run keylint again")
    if not target.is_relative_to(root):
        return Failure(change.display, f"would lie in {target.parent}, outside of the project, so it is not made")
    if not os.access(target.parent, os.W_OK):
        return Failure(change.display, "cannot be made, because its folder is read-only")
    return None


def _write(group: list[Change], targets: list[Path], root: Path, journal: Journal) -> list[Failure]:
    """Puts every file in place, or none: what is new is on the disk before the first file is replaced."""
    temporaries = [_temporary(target) for target in targets]
    noted = [
        Replacement(
            temporary.name,
            str(target),
            "" if change.is_new else hash_of_content(change.before),
            "" if change.is_gone else hash_of_content(change.after),
        )
        for change, temporary, target in zip(group, temporaries, targets, strict=True)
    ]
    replaced: list[tuple[Change, Path, Path]] = []
    change = group[0]
    try:
        journal.begin(noted, complete=False)
        for change, temporary, target in zip(group, temporaries, targets, strict=True):
            _prepare(temporary, None if change.is_new else target, change.after)
        late = _objections(group, targets, root)  # somebody may have been at work meanwhile
        if late:
            return late
        journal.begin(noted, complete=True)
        for change, temporary, target in zip(group, temporaries, targets, strict=True):
            replaced.append((change, target, temporary))
            if change.is_gone:
                target.replace(temporary)
            else:
                temporary.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        lost = [failure for failure in _restore(replaced) if failure.display != change.display]
        return [Failure(change.display, f"cannot be written: {reason}; it is left as it was"), *lost]
    except BaseException:  # an interrupt in the middle
        _restore(replaced)
        raise
    finally:
        for temporary in temporaries:
            remove_if_there(temporary)
        journal.end()
    return []


def _prepare(temporary: Path, target: Path | None, data: bytes) -> None:
    """Makes a finished file beside the target, if there is one with its mode, owner and attributes. Raises OSError."""
    mode = 0o666 if target is None else 0o600  # of a new file, the user's mask takes away what it takes of any
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if target is None:
            os.fsync(file.fileno())
            return
        known = target.stat()
        # By its handle: what has the name by now may be a link that somebody else put there.
        made = file.fileno() if os.name != "nt" else temporary
        if hasattr(os, "chown") and (known.st_uid, known.st_gid) != (os.geteuid(), os.getegid()):
            try:
                os.chown(made, known.st_uid, known.st_gid)
            except OSError as error:
                reason = f"a new file cannot have its owner and group ({error.strerror})"
                raise OSError(error.errno, reason, str(target)) from error
        _copy_attributes(target, made)
        os.chmod(made, stat.S_IMODE(known.st_mode))  # noqa: PTH101 -- last: another owner takes the set-user-id bit away
        os.fsync(file.fileno())


def _copy_attributes(source: Path, target: int | Path) -> None:
    """Access lists and the like, as far as the system has them and lets keylint set them."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for name in os.listxattr(source):
            with suppress(OSError):
                os.setxattr(target, name, os.getxattr(source, name))


def _restore(replaced: Iterable[tuple[Change, Path, Path]]) -> list[Failure]:
    """Puts back what files said before; the failures are those that now say something new."""
    failures = []
    for change, target, temporary in replaced:
        former = _temporary(target)
        try:
            if change.is_gone:
                if not os.path.lexists(target):
                    temporary.replace(target)
            elif change.is_new:
                if os.path.lexists(target) and read_regular(target) == change.after:
                    target.unlink()
            elif read_regular(target) != change.before:
                _prepare(former, target, change.before)
                former.replace(target)
        except OSError as error:
            failures.append(Failure(change.display, f"is fixed, but its partners are not: {error.strerror or error}"))
        finally:
            remove_if_there(former)
    return failures


def _temporary(target: Path) -> Path:
    return target.with_name(f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}")


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
