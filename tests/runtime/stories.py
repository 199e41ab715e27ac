"""Plays the stories of findings, as `--output-format json` has them, on the Streamlit of this interpreter.

    python -m tests.runtime.stories FILE

FILE is a list of {"name", "folder", "entrypoint", "story"}. Prints one line a story: name, `shows`, `left out: …` or
why it proves nothing. Exit status 1 when one proves nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from streamlit.runtime.state.session_state_proxy import SessionStateProxy

from tests.runtime.driver import MISSING, App, fits, open_app
from tests.runtime.judge import quiet
from tests.runtime.releases import RELEASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

Step = Mapping[str, Any]


class NotPlayableError(Exception):
    """A story that the driver cannot play, as is seen when it comes to it."""

    def __init__(self, reason: LeftOut) -> None:
        super().__init__(reason.value)
        self.reason = reason


class LeftOut(Enum):
    """Why a story is not played."""

    OUTSIDE = "something changes outside the app"
    NO_INPUT = "an input that is not a widget of Streamlit's, or not known"
    NO_VALUE = "no value is known that the input takes"
    DIALOG = "a dialog, whose runs of its own AppTest does not know"
    PAGES = "AppTest changes pages from Streamlit 1.36"


@dataclass(frozen=True)
class Read:
    """A read of session state that the app did: MISSING where there was nothing."""

    path: str
    line: int
    key: str
    value: Any


def why_left_out(story: Sequence[Step]) -> LeftOut | None:
    """Why a story cannot be played; None where it can."""
    for step in story:
        if step["act"] == "outside":
            return LeftOut.OUTSIDE
        if step["act"] == "go" and RELEASE < (1, 36):
            return LeftOut.PAGES
        if step["act"] in ("edit", "set", "click"):
            if step["key"] is None and step["label"] is None:
                return LeftOut.NO_INPUT
            if step["act"] != "click" and step["value"] is None:
                return LeftOut.NO_VALUE
    return None


def contradiction(folder: Path, entrypoint: str, story: Sequence[Step]) -> str | None:
    """Plays the story; None when its symptom shows, else what happened instead. Raises NotPlayableError."""
    with open_app(folder, entrypoint) as app:
        given: Any = MISSING
        edited: str | None = None  # until the app has what the user gave the input
        protagonist = ""
        reads: list[Read] = []
        for number, step in enumerate(story, start=1):
            if app.exceptions:
                return f"before step {number}: unexpected exception {app.exceptions}"
            try:
                with _reads_of(folder) as reads:
                    value = _do(app, step)
            except (LookupError, ValueError, TypeError) as problem:
                return f"step {number} ({step['text']}): {problem!r}"
            if step["act"] == "edit":
                given, edited = value, _name_of(app, step)
                protagonist = edited
            if edited is not None and not app.has_drafts:
                if not _is_same(app.value(edited), given):
                    return f"after step {number} the app has {app.value(edited)!r} and not {given!r}"
                edited = None
        if given is MISSING or edited is not None:
            return "nothing is edited"
        return _judge(app, story[-1]["expect"], given, reads, protagonist)


def _name_of(app: App, step: Step) -> Any:
    """The key of the input that a step is about, the label of one that has none."""
    return app.key_like(step["key"]) if step["key"] else step["label"]


def _do(app: App, step: Step) -> Any:
    """Does the step; gives the value that an input is set to."""
    name = _name_of(app, step)
    if name and app.is_in_dialog(name):
        raise NotPlayableError(LeftOut.DIALOG)
    match step["act"]:
        case "go":
            app.play(("goto", step["page"]))
        case "rerun":
            app.play(("rerun",))
        case "click" if app.kind(name) == "chat_input":
            app.play(("set", name, "a message"))
        case "click":
            app.play(("click", name))
        case "edit" | "set":
            value = as_python(app.kind(name), step["value"])
            if step["act"] == "edit" and _is_same(app.displayed(name), value):
                raise ValueError(f"{name!r} shows {value!r} already")
            app.play(("set", name, value))
            return value
        case "open":
            return None
        case act:
            raise ValueError(f"cannot do {act!r}")
    return None


def as_python(kind: str, value: Any) -> Any:
    """The value that the widget takes, from what JSON has of it."""
    if kind == "date_input":
        return datetime.date.fromisoformat(value)
    if kind == "time_input":
        return datetime.time.fromisoformat(value)
    return tuple(value) if kind.endswith("slider") and isinstance(value, list) else value


def _judge(app: App, expect: Mapping[str, Any], given: Any, reads: Sequence[Read], protagonist: str) -> str | None:
    key, known = expect["key"], expect["reads"] if expect["symptom"] == "reads" else expect["shown"]
    if expect["symptom"] == "shown":
        if app.exceptions:
            return f"unexpected exception {app.exceptions}"
        try:
            found = [app.displayed(app.key_like(key) if key else protagonist)]
        except LookupError as problem:
            return f"not on the screen: {problem}"
    else:
        of_key = [read for read in reads if fits(read.key, key)]
        there = [read for read in of_key if (read.path, read.line) == (expect["path"], expect["line"])]
        # Behind `if key in st.session_state` what is missing is not read any more: the test is, elsewhere.
        found = [read.value for read in there or (of_key if expect["missing"] else ())]
    if expect["missing"]:
        right = MISSING in found
    elif expect["known"]:
        right = any(_is_same(value, known) for value in found) and not _is_same(known, given)
    else:
        right = any(value is not MISSING and not _is_same(value, given) for value in found)
    return None if right else f"{key!r} is {found!r} after {given!r}, expected {dict(expect)}"


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a user; on is not 1."""
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return list(one) == list(other)
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


_watching: list[tuple[Path, list[Read]]] = []


@contextlib.contextmanager
def _reads_of(folder: Path) -> Iterator[list[Read]]:
    """What the app in the folder reads of session state, in order."""
    _watch()
    found: list[Read] = []
    _watching.append((folder.resolve(), found))
    try:
        yield found
    finally:
        _watching.pop()


@functools.cache
def _watch() -> None:
    """Makes session state tell of reads, for good: a class that is changed a thousand times is no longer watched by
    Python 3.13, which then goes on calling the method that it had."""
    original = SessionStateProxy.__getitem__

    def read(proxy: Any, key: Any) -> Any:
        folder, found = _watching[-1] if _watching else (None, [])
        place = None if folder is None else _place_in(folder)
        try:
            value = original(proxy, key)
        except KeyError:
            if place is not None:
                found.append(Read(*place, str(key), MISSING))
            raise
        if place is not None:
            found.append(Read(*place, str(key), value))
        return value

    SessionStateProxy.__getitem__ = read  # type: ignore[method-assign]


def _place_in(folder: Path) -> tuple[str, int] | None:
    """The line of the app that is being run."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if folder in path.parents:
            return path.relative_to(folder).as_posix(), frame.f_lineno
        frame = frame.f_back
    return None


def attempt(folder: Path, entrypoint: str, story: Sequence[Step]) -> str:
    """`shows`, `left out: …` or why the story proves nothing."""
    reason = why_left_out(story)
    if reason is None:
        try:
            with quiet():
                return contradiction(folder, entrypoint, story) or "shows"
        except NotPlayableError as problem:
            reason = problem.reason
    return f"left out: {reason.value}"


def main(path: str) -> int:
    """Plays the stories of a file."""
    failed = False
    for entry in json.loads(Path(path).read_text("utf-8")):
        try:
            outcome = attempt(Path(entry["folder"]), entry["entrypoint"], entry["story"])
        except Exception as problem:  # one that the driver cannot play must not end the others
            outcome = f"cannot be played: {problem!r}"
        failed |= outcome != "shows" and not outcome.startswith("left out")
        print(f"{entry['name']}: {outcome}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
