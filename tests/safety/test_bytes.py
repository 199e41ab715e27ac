"""A fix changes its own bytes; where an encoding does not allow that, there is none."""

from __future__ import annotations

import codecs
from encodings.aliases import aliases
from typing import TYPE_CHECKING

import pytest

from keylint.discover.contents import FileContents
from keylint.fixing.offers import fix_all
from keylint.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
import streamlit as st

st.caption({before})
if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
x = {after}"""
EDIT = (b'key="name")', b'key="name", persist_state="page")')


def fixed(folder: Path, data: bytes) -> tuple[bytes, str]:
    """What the fix makes of a file, and why there is none."""
    (folder / "app.py").write_bytes(data)
    settings = Settings(root=folder, target_option="1.67", cache=False)
    outcome = fix_all([folder], settings, FileContents(), unsafe=False)
    reasons = [finding.no_fix or "" for finding in outcome.report.findings]
    return (outcome.changes[0].after if outcome.changes else data), "; ".join(reasons)


LINES = {"\n": "unix", "\r\n": "windows", "\r": "old mac"}
TEXTS = {
    "utf-8": "'é🎈'",
    "cp932": "'表示ソ能~'",
    "euc_jp": "'表示'",
    "gb18030": "'数据€'",
    "big5": "'功能許'",
    "latin-1": "'é'",
    "cp1252": "'€'",
    "koi8-r": "'имя'",
    "shift_jis": "'ソ表'",
    "mac_roman": "'∑'",
}


@pytest.mark.parametrize("line", LINES, ids=LINES.get)
@pytest.mark.parametrize("encoding", TEXTS)
def test_nothing_outside_of_the_edit_changes(tmp_path: Path, encoding: str, line: str) -> None:
    text = f"# coding: {encoding}\n\f\n" + APP.format(before=TEXTS[encoding], after=TEXTS[encoding])
    data = text.replace("\n", line).encode(encoding)
    assert data.count(EDIT[0]) == 1
    assert fixed(tmp_path, data) == (data.replace(*EDIT), "")


def test_a_byte_order_mark_and_mixed_line_ends(tmp_path: Path) -> None:
    text = APP.format(before="'é'", after="'\f'").encode().replace(b"\n", b"\r\n", 2) + b"\r\r\n\n \t\n#"
    data = codecs.BOM_UTF8 + text
    assert fixed(tmp_path, data) == (data.replace(*EDIT), "")


@pytest.mark.parametrize(
    ("encoding", "after"),
    [
        ("iso2022_jp", b"'\x1b$B\x1b(B'"),  # into another set of characters and out again, for nothing
        ("utf-7", b"'+AGE-'"),  # an a, spelled out
        ("unicode_escape", b"'\\x61'"),
        ("raw_unicode_escape", b"'\\u0061'"),
        ("hz", b"'~{~}'"),
    ],
)
def test_an_encoding_that_says_the_same_in_two_ways(tmp_path: Path, encoding: str, after: bytes) -> None:
    data = f"# coding: {encoding}\n{APP}".format(before="'x'", after="").encode() + after
    after_fix, reason = fixed(tmp_path, data)
    assert after_fix == data
    assert (
        f"app.py is in {codecs.lookup(encoding).name}, in which the change would not leave all else as it is" in reason
    )


@pytest.mark.parametrize("encoding", sorted({*aliases.values(), "idna", "punycode"}))
def test_with_every_encoding_either_all_else_stays_or_there_is_no_fix(tmp_path: Path, encoding: str) -> None:
    cookie = f"# coding: {encoding}\n"
    try:
        data = (cookie + APP.format(before="'é'", after="'表~\\\\'")).encode(encoding)
    except (LookupError, UnicodeError):
        data = (cookie + APP.format(before="'e'", after="'~\\\\'")).encode()
    assert fixed(tmp_path, data)[0] in (data, data.replace(*EDIT))
