"""Lines that an edit makes too long are broken as the project's formatter does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.discover.disk import Disk
from keylint.discover.line_length import USUAL, line_length
from keylint.repairs import SetCode, SetText

from .sources import place, repaired, shadow_of

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "import streamlit as st\n\n"
LENGTH = 120  # in these tests, as `repaired` plans


def kept(call: str, line: str = "{call}\n", *, is_seeded: bool = True) -> str:
    """The line with the call, after the repair."""
    text = HEAD + line.replace("{call}", call)
    result = repaired(text, shadow_of(text, call, is_seeded=is_seeded))
    return result.partition('"on_change": save}\n\n\n')[2]


def of_length(call: str, length: int) -> tuple[str, str]:
    """The call with a label that makes it as long as that, and the label."""
    label = f'"{"a" * (length - len(call) - 1)}"'
    return call.replace("L", label), label


@pytest.mark.parametrize(
    ("call", "length", "expected"),
    [
        ('st.text_input(L, key="k")', LENGTH - 4, 'st.text_input(L, **kept("k"))'),
        ('st.text_input(L, key="k")', LENGTH - 3, 'st.text_input(\n    L, **kept("k")\n)'),
        ('st.text_input(L, key="k",)', LENGTH - 3, 'st.text_input(\n    L,\n    **kept("k"),\n)'),
        ('st.text_input(L, key="k")', LENGTH, 'st.text_input(\n    L, **kept("k")\n)'),
        ('st.text_input(L, key="k")', LENGTH + 1, 'st.text_input(L, **kept("k"))'),  # it was too long before
    ],
)
def test_a_line_that_becomes_too_long(call: str, length: int, expected: str) -> None:
    written, label = of_length(call, length)
    assert kept(written) == expected.replace("L", label) + "\n"


def test_what_a_comment_says_to_tools_does_not_count() -> None:
    call, _ = of_length('st.text_input(L, key="k")', LENGTH - 30)
    for comment, is_counted in (("# noqa: E501, and more", False), ("# a note of some length", True)):
        text = HEAD + call + f"  {comment}\n"
        changed = repaired(text, SetText(place(text, call), "persist_state", "page"))
        assert (len(changed.removeprefix(HEAD).splitlines()) > 1) == is_counted


def test_a_chain_over_lines_keeps_them() -> None:
    call = f'(\n    st\n    .text_input("{"a" * 70}", key="k")\n)'
    text = HEAD + f"x = {call}\n"
    at = place(text, call[1:-1].strip())
    changed = repaired(text, SetText(at, "persist_state", "page"), SetCode(at, "value", '"' + "b" * 40 + '"'))
    added = f'key="k", persist_state="page", value="{"b" * 40}")'
    assert changed == HEAD + f'x = (\n    st\n    .text_input("{"a" * 70}", {added}\n)\n'


def test_an_argument_that_makes_its_call_too_long_breaks_it() -> None:
    call, label = of_length('st.text_input(L, key=own("k"))', LENGTH - 22)
    text = HEAD + call + "\n"
    at = place(text, call)
    assert repaired(text, SetText(at, "persist_state", "page")).endswith('key=own("k"), persist_state="page")\n')
    text = HEAD + call.replace(label, label[:-1] + '!"') + "\n"
    at = place(text, text.removeprefix(HEAD).rstrip())
    assert repaired(text, SetText(at, "persist_state", "page")).endswith(
        f'st.text_input(\n    {label[:-1]}!", key=own("k"), persist_state="page"\n)\n'
    )
    both = repaired(text, SetText(at, "persist_state", "page"), SetCode(at, "key", '"kept under another key"'))
    assert both.endswith(f'\n    {label[:-1]}!",\n    key="kept under another key",\n    persist_state="page",\n)\n')


def test_what_is_around_the_call_counts() -> None:
    call, label = of_length('st.text_input(L, key="k")', LENGTH - 16)
    expected = f'if a:\n    name = st.text_input(\n        {label}, **kept("k")\n    ), 1\n'
    assert kept(call, "if a:\n    name = {call}, 1\n") == expected
    assert kept(call, "name = {call}, 1\n") == f'name = st.text_input({label}, **kept("k")), 1\n'


def test_arguments_that_need_a_line_each() -> None:
    call, label = of_length('st.selectbox(L, options_of_today, key="k")', LENGTH)
    expected = f'st.selectbox(\n    {label},\n    options_of_today,\n    **kept("k", list(options_of_today)[0]),\n)\n'
    assert kept(call, is_seeded=False) == expected


OPTIONS = "options_of_the_whole_year_and_of_the_next"
FIRST = f"list({OPTIONS})[0]"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # what stands on lines of its own stays there, and only what is too long is broken
        (
            f'    "L",\n    {OPTIONS},\n    help="{"h" * 40}",\n    key="{"k" * 56}",\n',
            f'    "L",\n    {OPTIONS},\n    help="{"h" * 40}",\n    **kept(\n        "{"k" * 56}", {FIRST}\n    ),\n',
        ),
        (
            f'    "L",\n    {OPTIONS},\n    key="{"k" * 56}",  # why\n    help="h",\n',
            f'    "L",\n    {OPTIONS},\n    **kept(\n        "{"k" * 56}", {FIRST}\n    ),  # why\n    help="h",\n',
        ),
        (
            f'    "L",\n    {OPTIONS},\n    key="{"k" * 56}"\n',
            f'    "L",\n    {OPTIONS},\n    **kept(\n        "{"k" * 56}", {FIRST}\n    )\n',
        ),
        (
            f'    "L",\n    {OPTIONS},\n    key="{"k" * 80}",\n',
            f'    "L",\n    {OPTIONS},\n    **kept(\n        "{"k" * 80}",\n        {FIRST},\n    ),\n',
        ),
        # what shares a line gets one each
        (
            f'    "L", {OPTIONS}, key="kkkkkkkkkkkk"\n',
            f'    "L",\n    {OPTIONS},\n    **kept("kkkkkkkkkkkk", {FIRST}),\n',
        ),
        (f'    "L", {OPTIONS}, key="k" # why\n', f'    "L", {OPTIONS}, **kept("k", {FIRST}) # why\n'),
        (
            f'    "L", {OPTIONS}, key="{"k" * 20}" # why\n',
            f'    "L", {OPTIONS}, **kept("{"k" * 20}", {FIRST}) # why\n',
        ),
        # what was too long before stays as the author has it
        (
            f'    "L",\n    {OPTIONS},\n    help="{"h" * 140}",\n    key="{"k" * 56}",\n',
            f'    "L",\n    {OPTIONS},\n    help="{"h" * 140}",\n    **kept("{"k" * 56}", {FIRST}),\n',
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_call_over_several_lines(arguments: str, expected: str, newline: str) -> None:
    call = f"st.selectbox(\n{arguments})".replace("\n", newline)
    text = HEAD.replace("\n", newline) + call + newline
    result = repaired(text, shadow_of(text, call))
    assert result.endswith(f"st.selectbox(\n{expected})\n".replace("\n", newline))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, USUAL),
        ({"pyproject.toml": "[tool.black]\nline-length = 100\n"}, 100),
        ({"pyproject.toml": "[tool.black]\nline-length = 100\n[tool.ruff]\nline-length = 79\n"}, 79),
        ({"ruff.toml": "line-length = 110\n", "pyproject.toml": "[tool.ruff]\nline-length = 79\n"}, 110),
        ({".ruff.toml": "line-length = 99\n", "ruff.toml": "line-length = 110\n"}, 99),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 0\n"}, USUAL),
        ({"pyproject.toml": "[tool.ruff]\nline-length = true\n"}, USUAL),
        ({"pyproject.toml": "[tool.ruff\n"}, USUAL),
    ],
)
def test_the_length_of_a_line(tmp_path: Path, files: dict[str, str], expected: int) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert line_length(tmp_path, Disk()) == expected
