"""Nothing is lost, nothing is half written, and of each file that is left alone it is said why."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keylint.content_hash import hash_of_content, hash_of_texts
from keylint.errors import UsageError
from keylint.findings import Edit, Finding, Fix, Location, Severity, Span
from keylint.fixing import alone as alone_module
from keylint.fixing import writing
from keylint.fixing.journal import Journal, Replacement
from keylint.fixing.passes import Change
from keylint.fixing.writing import Failure, write_all
from keylint.whole_files import replace_whole

if TYPE_CHECKING:
    from collections.abc import Callable

OLD, NEW = b"old = 1\n", b"new = 1\n"


def change(path: Path, before: bytes = OLD, after: bytes = NEW) -> Change:
    path.write_bytes(before)
    return Change(path, path.name, before, after)


def together(*changes: Change) -> list[Finding]:
    """One finding whose fix changes all these files."""
    edits = tuple(Edit(Location(each.display, Span(1, 1, 1, 4)), "new") for each in changes)
    here = Location(changes[0].display, Span(1, 1, 1, 4))
    return [Finding("KEY101", "a", Severity.ERROR, here, "k", "m", fix=Fix("t", True, edits))]


def three(folder: Path) -> list[Change]:
    return [change(folder / name) for name in ("a.py", "b.py", "c.py")]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, so that one that should not be there is seen."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def failing(function: Callable[..., object], times: int, error: BaseException) -> Callable[..., object]:
    """The function, which raises the error when it is called for the `times`-th time."""
    calls = []

    def replaced(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == times:
            raise error
        return function(*arguments, **options)

    return replaced


FULL = OSError(errno.ENOSPC, "No space left on device")


def test_files_are_written(tmp_path: Path) -> None:
    changes = three(tmp_path)
    written = write_all(changes, [], tmp_path)
    assert (written.files, written.failures) == (["a.py", "b.py", "c.py"], [])
    assert contents(tmp_path) == {"a.py": NEW, "b.py": NEW, "c.py": NEW}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    changed = change(tmp_path / "a.py")
    changed.path.chmod(mode)
    write_all([changed], [], tmp_path)
    assert stat.S_IMODE(changed.path.stat().st_mode) == mode
    assert changed.path.read_bytes() == NEW


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.py").write_bytes(OLD)
    link = tmp_path / "link.py"
    link.symlink_to(Path("real", "a.py"))
    write_all([Change(link, "link.py", OLD, NEW)], [], tmp_path)
    assert link.is_symlink()
    assert contents(tmp_path / "real") == {"a.py": NEW}


def test_a_file_that_changed_since_it_was_read(tmp_path: Path) -> None:
    changes = three(tmp_path)
    changes[1].path.write_bytes(b"mine")
    written = write_all(changes, [], tmp_path)
    assert written.files == ["a.py", "c.py"]
    assert written.failures == [
        Failure("b.py", "has changed since it was read, so it is left as it is; run keylint again")
    ]
    assert contents(tmp_path) == {"a.py": NEW, "b.py": b"mine", "c.py": NEW}


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    changed = change(tmp_path / "a.py")
    changed.path.unlink()
    written = write_all([changed], [], tmp_path)
    assert written.failures == [Failure("a.py", "cannot be read any more: No such file or directory")]
    assert contents(tmp_path) == {}


def test_a_read_only_file(tmp_path: Path) -> None:
    changed = change(tmp_path / "a.py")
    changed.path.chmod(0o444)
    written = write_all([changed], [], tmp_path)
    reason = "is read-only, so it is left as it is; make it writable and run keylint again"
    assert written.failures == [Failure("a.py", reason)]
    assert contents(tmp_path) == {"a.py": OLD}


def test_files_of_one_fix_are_written_all_or_none(tmp_path: Path) -> None:
    a, b, c = three(tmp_path)
    b.path.chmod(0o444)
    written = write_all([a, b, c], together(a, b), tmp_path)
    assert written.files == ["c.py"]
    assert written.failures == [
        Failure("b.py", "is read-only, so it is left as it is; make it writable and run keylint again"),
        Failure("a.py", "left as it is, because it is fixed together with b.py"),
    ]
    assert contents(tmp_path) == {"a.py": OLD, "b.py": OLD, "c.py": NEW}


def test_fixes_that_share_a_file_stand_together(tmp_path: Path) -> None:
    a, b, c = three(tmp_path)
    c.path.write_bytes(b"mine")
    written = write_all([a, b, c], [*together(a, b), *together(b, c)], tmp_path)
    assert written.files == []
    assert contents(tmp_path) == {"a.py": OLD, "b.py": OLD, "c.py": b"mine"}


@pytest.mark.parametrize("time", [1, 2, 3])
@pytest.mark.parametrize(("module", "name"), [(os, "fsync"), (Path, "replace")])
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time: int, module: object, name: str) -> None:
    changes = three(tmp_path)
    monkeypatch.setattr(module, name, failing(getattr(module, name), time, FULL))
    written = write_all(changes, together(*changes), tmp_path)
    assert written.files == []
    spoiled = changes[time - 1].display
    assert written.failures[0] == Failure(spoiled, "cannot be written: No space left on device; it is left as it was")
    assert contents(tmp_path) == {"a.py": OLD, "b.py": OLD, "c.py": OLD}


def test_a_file_larger_than_may_be_written(tmp_path: Path) -> None:
    """With a limit of the system's own: the kernel fails the write in the middle."""
    a, b = change(tmp_path / "a.py"), change(tmp_path / "b.py", after=b"#" * 100_000)
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, former[1]))
        written = write_all([a, b], together(a, b), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
        signal.signal(signal.SIGXFSZ, handler)
    assert written.failures[0] == Failure("b.py", "cannot be written: File too large; it is left as it was")
    assert contents(tmp_path) == {"a.py": OLD, "b.py": OLD}


def test_a_partner_that_cannot_be_put_back_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = change(tmp_path / "a.py"), change(tmp_path / "b.py")
    monkeypatch.setattr(Path, "replace", failing(Path.replace, 2, FULL))
    monkeypatch.setattr(os, "fsync", failing(os.fsync, 3, FULL))
    written = write_all([a, b], together(a, b), tmp_path)
    assert written.failures == [
        Failure("b.py", "cannot be written: No space left on device; it is left as it was"),
        Failure("a.py", "is fixed, but its partners are not: No space left on device"),
    ]
    assert contents(tmp_path) == {"a.py": NEW, "b.py": OLD}


@pytest.mark.parametrize("time", [1, 2, 3])
@pytest.mark.parametrize(("module", "name"), [(os, "fsync"), (Path, "replace")])
def test_an_error_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time: int, module: object, name: str
) -> None:
    changes = three(tmp_path)
    monkeypatch.setattr(module, name, failing(getattr(module, name), time, MemoryError()))
    written = write_all(changes, together(*changes), tmp_path)
    assert [fault.part for fault in written.faults] == ["the writing of the file"]
    assert written.failures[0].reason == "cannot be written: keylint itself failed to; it is left as it was"
    assert {failure.display for failure in written.failures} == {"a.py", "b.py", "c.py"}
    assert contents(tmp_path) == {"a.py": OLD, "b.py": OLD, "c.py": OLD}


def test_an_interrupt_waits_until_the_files_of_a_fix_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c = three(tmp_path)
    place = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        moved = place(path, target)
        signal.raise_signal(signal.SIGINT)
        return moved

    monkeypatch.setattr(Path, "replace", interrupted)
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    try:
        with pytest.raises(KeyboardInterrupt):
            write_all([a, b, c], together(a, b), tmp_path)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, inherited)
    assert contents(tmp_path) == {"a.py": NEW, "b.py": NEW, "c.py": OLD}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_between_two_files(tmp_path: Path, number: signal.Signals) -> None:
    three(tmp_path)
    program = f"""
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.fixing.test_writing import Change, NEW, OLD, together
from keylint.fixing.writing import write_all
place = Path.replace
def replace(path, target):
    moved = place(path, target)
    os.kill(os.getpid(), {int(number)})
    return moved
Path.replace = replace
a, b, c = [Change(Path(name), name, OLD, NEW) for name in ("a.py", "b.py", "c.py")]
write_all([a, b, c], together(a, b), Path())
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (-number, b"")
    assert contents(tmp_path) == {"a.py": NEW, "b.py": NEW, "c.py": OLD}


def test_what_another_process_left_behind_is_no_obstacle(tmp_path: Path) -> None:
    changed = change(tmp_path / "a.py")
    (tmp_path / ".keylint-x.tmp").write_bytes(b"")
    assert write_all([changed], [], tmp_path).failures == []
    assert contents(tmp_path) == {".keylint-x.tmp": b"", "a.py": NEW}


def test_two_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one waits for the first, and then finds that the file is not what it read."""
    first = change(tmp_path / "a.py")
    second = Change(first.path, "a.py", OLD, b"other = 1\n")
    is_writing, results, place = threading.Event(), [], Path.replace

    def slow(path: Path, target: Path) -> Path:
        is_writing.set()
        other.join(0.2)
        return place(path, target)

    other = threading.Thread(target=lambda: (is_writing.wait(), results.append(write_all([second], [], tmp_path))))
    monkeypatch.setattr(Path, "replace", slow)
    other.start()
    assert write_all([first], [], tmp_path).files == ["a.py"]
    other.join()
    assert [failure.display for failure in results[0].failures] == ["a.py"]
    assert contents(tmp_path) == {"a.py": NEW}


def test_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "flock", failing(fcntl.flock, 1, OSError(errno.ENOLCK, "No locks available")))
    assert write_all([change(tmp_path / "a.py")], [], tmp_path).files == ["a.py"]
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert write_all([change(tmp_path / "a.py")], [], tmp_path).files == ["a.py"]


def test_the_owner_is_kept_where_that_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing.os, "chown", failing(os.chown, 1, PermissionError()))
    assert write_all([change(tmp_path / "a.py")], [], tmp_path).files == ["a.py"]


def test_a_file_with_hard_links_is_left_as_it_is(tmp_path: Path) -> None:
    changed = change(tmp_path / "a.py")
    (tmp_path / "b").hardlink_to(changed.path)
    [failure] = write_all([changed], [], tmp_path).failures
    assert failure.reason.startswith("has hard links")
    assert contents(tmp_path) == {"a.py": OLD, "b": OLD}


def test_nothing_is_written_through_a_link_that_leaves_the_project(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "pages").symlink_to(outside)
    through = change(project / "pages" / "1_a.py")
    (project / "app.py").symlink_to(outside / "b.py")
    link = change(project / "app.py")
    failures = write_all([through, link], [], project).failures
    assert [failure.reason.partition(",")[0].partition(" to ")[0] for failure in failures] == ["is a link"] * 2
    assert contents(outside) == {"1_a.py": OLD, "b.py": OLD}
    assert not list(project.rglob(".keylint-*"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator gives files away")
def test_the_owner_and_the_set_user_id_bit_are_kept(tmp_path: Path) -> None:
    changed = change(tmp_path / "a.py")
    os.chown(changed.path, 1234, 5678)
    changed.path.chmod(0o6755)
    assert write_all([changed], [], tmp_path).failures == []
    status = changed.path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 5678, 0o6755)
    assert changed.path.read_bytes() == NEW


def test_a_file_whose_owner_cannot_be_kept_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = change(tmp_path / "a.py")

    def not_permitted(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    monkeypatch.setattr(os, "chown", not_permitted)
    [failure] = write_all([changed], [], tmp_path).failures
    assert failure.reason == (
        "cannot be written: a new file cannot have its owner and group (Operation not permitted); it is left as it was"
    )
    assert contents(tmp_path) == {"a.py": OLD}


WRITER = """
import os, sys
from pathlib import Path
from keylint.fixing.journal import Journal, Replacement
from keylint.fixing.passes import Change
from keylint.fixing.writing import write_all
from tests.fixing.test_writing import NEW, OLD, together

NAMES = ".keylint-", "writing-"
left = int(sys.argv[1])

def killed(event, arguments):
    global left
    if event in ("open", "os.rename", "os.chmod", "os.remove") and any(name in str(arguments) for name in NAMES):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)

changes = [Change(Path(name).absolute(), name, OLD, NEW) for name in ("a.py", "b.py", "c.py")]
sys.addaudithook(killed)
write_all(changes, together(*changes), Path())
"""


@pytest.mark.slow
def test_a_run_that_is_killed_anywhere_is_ended_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project, home = tmp_path / "project", tmp_path / "home"
    project.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    root = Path(writing.__file__).parent.parent.parent
    environment = os.environ | {"PYTHONPATH": str(root)}
    outcomes = set()
    for moment in range(60):
        for name in ("a.py", "b.py", "c.py"):
            (project / name).write_bytes(OLD)
        done = subprocess.run(
            [sys.executable, "-c", WRITER, str(moment)],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        writing.recover(project)
        found = contents(project)
        assert found in (dict.fromkeys(("a.py", "b.py", "c.py"), OLD), dict.fromkeys(("a.py", "b.py", "c.py"), NEW)), (
            moment
        )
        assert not list((home / "keylint").glob("writing-*"))
        outcomes.add((done.returncode, found["a.py"]))
        if done.returncode == 0:
            break
    assert outcomes == {(-9, OLD), (-9, NEW), (0, NEW)}, done.stderr


def test_another_writer_is_waited_for_and_then_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(alone_module, "SAID_AFTER", 0.1)
    monkeypatch.setattr(alone_module, "GIVEN_UP_AFTER", 0.3)
    changed = change(tmp_path / "a.py")
    with alone_module.alone(tmp_path), pytest.raises(UsageError, match="another keylint has been writing in"):
        write_all([changed], [], tmp_path)
    assert capfd.readouterr().err == f"keylint: waiting for another keylint that writes in {str(tmp_path)!r}\n"
    assert write_all([changed], [], tmp_path).files == ["a.py"]


def test_a_folder_that_becomes_a_link_meanwhile_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    (project / "pages").mkdir(parents=True)
    outside.mkdir()
    (outside / "1_a.py").write_bytes(OLD)
    changed, partner = change(project / "pages" / "1_a.py"), change(project / "app.py")
    prepare = writing._prepare

    def swapping(temporary: Path, target: Path, data: bytes) -> None:
        if target == partner.path:
            (project / "pages").rename(project / "moved")
            (project / "pages").symlink_to(outside)
        prepare(temporary, target, data)

    monkeypatch.setattr(writing, "_prepare", swapping)
    failures = write_all([changed, partner], together(changed, partner), project).failures
    assert failures[0].reason.startswith("has changed since it was read")
    assert contents(outside) == {"1_a.py": OLD}
    assert partner.path.read_bytes() == OLD


def test_what_changes_while_it_is_written_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = change(tmp_path / "a.py")
    prepare = writing._prepare

    def changing(temporary: Path, target: Path, data: bytes) -> None:
        prepare(temporary, target, data)
        target.write_bytes(b"by an editor")

    monkeypatch.setattr(writing, "_prepare", changing)
    [failure] = write_all([changed], [], tmp_path).failures
    assert failure.reason.startswith("has changed since it was read")
    assert contents(tmp_path) == {"a.py": b"by an editor"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator gives files away")
def test_nobody_is_given_a_file_through_a_link_in_the_place_of_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an administrator fixes the files of somebody who can write into the same folder."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"of the administrator")
    secret.chmod(0o600)
    project = tmp_path / "project"
    project.mkdir()
    changed = change(project / "a.py")
    os.chown(changed.path, 1234, 5678)
    changed.path.chmod(0o666)
    stat_of = Path.stat

    def swapping(path: Path, **options: bool) -> os.stat_result:
        for temporary in [each for each in project.iterdir() if each.name.startswith(".keylint-")]:
            temporary.unlink()
            temporary.symlink_to(secret)
        return stat_of(path, **options)

    monkeypatch.setattr(Path, "stat", swapping)
    write_all([changed], [], project)
    monkeypatch.undo()
    status = secret.stat()
    assert (status.st_uid, stat.S_IMODE(status.st_mode), secret.read_bytes()) == (0, 0o600, b"of the administrator")


@pytest.mark.skipif(os.name == "nt", reason="modes are for others than Windows")
@pytest.mark.parametrize("place", ["outside", "project/.cache"])
def test_a_journal_that_others_could_have_written_is_not_heeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    project, home = tmp_path / "project", tmp_path / place / "keylint"
    project.mkdir()
    home.mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home.parent))
    (project / "a.py").write_bytes(OLD)
    new = project / ".keylint-0123456789abcdef.tmp"
    new.write_bytes(NEW)
    change = Replacement(new.name, str(project / "a.py"), hash_of_content(OLD), hash_of_content(NEW))
    noted = home / f"writing-{hash_of_texts(str(project.resolve()))}.json"
    Journal(noted).begin([change], complete=True)
    if place == "outside":
        noted.chmod(0o644)
    writing.recover(project)
    assert (project / "a.py").read_bytes() == OLD
    noted.chmod(0o600)
    writing.recover(project)
    assert (project / "a.py").read_bytes() == (NEW if place == "outside" else OLD)


@pytest.mark.parametrize("step", ["before", "_prepare"])
def test_a_file_that_becomes_a_link_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    changes = three(tmp_path)

    def looped() -> None:
        (tmp_path / "b.py").unlink()
        (tmp_path / "b.py").symlink_to("b.py")

    if step == "before":
        looped()
    else:
        monkeypatch.setattr(writing, step, after(looped, getattr(writing, step), 3))
    written = write_all(changes, together(*changes), tmp_path)
    assert (written.files, written.faults) == ([], [])
    assert written.failures[0] == Failure("b.py", f"cannot be read any more: {os.strerror(errno.ELOOP)}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.py", "b.py", "c.py"]


@pytest.mark.parametrize(("step", "times"), [("_temporary", 1), ("_prepare", 1), ("_prepare", 2), ("_objections", 2)])
def test_a_folder_that_becomes_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, times: int) -> None:
    (tmp_path / "inner").mkdir()
    changes = [change(tmp_path / "inner" / "a.py"), change(tmp_path / "b.py")]
    ended: list[int] = []

    def replaced() -> None:
        shutil.rmtree(tmp_path / "inner")
        (tmp_path / "inner").write_bytes(b"")

    monkeypatch.setattr(writing, step, after(replaced, getattr(writing, step), times))
    monkeypatch.setattr(Journal, "end", lambda self: ended.append(1))
    written = write_all(changes, together(*changes), tmp_path)
    assert (written.files, written.faults) == ([], [])
    assert {failure.display for failure in written.failures} == {"a.py", "b.py"}
    assert os.strerror(errno.ENOTDIR) in written.failures[0].reason
    assert ended
    assert contents(tmp_path) == {"b.py": OLD, "inner": b""}


def test_a_folder_that_becomes_a_file_when_partners_are_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    changes, replace = [change(tmp_path / "inner" / "a.py"), change(tmp_path / "b.py")], Path.replace

    def spoiled(self: Path, target: Path) -> Path:
        if target.name == "b.py":
            shutil.rmtree(tmp_path / "inner")
            (tmp_path / "inner").write_bytes(b"")
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", spoiled)
    written = write_all(changes, together(*changes), tmp_path)
    assert (written.files, written.faults) == ([], [])
    assert written.failures == [
        Failure("b.py", f"cannot be written: {os.strerror(errno.EIO)}; it is left as it was"),
        Failure("a.py", f"is fixed, but its partners are not: {os.strerror(errno.ENOTDIR)}"),
    ]


def test_the_folder_of_a_report_that_becomes_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()

    def spoiled(self: Path, target: Path) -> None:
        shutil.rmtree(tmp_path / "inner")
        (tmp_path / "inner").write_bytes(b"")
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "replace", spoiled)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        replace_whole(tmp_path / "inner" / "report", b"")


def after(action: Callable[[], None], function: Callable[..., object], times: int) -> Callable[..., object]:
    """The function, which does something else first when it is called for the `times`-th time."""
    calls = []

    def replaced(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == times:
            action()
        return function(*arguments, **options)

    return replaced


def new_file(folder: Path) -> Change:
    return Change(folder / "state.py", "state.py", b"", NEW, is_new=True)


def test_a_new_file_is_made_with_the_others(tmp_path: Path) -> None:
    changes = [change(tmp_path / "a.py"), new_file(tmp_path)]
    written = write_all(changes, together(*changes), tmp_path)
    assert (written.files, written.failures) == (["a.py", "state.py"], [])
    assert contents(tmp_path) == {"a.py": NEW, "state.py": NEW}
    (tmp_path / "usual").write_bytes(b"")
    assert changes[1].path.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_new_file_that_is_there_by_now(tmp_path: Path) -> None:
    changes = [change(tmp_path / "a.py"), new_file(tmp_path)]
    changes[1].path.write_bytes(b"mine")
    written = write_all(changes, together(*changes), tmp_path)
    assert written.failures == [
        Failure("state.py", "is there by now, so it is left as it is; run keylint again"),
        Failure("a.py", "left as it is, because it is fixed together with state.py"),
    ]
    assert contents(tmp_path) == {"a.py": OLD, "state.py": b"mine"}


def test_a_new_file_outside_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (failure,) = write_all([new_file(tmp_path)], [], tmp_path / "root").failures
    assert failure.reason.startswith(f"would lie in {tmp_path}, outside of the project")


@pytest.mark.parametrize("times", [1, 2])
def test_a_new_file_goes_when_its_partner_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    changes = [new_file(tmp_path), change(tmp_path / "a.py")]
    monkeypatch.setattr(Path, "replace", failing(Path.replace, times, FULL))
    written = write_all(changes, together(*changes), tmp_path)
    assert written.files == []
    assert contents(tmp_path) == {"a.py": OLD}


@pytest.mark.parametrize("complete", [True, False])
def test_a_killed_run_makes_a_new_file_or_not(tmp_path: Path, complete: bool) -> None:
    root, temporary = tmp_path / "root", ".keylint-0123456789abcdef.tmp"
    root.mkdir()
    (root / temporary).write_bytes(NEW)
    journal = Journal(tmp_path / "journal.json")
    journal.begin([Replacement(temporary, str(root / "state.py"), "", hash_of_content(NEW))], complete=complete)
    journal.recover()
    assert contents(root) == ({"state.py": NEW} if complete else {})


def test_a_killed_run_takes_the_place_of_no_other_file(tmp_path: Path) -> None:
    root, temporary = tmp_path / "root", ".keylint-0123456789abcdef.tmp"
    root.mkdir()
    (root / temporary).write_bytes(NEW)
    (root / "state.py").write_bytes(b"mine")
    journal = Journal(tmp_path / "journal.json")
    journal.begin([Replacement(temporary, str(root / "state.py"), "", hash_of_content(NEW))], complete=True)
    journal.recover()
    assert contents(root) == {"state.py": b"mine"}


def gone_file(folder: Path) -> Change:
    (folder / "old.py").write_bytes(OLD)
    (folder / "old.py").chmod(0o640)
    return Change(folder / "old.py", "old.py", OLD, b"", is_gone=True)


def test_a_file_goes_with_the_others(tmp_path: Path) -> None:
    changes = [gone_file(tmp_path), change(tmp_path / "a.py")]
    written = write_all(changes, together(*changes), tmp_path)
    assert (written.files, written.failures) == (["old.py", "a.py"], [])
    assert contents(tmp_path) == {"a.py": NEW}


def test_a_file_that_says_something_else_by_now_stays(tmp_path: Path) -> None:
    gone = gone_file(tmp_path)
    gone.path.write_bytes(b"mine")
    (failure,) = write_all([gone], together(gone), tmp_path).failures
    assert failure.reason.startswith("has changed since it was read")
    assert contents(tmp_path) == {"old.py": b"mine"}


@pytest.mark.parametrize("times", [1, 2])
def test_a_file_stays_when_its_partner_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    changes = [gone_file(tmp_path), change(tmp_path / "a.py")]
    monkeypatch.setattr(Path, "replace", failing(Path.replace, times, FULL))
    assert write_all(changes, together(*changes), tmp_path).files == []
    assert contents(tmp_path) == {"a.py": OLD, "old.py": OLD}
    assert (tmp_path / "old.py").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("complete", "now"), [(True, OLD), (False, OLD), (True, b"mine"), (True, None)])
def test_a_killed_run_takes_a_file_away_or_not(tmp_path: Path, complete: bool, now: bytes | None) -> None:
    root, temporary = tmp_path / "root", ".keylint-0123456789abcdef.tmp"
    root.mkdir()
    (root / temporary).write_bytes(b"")
    if now is not None:
        (root / "old.py").write_bytes(now)
    journal = Journal(tmp_path / "journal.json")
    journal.begin([Replacement(temporary, str(root / "old.py"), hash_of_content(OLD), "")], complete=complete)
    journal.recover()
    assert contents(root) == ({} if now is None or (complete and now == OLD) else {"old.py": now})
