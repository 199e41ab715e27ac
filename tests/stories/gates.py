"""An app in which one test decides whether an input is shown, whose key is read in every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.judging import judged
from tests.run.apps import run

if TYPE_CHECKING:
    from keylint.findings import Finding

_APP = """
import streamlit as st

ss = st.session_state
{gate}
if {test}:
    st.text_input("Name", key="name")
st.write("Hello", ss.get("name"))
"""


def found(gate: str, test: str) -> list[Finding]:
    """What is found of the input; `gate` are lines above the test."""
    outcome = judged(run(_APP.format(gate=gate, test=test)))
    assert not outcome.faults
    return [one for one in outcome.findings if one.keys == ("name",)]
