from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keylint.reporters.cells import escaped, inert, visible

HIDDEN = "\x1b\x07\r\n\x9b\x7f\u202e\u2066\u200b\u200e\ufeff\u2028\U000e0041\u00ad\u3164"


@pytest.mark.parametrize("character", HIDDEN)
def test_nothing_acts_on_a_terminal_and_nothing_hides(character: str) -> None:
    shown = visible(f"a{character}b")
    assert len(shown) == 3
    assert character not in shown


@pytest.mark.parametrize("text", ["plain", "1_🔥 Home page.py", "👨‍💻_Admin.py", "ünï cödé", "❤️", "नमस्ते"])
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text
    assert escaped(json.dumps(text, ensure_ascii=False)) == json.dumps(text, ensure_ascii=False)


def test_a_joiner_between_letters_hides() -> None:
    assert visible("ad\u200dmin") == "ad\ufffdmin"


@given(st.text(st.sampled_from([*HIDDEN, *'a"\\:#[\u200d🔥'])))
def test_json_says_the_same_and_hides_nothing(text: str) -> None:
    document = escaped(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(document) == {"a": text}
    assert not set(HIDDEN) & set(document)
    assert "##[" not in document


@pytest.mark.parametrize(
    "line", ["::error file=x::y", "  ::stop-commands::t", "a\n\t::error::", "x ##[error]y", "###[x"]
)
def test_no_line_is_a_command(line: str) -> None:
    changed = inert(line)
    assert "##[" not in changed
    assert not any(each.lstrip().startswith("::") for each in changed.split("\n"))
    assert inert("a::b # c [d] x: y\n   ::: app.py:3:1") == "a::b # c [d] x: y\n   ::: app.py:3:1"
