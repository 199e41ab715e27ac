"""The random micro-apps come to everything that the clockwork does."""

from __future__ import annotations

import inspect
import random
import sys
from types import CodeType, FrameType
from typing import Any

from keylint.clockwork import browser, opened, persistence, session, session_state
from tests.clockwork.generator import generate, random_act
from tests.clockwork.micro_apps import ALL
from tests.clockwork.playing import play

_MODULES = (browser, persistence, session, session_state)
_APPS = 60
_ACTS = 8
# What no micro-app does, and what only `bind` and `clear_on_submit` come to: their facts are rows of test_facts.py.
_NOT_PLAYED = {"fork", "rerun.clears"}
_LINES_OF_OTHERS = ("if keeping is Keeping.QUERY:", "return key in self._old", "drafts[id_] = widget.default")


def test_every_line_of_the_clockwork_is_reached() -> None:
    reached: set[tuple[str, int]] = set()
    files = {module.__file__ for module in _MODULES}

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        reached.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        for version in ALL:
            for number in range(_APPS):
                _play(random.Random(f"{version}-{number}"), version)
    finally:
        sys.settrace(before)
    missed = {
        f"{module.__name__}:{line}: {text}"
        for module in _MODULES
        for line, text in _statements(module)
        if (module.__file__, line) not in reached
    }
    assert missed == set()


def _play(chance: random.Random, version: tuple[int, int, int]) -> None:
    app = generate(chance, version, in_browser=True)
    played = play(app, opened(version, app.first_page), app.start, None)
    for count in range(_ACTS):
        played = play(app, played.session, played.world, random_act(chance, app, played.session, played.world, count))


def _statements(module: Any) -> list[tuple[int, str]]:
    """The lines of the module's functions that hold code, with their text."""
    source = inspect.getsource(module)
    lines = source.splitlines()
    found: set[int] = set()
    pending: list[CodeType] = [compile(source, module.__file__, "exec")]
    while pending:
        code = pending.pop()
        pending += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
        if code.co_flags & inspect.CO_NEWLOCALS and code.co_name not in _NOT_PLAYED:
            found |= {line for _, _, line in code.co_lines() if line is not None and line > code.co_firstlineno}
    texts = [(line, lines[line - 1].strip()) for line in sorted(found)]
    return [(line, text) for line, text in texts if text not in _LINES_OF_OTHERS]
