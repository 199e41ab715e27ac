from __future__ import annotations

import io

import pytest

from keylint.cli import terminal
from keylint.cli.terminal import Progress, columns, wants_colour, wants_links


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: now[0])
    return now


def test_short_work_shows_no_progress(clock: list[float]) -> None:
    stream = Terminal()
    with Progress(stream) as progress:
        progress("Reading files", 1, 9)
        clock[0] += 0.6
        progress("Reading files", 9, 9)
    assert stream.getvalue() == ""


def test_long_work_shows_progress_and_clears_it(clock: list[float]) -> None:
    stream = Terminal()
    with Progress(stream) as progress:
        clock[0] += 0.8
        progress("Reading files", 2, 9)
        clock[0] += 0.05
        progress("Reading files", 3, 9)
        clock[0] += 0.1
        progress("Checking apps", 1, 1)
    assert stream.getvalue() == "\r\x1b[KReading files 2/9\r\x1b[KChecking apps 1/1\r\x1b[K"


def test_no_progress_without_a_terminal(clock: list[float]) -> None:
    stream = io.StringIO()
    with Progress(stream) as progress:
        clock[0] += 5
        progress("Reading files", 2, 9)
    assert stream.getvalue() == ""


def test_progress_is_cleared_after_a_failure(clock: list[float]) -> None:
    stream = Terminal()
    with pytest.raises(KeyboardInterrupt), Progress(stream) as progress:
        clock[0] += 5
        progress("Reading files", 2, 9)
        raise KeyboardInterrupt
    assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("environment", "stream", "expected"),
    [
        ({}, Terminal(), True),
        ({}, io.StringIO(), False),
        ({"TERM": "dumb"}, Terminal(), False),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"NO_COLOR": ""}, Terminal(), True),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, Terminal(), False),
    ],
)
def test_colour(
    environment: dict[str, str], stream: io.StringIO, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(stream) is expected


def test_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "77")
    assert columns(Terminal()) == 77
    assert columns(io.StringIO()) is None


@pytest.mark.parametrize(
    ("stream", "environment", "wanted"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"TERM": "dumb", "FORCE_COLOR": "1"}, False),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_links_only_on_a_terminal_that_takes_colours(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, environment: dict[str, str], wanted: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_links(stream) is wanted
