"""Buttons that delete keys of session state: the gate goes, and what was entered goes with it, or not."""

from __future__ import annotations

import pytest

from tests.stories.gates import found

OPENS = 'if st.button("Open"):\n    ss.open = True\n'


def codes(gate: str, test: str = 'ss.get("open")') -> list[str]:
    return [finding.code for finding in found(OPENS + gate, test) if finding.code != "KEY109"]


def closing(*lines: str) -> str:
    return "\n    ".join(('if st.button("Close"):', *lines))


TAKES_BOTH = [
    closing("ss.open = False", 'del ss["name"]'),
    closing("ss.open = False", 'ss.pop("name", None)', "st.rerun()"),
    closing("del ss.open", 'if "name" in ss:', '    del ss["name"]'),
    closing("ss.clear()"),
    closing("for key in list(ss):", "    del ss[key]"),
    closing("for key in list(ss.keys()):", '    if key != "user":', "        del ss[key]"),
    closing('gone = [key for key in ss if not key.startswith("user")]', "for key in gone:", "    ss.pop(key)"),
    "def close():\n    ss.open = False\n    ss.pop('name', None)\nst.button('Close', on_click=close)",
]


@pytest.mark.parametrize("gate", TAKES_BOTH)
def test_what_goes_with_the_gate_is_not_lost(gate: str) -> None:
    assert codes(gate) == []


TAKES_THE_GATE = [
    closing("ss.open = False", 'ss.pop("other", None)'),
    closing("for key in list(ss):", '    if key != "name":', "        del ss[key]"),
    closing("for key in list(ss.keys()):", '    if key not in ("name", "age"):', "        ss.pop(key)"),
    closing("for key in list(ss):", '    if key in ("name", "age"):', "        continue", "    del ss[key]"),
    closing('KEPT = {"name"}', "for key in [key for key in ss if key not in KEPT]:", "    del ss[key]"),
    closing('gone = [key for key in ss.keys() if key.startswith("op")]', "for key in gone:", "    ss.pop(key)"),
    "def close():\n    for key in list(ss):\n        if key.startswith('op'):\n            del ss[key]\n"
    "st.button('Close', on_click=close)",
    closing('delattr(ss, "open")'),
    closing('for key in ("open", "other"):', "    delattr(ss, key)"),
]


@pytest.mark.parametrize("gate", TAKES_THE_GATE)
def test_what_stays_when_the_gate_goes_is_lost(gate: str) -> None:
    assert codes(gate) == ["KEY101"]


@pytest.mark.parametrize("passes", ['key != "open"', 'key.startswith("na")', 'key == "name"'])
def test_a_loop_that_leaves_the_gate_alone_closes_nothing(passes: str) -> None:
    assert codes(closing("for key in list(ss):", f"    if {passes}:", "        del ss[key]")) == []
