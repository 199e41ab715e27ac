"""Reads the facts of many files in several processes at once.

The processes are started here and not by `multiprocessing`: its children look for modules in the working directory
first, and sleep on when their parent is killed. A worker is isolated, and ends when its standard input does.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING

from keylint.errors import LimitError, SourceError, UnreadError
from keylint.facts.deep import deeply
from keylint.facts.reading import read_encoded
from keylint.isolation import worker_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SIZE = struct.Struct("<Q")
_FACTS = struct.Struct("<B")  # and what it was that failed, for a fault
_ERROR = struct.Struct("<BII")  # 1, line, column
_FACTS_FOLLOW, _ERROR_FOLLOWS, _FAULT_FOLLOWS = range(3)
_REFUSED = 75
"""The exit status of a worker to which the system refuses what it needs."""
_FRAMES = 2_500


def read_in_workers(contents: Sequence[bytes], count: int) -> Iterator[bytes | SourceError]:
    """The encoded facts of each file, in the order of `contents`, or why it has none; `count` processes read them.

    A file that a process does not survive is one that cannot be read.
    """
    numbers = iter(range(len(contents)))
    replies: SimpleQueue[tuple[int, bytes | SourceError | BaseException]] = SimpleQueue()
    pool = [_Worker() for _ in range(count)]

    def serve(worker: _Worker) -> None:
        for number in numbers:
            try:
                replies.put((number, worker.ask(contents[number])))
            except BaseException as error:  # noqa: PERF203 -- raised again where the files are waited for
                replies.put((number, error))
        worker.end()

    threads = _started([threading.Thread(target=serve, args=(worker,), daemon=True) for worker in pool])
    if not threads:
        yield from map(read_encoded, contents)
        return
    early: dict[int, bytes | SourceError] = {}
    try:
        for wanted in range(len(contents)):
            while wanted not in early:
                number, reply = replies.get()
                if isinstance(reply, BaseException) and not isinstance(reply, SourceError):
                    raise reply
                early[number] = reply
            yield early.pop(wanted)
    finally:
        for _ in numbers:  # what nobody waits for is not read
            pass
        for worker in pool:
            worker.interrupt()
        for thread in threads:
            thread.join()


def _started(threads: Sequence[threading.Thread]) -> list[threading.Thread]:
    """Starts the threads, as many as the system allows."""
    started = []
    with suppress(RuntimeError):
        for thread in threads:
            thread.start()
            started.append(thread)
    return started


class _Worker:
    """A process, started when it is first asked, and again after it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, content: bytes) -> bytes | SourceError:
        process = self._process = self._process or _new_process()
        if process is None:
            return read_encoded(content)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _send(process.stdin, content)
            reply = _received(process.stdout)
        except OSError:
            reply = None
        if reply is None:
            status = self.end()
            if status == _REFUSED:
                return read_encoded(content)
            return SourceError(f"cannot be read: the process that parsed it ended with status {status}")
        if reply[0] == _FACTS_FOLLOW:
            return reply[1:]
        if reply[0] == _FAULT_FOLLOWS:
            return UnreadError(reply[1:].decode("utf-8", "surrogatepass"))
        _, line, column = _ERROR.unpack_from(reply)
        return SourceError(reply[_ERROR.size :].decode("utf-8", "surrogatepass"), line, column)

    def interrupt(self) -> None:
        """Ends what `ask` waits for, from another thread."""
        process = self._process
        if process is not None:
            process.kill()

    def end(self) -> int:
        """Ends the process; gives its exit status."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        return process.wait()


def _new_process() -> subprocess.Popen[bytes] | None:
    command = worker_command(__name__)
    if command is None:
        return None
    # Not in the working directory of a user who may want to remove it meanwhile, and that Windows looks into first.
    folder = os.path.dirname(sys.executable)  # noqa: PTH120
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
    except OSError:  # there may be as many processes as there can be
        return None


def main() -> None:
    """What a worker does: reads contents from standard input and answers on standard output, until there are none."""
    import signal  # noqa: PLC0415 -- only for workers

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends its workers
    contents: SimpleQueue[bytes] = SimpleQueue()
    source, target = sys.stdin.buffer, sys.stdout.buffer

    def listen() -> None:
        while (content := _received(source)) is not None:
            contents.put(content)
        os._exit(0)  # the parent is gone, whatever is being read

    def answer() -> None:
        with suppress(OSError):
            while True:
                _send(target, _reply(contents.get()))

    try:
        threading.Thread(target=listen, daemon=True).start()
        deeply(answer, _FRAMES)  # one thread with a large stack serves all files
    except (RuntimeError, LimitError):
        os._exit(_REFUSED)
    os._exit(0)


def _reply(content: bytes) -> bytes:
    outcome = read_encoded(content)
    if isinstance(outcome, UnreadError):
        return _FACTS.pack(_FAULT_FOLLOWS) + outcome.said.encode("utf-8", "surrogatepass")
    if isinstance(outcome, SourceError):
        return _ERROR.pack(_ERROR_FOLLOWS, outcome.line, outcome.column) + outcome.reason.encode(
            "utf-8", "surrogatepass"
        )
    return _FACTS.pack(_FACTS_FOLLOW) + outcome


def _send(stream: IO[bytes], content: bytes) -> None:
    stream.write(_SIZE.pack(len(content)))
    stream.write(content)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes | None:
    """What was sent; None when there is nothing more."""
    header = stream.read(_SIZE.size)
    if len(header) < _SIZE.size:
        return None
    (size,) = _SIZE.unpack(header)
    content = stream.read(size)
    return content if len(content) == size else None
