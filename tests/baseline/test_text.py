"""The file: a line for each entry, sorted, the same each time; and what is none."""

from __future__ import annotations

import json

import pytest

from keylint.baseline.entries import Baseline, Entry
from keylint.baseline.text import is_baseline, parse, text_of
from keylint.errors import UsageError

ENTRIES = (
    Entry("KEY101", (), "st.rerun()"),
    Entry("KEY106", ("a", "b"), 'st.text_input("Größe\u202e", key=k)', 3),
    Entry("KEY106", ("\udc80",), "x"),
)
BASELINE = Baseline((".",), ENTRIES)
TEXT = text_of(BASELINE)
HEAD, *LINES = TEXT.splitlines()


def data(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def test_a_line_for_each_entry() -> None:
    assert [json.loads(line) for line in LINES] == [
        {"rule": "KEY101", "key": None, "call": "st.rerun()"},
        {"rule": "KEY106", "keys": ["a", "b"], "call": 'st.text_input("Größe\u202e", key=k)', "count": 3},
        {"rule": "KEY106", "key": "\udc80", "call": "x"},
    ]
    assert "Größe" in TEXT
    assert "\u202e" not in TEXT


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT + "\n\n"])
def test_what_was_written_is_read(text: str) -> None:
    assert parse(data(text), "b") == BASELINE


def test_the_order_of_the_lines_does_not_matter() -> None:
    assert parse(data("\n".join([HEAD, *reversed(LINES)])), "b") == BASELINE


def test_both_sides_of_a_merge_may_be_there() -> None:
    twice = next(line for line in LINES if "count" in line).replace('"count": 3', '"count": 5')
    assert parse(data(f"{TEXT}{twice}\n"), "b").entries[1].count == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "b: is no baseline"),
        ("{}", "b: is no baseline"),
        ("[1, 2]", "b: is no baseline"),
        ("x = 1\n", "b: is no baseline"),
        ("[" * 100_000, "b: is no baseline"),
        (HEAD.replace("1", "2"), "b: is a baseline of another version"),
        (HEAD.replace('["."]', "7"), "b:1: does not say for which paths"),
        (f"{HEAD}\n{LINES[0]}\n{LINES[1][:20]}\n", "b:3: is no entry"),
        (f'{HEAD}\n{{"rule": 1, "key": null, "call": ""}}', "b:2: is no entry"),
        (f'{HEAD}\n{{"rule": "KEY1", "key": 1, "call": ""}}', "b:2: is no entry"),
        (f'{HEAD}\n{{"rule": "KEY1", "key": null, "call": "", "count": 0}}', "b:2: is no entry"),
        (f'{HEAD}\n{{"rule": "KEY1", "key": null, "call": "", "count": true}}', "b:2: is no entry"),
        (f"{HEAD}\n[]", "b:2: is no entry"),
        (f"{HEAD}\n{LINES[0]}\n<<<<<<< HEAD\n{LINES[1]}\n=======\n>>>>>>> other\n", "b:3: has the marks of a merge"),
        (f"<<<<<<< HEAD\n{HEAD}\n", "b:1: has the marks of a merge"),
        (f"{HEAD}\r\n=======\r\n", "b:2: has the marks of a merge"),
    ],
)
def test_what_is_none_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse(data(text), "b")
    assert str(refusal.value).startswith(said)


def test_what_is_no_text() -> None:
    with pytest.raises(UsageError, match="b:2: is no text in UTF-8"):
        parse(data(HEAD) + b"\n\xff", "b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [(TEXT, True), (f"<<<<<<< HEAD\n{TEXT}", True), ("", True), ("[tool.x]\n", False), ('{"a": 1}', False)],
)
def test_only_a_baseline_is_replaced(text: str, expected: bool) -> None:
    assert is_baseline(data(text)) is expected
