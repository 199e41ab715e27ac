"""Deletions of keys that only the run knows: they say nothing of a key that they cannot mean, or need not."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

APP = """
import re
import lib
import streamlit as st
ss = st.session_state
view = st.radio("View", ["a", "b"])
if view == "a":
    st.text_input("Goals", key="goals")
{deleting}
"""


def told(deleting: str) -> list[tuple[str, Severity]]:
    found = judged(run(APP.format(deleting=deleting))).findings
    return [(one.code, one.severity) for one in found if one.key == "goals"]


def loop(test: str) -> str:
    return f"for key in list(ss.keys()):\n    if {test}:\n        del ss[key]"


@pytest.mark.parametrize(
    "deleting",
    [
        # another key
        loop('key.startswith(f"w_{view}_")'),
        loop('key.startswith(f"w_{view}_") or key.startswith(f"x_{view}_")'),
        loop('key.endswith(f"{view}_tmp")'),
        loop('key.split("_")[0] == "w"'),
        loop('key.endswith("_tmp") or "cache" in key'),
        # perhaps another key
        loop("key.startswith(lib.prefix())"),
        loop("lib.is_old(key)"),
        loop("key not in lib.KEPT"),
        loop("isinstance(ss[key], bytes)"),
        loop('re.match(r"w_[0-9]+", key)'),
        "for key in [key for key in ss if lib.is_old(key)]:\n    del ss[key]",
        # one key, and nobody knows which
        "del ss[lib.key()]",
        "key = lib.key()\nif key in ss:\n    del ss[key]",
        "ss.pop(lib.key(), None)",
        "for key in lib.keys():\n    ss.pop(key, None)",
    ],
)
def test_what_need_not_be_deleted_is_lost_all_the_same(deleting: str) -> None:
    assert told(deleting) == [("KEY106", Severity.WARNING)]


@pytest.mark.parametrize(
    "test", ['key.startswith("go")', 'key != "user"', "len(key) == 5", 'key.upper() == "GOALS"', '"oal" in key', "True"]
)
def test_what_every_run_deletes_nobody_misses(test: str) -> None:
    assert told(loop(test)) == []
