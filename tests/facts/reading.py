"""What the tests of the facts share: reading a text, and looking at what came out."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import libcst

from keylint.facts.deep import deeply
from keylint.facts.extract import extract
from keylint.facts.lower_statements import block
from keylint.facts.lowering import Lowering
from keylint.facts.positions import paired_positions, provided_positions
from keylint.facts.source import Source, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.facts.statements import Block
    from keylint.findings import Span

_STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
_PACKAGES = Path(libcst.__file__).parent.parent
REAL_FILES = [
    *[
        _STANDARD_LIBRARY / name
        for name in (
            "asyncio/tasks.py",
            "dataclasses.py",
            "fractions.py",
            "json/decoder.py",
            "textwrap.py",
            "tokenize.py",
        )
    ],
    *[_PACKAGES / name for name in ("rich/traceback.py", "libcst/_nodes/module.py")],
    *sorted((Path(__file__).parents[2] / "keylint" / "facts").glob("*.py")),
]


def body_of(text: str) -> Block:
    return extract(Source(text)).body


def outline(value: Any) -> str:
    """Facts without their places: the class and the fields of each."""
    if is_dataclass(value):
        parts = [outline(getattr(value, field.name)) for field in fields(value) if field.name != "span"]
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, tuple):
        return f"[{', '.join(map(outline, value))}]"
    return repr(value)


def outline_of(text: str) -> str:
    """The outline of the one statement of `text`; of its expression alone if that is all it is."""
    (statement,) = body_of(text)
    return (
        outline(getattr(statement, "value", statement))
        if type(statement).__name__ == "Evaluate"
        else outline(statement)
    )


def walk(value: Any) -> Iterator[Any]:
    """Every fact in a tree."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from walk(part)


def text_at(source: Source, span: Span) -> str:
    lines = source.split_lines()[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def both_ways(source: Source) -> tuple[Block, Block]:
    """The code of a file with positions from Python's tree, and with positions from LibCST. No falling back."""

    def read() -> tuple[Block, Block]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = libcst.parse_module(source.text)
            span_of, finish = paired_positions(ast.parse(source.text), source)
            paired = block(module.body, Lowering(span_of))
            finish()
            return paired, block(module.body, Lowering(provided_positions(module)))

    return deeply(read, 5_000)


def read_file(path: Path) -> Source:
    return decode(path.read_bytes())
