"""What the written micro-apps import as `recorder` when they run in a server of their own.

The test writes `act.json` before each act, beside this file: its number, the variables, and what a click resets. What
the app does is appended to `events.jsonl`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import streamlit as st

try:
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
except ImportError:  # the older place
    from streamlit.runtime.scriptrunner.script_run_context import get_script_run_ctx

_FOLDER = Path(__file__).parent
world: dict[str, str] = {}
_state: dict[str, Any] = {"act": None, "run": 0, "page": ""}


def begin(page: str) -> None:
    """A run of `page` begins."""
    _next_run()
    _state["page"] = page
    record("page", page, "")
    st.text(f"run {_state['run']}")
    st.button("Again")


def enter(fragment: str) -> None:
    """A fragment begins, as part of a whole run or by itself."""
    if getattr(get_script_run_ctx(), "fragment_ids_this_run", None):
        _next_run()
        record("page", _state["page"], "")
    st.text(f"run {_state['run']}")


def record(kind: str, name: str, value: object) -> None:
    with (_FOLDER / "events.jsonl").open("a", encoding="utf-8") as events:
        events.write(json.dumps([_state["act"], kind, name, value]) + "\n")


def _next_run() -> None:
    act = json.loads((_FOLDER / "act.json").read_text(encoding="utf-8"))
    world.update(act["world"])
    if _state["act"] == act["number"]:
        world.update(act["clicks"])
    _state["act"] = act["number"]
    _state["run"] += 1
