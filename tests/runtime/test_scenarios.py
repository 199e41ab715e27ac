"""Every fixture's claim holds on the installed Streamlit: the value is lost, or it is kept."""

from __future__ import annotations

import pytest
import streamlit as st

from tests.fixtures_format import Case, Scenario, load_cases, load_upgrades
from tests.runtime.judge import contradiction, quiet

PROOFS = [
    pytest.param(case, scenario, id=f"{case.name}-{number}")
    for case in (*load_cases(), *load_upgrades())
    for number, scenario in enumerate(case.scenarios, start=1)
    if scenario.holds_on(st.__version__)
]


@pytest.mark.runtime
@pytest.mark.parametrize(("case", "scenario"), PROOFS)
def test_streamlit_does_what_the_fixture_says(case: Case, scenario: Scenario) -> None:
    with quiet():
        outcome = contradiction(case, scenario)
    assert outcome is None, f"{case.name} ({case.title}): {outcome}"
