"""Random damage to bytes: of source files, of declarations, of the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[[st.SearchStrategy[Any]], Any]

COOKIES = (
    "utf-8", "latin-1", "cp932", "iso2022_jp", "utf-7", "utf-16", "unicode_escape", "raw_unicode_escape", "idna", "punycode",
    "rot13", "base64", "undefined", "cp65001", "mbcs", "hz", "big5hkscs", "utf-8-sig", "ascii", "ütf", "x" * 300,
)  # fmt: skip
BITS = (
    b"\xef\xbb\xbf", b"\x00", b"\r", b"\r\n", b"\x0c", b"\xff", b"\xed\xa0\x80", "\u2028".encode(), "\u202e".encode(), b"\\\n",
    b'"""', b"(", b")" * 200, b"(" * 300, b"\t", b" ", b"#", b"\x1a", b"\x1b[31m", b"f'{", b"lambda:" * 300, b"not " * 400,
    b"x." * 500, b"if 1:\n" + b" " * 99, b"0" * 5000, "ﬀ".encode(), "𝔰𝔱".encode(), b"\\N{BULLET}", b"a\x85b", b"~" * 2000,
)  # fmt: skip


@st.composite
def damaged(draw: Draw, data: bytes) -> bytes:
    """The bytes with up to three places changed."""
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(("insert", "cut", "remove", "flip", "double")))
        if kind == "insert":
            data = data[:place] + draw(st.one_of(st.sampled_from(BITS), st.binary(max_size=4))) + data[place:]
        elif kind == "cut":
            data = data[:place]
        elif kind == "remove":
            data = data[:place] + data[place + draw(st.integers(1, 20)) :]
        elif kind == "flip" and place < len(data):
            data = data[:place] + bytes([data[place] ^ draw(st.integers(1, 255))]) + data[place + 1 :]
        else:
            data = data[:place] + data[max(0, place - 30) : place] + data[place:]
    return data


@st.composite
def encoded(draw: Draw, text: str) -> bytes:
    """The text as a file, in some encoding, which it may or may not name rightly, with some line ends."""
    cookie = draw(st.sampled_from(("", "", *COOKIES)))
    said = f"# -*- coding: {cookie} -*-\n{text}" if cookie else text
    said = said.replace("\n", draw(st.sampled_from(("\n", "\r\n", "\r", "\x0c\n"))))
    try:
        data = said.encode(cookie if cookie and draw(st.booleans()) else "utf-8")
    except (LookupError, ValueError):
        data = said.encode("utf-8", "surrogatepass")
    return draw(st.sampled_from((b"", b"", b"\xef\xbb\xbf"))) + data
