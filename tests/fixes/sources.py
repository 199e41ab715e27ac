"""Repairs of small files, written down in a test."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from keylint.discover.libraries import is_library
from keylint.facts.source import Source, decode
from keylint.findings import Fix, Location, Span
from keylint.fixes.plan import Planner
from keylint.fixes.sources import Sources
from keylint.repairs import Home, Refusal, Repair, Shadow, Step
from keylint.splice import spliced
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.findings import Edit

ALONE = Home("app.py", ("app.py",))


def place(text: str, piece: str, path: str = "app.py", nth: int = 0) -> Location:
    """Where the n-th `piece` of a file stands."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(piece, start + 1)
    starts = Source(text).line_starts()
    ends = []
    for offset in (start, start + len(piece)):
        line = max(number for number, begin in enumerate(starts, 1) if begin <= offset)
        ends += [line, offset - starts[line - 1] + 1]
    return Location(path, Span(*ends))


def outcome(files: Mapping[str, str | bytes], *steps: Step) -> Fix | Refusal:
    """What the planner makes of a repair. Imports are resolved among the files, in their own folder."""
    sources = {path: decode(text.encode() if isinstance(text, str) else text) for path, text in files.items()}

    def resolve(importer: str, dotted: str) -> str | None:
        path = (PurePosixPath(importer).parent / (dotted.lstrip(".").replace(".", "/") + ".py")).as_posix()
        return path if path in sources else None

    contents = {path: each.encode(each.text) for path, each in sources.items()}
    contents = {path: each.encode(each.text) for path, each in sources.items()}
    libraries = frozenset(path for path, data in contents.items() if is_library(data))
    given = Sources(contents, {}, libraries, resolve, sources.__contains__, line_length=120)
    return Planner(sources.get, given).plan(Repair("a repair", True, steps))


def after(files: Mapping[str, str | bytes], *steps: Step) -> dict[str, str]:
    """What the files say after the repair, and those that it makes."""
    fix = outcome(files, *steps)
    assert isinstance(fix, Fix), fix
    texts = {}
    for path, text in ({edit.location.path: "" for edit in fix.edits} | dict(files)).items():
        source = decode(text.encode() if isinstance(text, str) else text)
        edits: list[Edit] = [edit for edit in fix.edits if edit.location.path == path]
        texts[path] = spliced(source, edits)
    return texts


def repaired(text: str, *steps: Step) -> str:
    """What a single file says after the repair."""
    return after({"app.py": text}, *steps)["app.py"]


def reason(text: str, *steps: Step) -> str:
    """Why a single file is not repaired."""
    refusal = outcome({"app.py": text}, *steps)
    assert isinstance(refusal, Refusal), refusal
    return refusal.reason


def shadow_of(
    text: str,
    piece: str,
    path: str = "app.py",
    *,
    has_initial: bool = False,
    is_seeded: bool = False,
    has_callback: bool = False,
    nth: int = 0,
    home: Home = ALONE,
) -> Shadow:
    """The shadow step for the widget call `piece`, such as `st.text_input("Name", key="name")`."""
    name = piece.partition("(")[0].rpartition(".")[2]
    command = command_at(name, (1, 67, 0))
    assert command is not None
    return Shadow(
        place(text, piece, path, nth),
        name,
        command.positional,
        command.initial_parameter,
        command.options_parameter,
        has_initial=has_initial,
        is_seeded=is_seeded,
        has_callback=has_callback,
        holds_several=name == "multiselect" or "selection_mode='multi'" in piece,
        home=home,
    )
