"""`streamlit run`, as a process that is always ended."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START_SECONDS = 60
_ATTEMPTS = 3
_OPTIONS = {
    "server.headless": "true",
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "logger.enableRich": "false",
}


class NotStartedError(Exception):
    """The server ended, or answered nothing in time. The message holds what it printed."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running app: where to find it, and the file that collects what the server prints."""

    url: str
    log: Path

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def serve(python: Path, folder: Path, entrypoint: str) -> Iterator[Server]:
    """Runs the app with the Streamlit of the interpreter `python`; its output goes to a file beside `folder`.

    Raises NotStartedError.
    """
    log = folder.with_name(f"{folder.name}.log")
    for attempt in range(1, _ATTEMPTS + 1):
        port = _free_port()
        process = _start(python, folder, entrypoint, port, log)
        try:
            if _answers(process, f"http://127.0.0.1:{port}/_stcore/health"):
                yield Server(f"http://127.0.0.1:{port}/", log)
                return
        finally:
            process.kill()
            process.wait()
        # Between finding a free port and using it, somebody else may have taken it.
        if attempt == _ATTEMPTS or "is already in use" not in log.read_text(encoding="utf-8", errors="replace"):
            raise NotStartedError(log.read_text(encoding="utf-8", errors="replace"))


def _start(python: Path, folder: Path, entrypoint: str, port: int, log: Path) -> subprocess.Popen[bytes]:
    options = {**_OPTIONS, "server.port": str(port)}
    flags = [word for name, value in options.items() for word in (f"--{name}", value)]
    # An empty home: neither the user's configuration nor a question about an e-mail address.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "STREAMLIT_"))}
    home = folder.with_name(f"{folder.name}.home")
    home.mkdir(exist_ok=True)
    with log.open("wb") as output:
        return subprocess.Popen(
            [str(python), "-m", "streamlit", "run", entrypoint, *flags],
            cwd=folder,
            env={**environment, "HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _answers(process: subprocess.Popen[bytes], address: str) -> bool:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as response:
            if response.status == 200:
                return True
        time.sleep(0.05)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
