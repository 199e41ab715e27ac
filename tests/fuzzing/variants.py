"""Random variants of the fixtures: what is a case of something, with lines removed, doubled, moved and put under others."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.fuzzing.expressions import keys
from tests.fuzzing.programs import parses, statement

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[[st.SearchStrategy[Any]], Any]

_ROOT = Path(__file__).resolve().parent.parent.parent
_FOLDERS = ("fixtures", "tests/migrate/apps")
_TEXT = re.compile(r'"[a-z_]+"')
_CHANGES = ("remove", "double", "move", "nest", "key", "insert", "end", "comment", "join")


@cache
def _cases() -> tuple[dict[str, str], ...]:
    """The files of every fixture, as far as they are UTF-8."""
    folders = [folder for parent in _FOLDERS for folder in sorted((_ROOT / parent).iterdir()) if folder.is_dir()]
    cases = ({path.relative_to(folder).as_posix(): _text_of(path) for path in _files(folder)} for folder in folders)
    return tuple({name: text for name, text in case.items() if text is not None} for case in cases)


def _files(folder: Path) -> list[Path]:
    named = (path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".txt", ".toml"))
    return [path for path in named if path.name != "case.toml"]


def _text_of(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None


@st.composite
def variant(draw: Draw) -> dict[str, str]:
    """The files of a fixture, with up to four changes that leave what Python's parser takes."""
    cases = _cases()
    files = dict(cases[draw(st.integers(0, len(cases) - 1))])
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(sorted(files)))
        lines = files[name].split("\n")
        _change(draw, lines, cases)
        text = "\n".join(lines)
        if not name.endswith(".py") or parses(text):
            files[name] = text
    return files


def _change(draw: Draw, lines: list[str], cases: tuple[dict[str, str], ...]) -> None:
    """Changes some lines in place."""
    place = draw(st.integers(0, len(lines) - 1))
    line = lines[place]
    indent = line[: len(line) - len(line.lstrip())]
    kind = draw(st.sampled_from(_CHANGES))
    if kind == "remove":
        del lines[place : place + draw(st.integers(1, 3))]
    elif kind == "double":
        lines[place:place] = lines[place : place + draw(st.integers(1, 4))]
    elif kind == "move":
        lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(place))
    elif kind == "nest":
        last = place + draw(st.integers(1, 5))
        lines[place:last] = [
            indent
            + draw(
                st.sampled_from(
                    ("if st.checkbox('More'):", "for n in range(3):", "with st.form('f'):", "def f(n):", "try:")
                )
            ),
            *(f"    {each}" for each in lines[place:last]),
            *((f"{indent}finally:", f"{indent}    pass") if draw(st.booleans()) else ()),
        ]
    elif kind == "key":
        new = draw(keys)
        lines[place] = _TEXT.sub(lambda _: new, line, count=1)
    elif kind == "insert":
        lines[place:place] = [indent + each for each in draw(statement(1)).split("\n")]
    elif kind == "end":
        lines[place] = line + draw(st.sampled_from((";", " # é", "\t", "\\", ",", " if n else None", "; st.rerun()")))
    elif kind == "comment":
        lines.insert(place, f"{indent}# {line.strip()}")
    else:
        other = cases[draw(st.integers(0, len(cases) - 1))]
        source = other[draw(st.sampled_from(sorted(other)))].split("\n")
        start = draw(st.integers(0, len(source) - 1))
        lines[place:place] = [indent + each for each in source[start : start + draw(st.integers(1, 6))]]
