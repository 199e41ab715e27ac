from __future__ import annotations

import codecs
from encodings.aliases import aliases

import pytest

from keylint.errors import SourceError
from keylint.facts.source import Source, decode


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Source("")),
        (b"x = 1\n", Source("x = 1\n")),
        ("x = 'é'\r\n".encode(), Source("x = 'é'\r\n", newline="\r\n")),
        (b"x\ry\n", Source("x\ry\n", newline="\r")),
        (codecs.BOM_UTF8 + b"x\n", Source("x\n", has_bom=True)),
        (codecs.BOM_UTF8 + b"# coding: utf-8\n", Source("# coding: utf-8\n", has_bom=True)),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", Source("# -*- coding: latin-1 -*-\nx = 'é'\n", "iso8859-1")),
        (
            b"#!/bin/sh\n# vim: set fileencoding=cp1252 :\n\x80",
            Source("#!/bin/sh\n# vim: set fileencoding=cp1252 :\n€", "cp1252"),
        ),
        (b"\n# coding: cp1252\n\x80", Source("\n# coding: cp1252\n€", "cp1252")),
        (b"x = 1\n# coding: cp1252\n", Source("x = 1\n# coding: cp1252\n")),
        (b"\n\n# coding: cp1252\n", Source("\n\n# coding: cp1252\n")),
        (
            "# coding: shift_jis\nx = '日本'\n".encode("shift_jis"),
            Source("# coding: shift_jis\nx = '日本'\n", "shift_jis"),
        ),
        (b"x\f\ny\n", Source("x\f\ny\n")),
    ],
)
def test_decodes_as_python_does_and_writes_back_the_same_bytes(data: bytes, expected: Source) -> None:
    source = decode(data)
    assert source == expected
    assert source.encode(source.text) == data


@pytest.mark.parametrize(
    ("data", "reason", "place"),
    [
        (b"x = 1\ny = '\xff'\n", "cannot be decoded as utf-8: 0xff is not valid there", (2, 6)),
        (b"x = '\xc3", "cannot be decoded as utf-8: 0xc3 is not valid there", (1, 6)),
        ("x = 'é".encode() + b"\xff'", "cannot be decoded as utf-8: 0xff is not valid there", (1, 7)),
        (b"x = 1\r\ny = \0\n", "contains a NUL byte, so it is not Python source", (2, 5)),
        (b"\n# coding: nonsense\n", "declares the unknown encoding 'nonsense'", (2, 1)),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", "declares the encoding 'latin-1' but starts with", (1, 1)),
        (b"# coding: hex\n", "cannot be decoded as hex", (1, 1)),
        ("x = 1\n".encode("utf-16"), "cannot be decoded as utf-8: 0xff is not valid there", (1, 1)),
    ],
)
def test_says_why_and_where_a_file_cannot_be_decoded(data: bytes, reason: str, place: tuple[int, int]) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert reason in caught.value.reason
    assert (caught.value.line, caught.value.column) == place


def test_only_what_python_calls_a_newline_splits_lines() -> None:
    assert Source("a\fb\x0bc\u2028d\x85e\x1cf\r\ng\rh\ni").split_lines() == [
        "a\fb\x0bc\u2028d\x85e\x1cf",
        "g",
        "h",
        "i",
    ]


@pytest.mark.parametrize("encoding", sorted({*aliases.values(), "idna", "punycode", "undefined", "unicode_escape"}))
@pytest.mark.parametrize("body", [b"x = '\xff\xfe'\n", b"x = '\xe4'\n", b"x='+2AA-'\n", b"x='a..b'\n."])
def test_no_encoding_that_python_knows_is_too_strange(encoding: str, body: bytes) -> None:
    try:
        source = decode(b"# coding: " + encoding.encode() + b"\n" + body)
    except SourceError:
        return
    assert isinstance(source.text, str)
