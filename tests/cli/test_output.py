from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from keylint.cli.destination import destination
from keylint.cli.output import emit, encoded
from keylint.cli.source import read_lines
from keylint.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_text_is_written_in_the_encoding_of_the_terminal() -> None:
    assert encoded("  9 │ é → 🎈", "utf-8") == "  9 │ é → 🎈".encode()
    assert encoded("  9 │ é → 🎈", "ascii") == b"  9 | \\xe9 -> \\U0001f388"
    assert encoded("│ é", "latin-1") == b"| \xe9"


def test_half_surrogates_are_valid_json() -> None:
    text = json.dumps({"path": "bad\udcff.py"}, ensure_ascii=False)
    assert json.loads(encoded(text, "utf-8")) == {"path": "bad\udcff.py"}


def test_a_folder_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        emit("text", destination(str(tmp_path), ()), machine_readable=False)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"a\nb\r\nc\rd", ("a", "b", "c", "d")),
        (b"a\x0cb\n\xe2\x80\xa8c\n", ("a\x0cb", "\u2028c", "")),
        (b"\xef\xbb\xbfa = 1\n", ("a = 1", "")),
        ("# -*- coding: latin-1 -*-\né = 1".encode("latin-1"), ("# -*- coding: latin-1 -*-", "é = 1")),
        (b"a = '\xff'\n", ()),
        (b"# -*- coding: nonsense -*-\n", ()),
        (b"", ("",)),
    ],
)
def test_reads_lines_as_python_does(tmp_path: Path, content: bytes, lines: tuple[str, ...]) -> None:
    file = tmp_path / "app.py"
    file.write_bytes(content)
    assert read_lines(str(file)) == lines


def test_no_lines_without_a_file(tmp_path: Path) -> None:
    assert read_lines(str(tmp_path / "missing.py")) == ()
    assert read_lines(str(tmp_path)) == ()
